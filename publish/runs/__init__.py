"""Runs that nobody watches: what each was, when it was due, and how it ended."""
