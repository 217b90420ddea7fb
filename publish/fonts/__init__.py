"""The font step: which faces a text is set in, cut down to its characters, and what they cannot show."""
