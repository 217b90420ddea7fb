"""Steps made by other machines: orders go out, and files come back by their digests."""
