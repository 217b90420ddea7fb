"""Finished files read back, and compared with the document that they were made of."""
