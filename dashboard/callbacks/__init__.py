"""What happens when the reader acts: `register(app, db, …)` in each module."""
