"""Rules about links and pictures."""
