"""What a reviewer changed in a Word file that was built, told at the lines of its Markdown."""
