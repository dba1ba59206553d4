"""The headers of a form's parts, kept short: what reads them takes time that grows with the square of their length.

Knows bytes; no request, no file and no field.
"""

from typing import Final

LONGEST: Final = 2 * 1024
"""Bytes of the headers of one part: a name of a file in them is cut to a tenth of that."""


class PartHeaders:
    """Looks at a body before its parser does, piece by piece."""

    def __init__(self, boundary: bytes) -> None:
        self._delimiter = b"\r\n--" + boundary + b"\r\n"
        self._tail = b"\r\n"  # The first delimiter of a body has no line end before it.

    def are_short(self, piece: bytes) -> bool:
        """Tell whether the headers that are seen in the next piece, and in what came before it, end soon enough."""
        text = self._tail + piece
        at = text.find(self._delimiter)
        while at >= 0:
            begin = at + len(self._delimiter)
            if len(text) - begin > LONGEST and text.find(b"\r\n\r\n", begin, begin + LONGEST) < 0:
                return False
            at = text.find(self._delimiter, begin - 2)
        self._tail = text[-LONGEST - len(self._delimiter) :]
        return True
