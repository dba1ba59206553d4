"""The contract's result file, and what it says in rows and words. Opens no model."""
