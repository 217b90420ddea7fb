"""Rules about characters that do not belong in a text."""
