"""Every byte in or out: landing and archive, Postgres, Parquet, reference data."""
