"""The groups in words: which elements, where, and what became of them, a fact a line. Knows no form."""
