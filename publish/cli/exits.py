"""The exit codes."""

OK, FINDINGS, USAGE, INTERNAL, LOCKED = 0, 1, 2, 70, 75
INTERRUPTED, PIPE_CLOSED, TERMINATED = 130, 141, 143  # 128 and the number of the signal
