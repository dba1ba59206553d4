"""What is made of finished diffs (reports, the table of changes, shapes), as files: asked for, found, paged through."""
