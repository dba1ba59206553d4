"""Every instance accounted for: equal in both files, told, the same by meaning, or unseen. Opens no model."""
