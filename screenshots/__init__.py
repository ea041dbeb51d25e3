"""Pictures of what people look at: the documents of the samples, on screens and on paper."""
