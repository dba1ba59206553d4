"""Bytes, tokens, strings and the header of a STEP file (ISO 10303-21). Knows no IFC library and no schema."""
