"""Which element of the new model is which of the old one. Compares no aspect."""
