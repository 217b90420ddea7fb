"""Publications: what documents share (links, labels, contents, pictures), resolved once."""
