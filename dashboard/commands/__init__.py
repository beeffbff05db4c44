"""The command line: its words, what each command runs, what it tells."""
