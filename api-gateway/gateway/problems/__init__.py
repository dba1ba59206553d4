"""What can go wrong, and how it is told (RFC 9457)."""
