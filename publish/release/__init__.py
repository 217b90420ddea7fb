"""A release: a whole, checked edition of everything that a manifest builds, and its papers."""
