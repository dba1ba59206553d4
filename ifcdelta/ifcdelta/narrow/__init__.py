"""What of two files has to be read at all, and how it is cut out. Compares nothing."""
