"""The table of a file's instances, their hashes and the elements' hashes, in one compiled pass. Opens no model."""
