"""Files of any content: strict CSV, Parquet, outputs that appear whole, what comes with the package."""
