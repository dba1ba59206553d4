"""What a job needs, whichever it is: Redis, its record, a process within limits, a place for its file."""
