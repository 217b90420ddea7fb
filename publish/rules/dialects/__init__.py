"""Rules about what only one generator understands."""
