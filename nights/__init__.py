"""Long batches of made-up companies: what is left after any interruption, and whether anything grows."""
