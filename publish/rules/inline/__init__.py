"""Rules about emphasis, line breaks and the like inside a paragraph."""
