"""Rules about reference lists and citations."""
