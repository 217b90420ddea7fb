"""Rules about title, headings, sections."""
