"""What leaves the page: rows as CSV, charts as slides."""
