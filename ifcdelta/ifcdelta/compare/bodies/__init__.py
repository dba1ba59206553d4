"""Place and shape: all pairs at once, because each of the two needs the other and what holds an element."""
