"""What can be known of a STEP file (ISO 10303-21) without a library for it: its header, and whether it has its end.

The bytes are a stranger's: everything here is linear in them. Knows nothing of ours, and no library but Python's own.
"""
