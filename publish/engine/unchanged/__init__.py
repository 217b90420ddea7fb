"""A run of which nothing has changed is told again: what it looked at, and what it said."""
