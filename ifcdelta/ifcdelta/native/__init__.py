"""Functions as machine code: how one is marked, what compiles them, where it is kept. Knows not what they do."""
