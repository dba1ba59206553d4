"""What an element is, says and belongs to, read from an opened model in SI. Compares nothing."""
