"""Rules about the metadata at the head of a post."""
