"""Build the DuckDB file from the text tables."""
