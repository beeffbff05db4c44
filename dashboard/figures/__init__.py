"""Pure functions: a frame in, a figure out; no id, no query."""
