"""The record told: a page for people, and files for programs that watch."""
