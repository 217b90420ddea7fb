"""Rules about what must not reach an output."""
