"""The build: what is to be made, what is made already, and who makes it."""
