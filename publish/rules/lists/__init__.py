"""Rules about lists and their markers."""
