"""Attacks on the whole product, bounded in time, on this machine only: `make hostile` runs each part.

A part is a module with a `main`, run by `python -m tests.hostile.<part>`: it prints one line of figures, and exits with
status 1 when a limit is passed. pytest collects none of them.
"""
