"""Measurements against the targets of the engine; `make bench` runs them."""
