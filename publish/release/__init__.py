"""Releases: folders of finished files that never change, of which one is the current."""
