"""Measurements, each of both sides of a comparison in one run. Not tests: nothing here passes or fails."""
