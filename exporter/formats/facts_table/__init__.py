"""Facts as a plain table: CSV, JSON, Parquet."""
