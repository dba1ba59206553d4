"""The colours of what became of an element, the same in every form and view. Knows no form."""

from typing import Final

COLOURS: Final = {"added": "2e9e4f", "deleted": "d43f3a", "changed": "e8a317"}
"""In sRGB, by kind, as six hexadecimal digits."""
PALE: Final = "f6dfa8"
"""What changed and has the shape and the place that it had, in a building: something else is said of it."""
