"""When runs are due: pure functions of a cron line, a time zone, what is on record, and the time."""
