"""The end of a STEP file (ISO 10303-21, 5): whether the file has it, and no hole before. Reads no instance.

A file is read in blocks, backwards no further than its last END-ISO-10303-21, so that its size costs no memory.
"""

import io
import re
from bisect import bisect_left
from typing import BinaryIO, Final

from stepfile.tokens import solid

_END: Final = b"END-ISO-10303-21"
_SECTION_END: Final = re.compile(rb"ENDSEC")
_COMMENT_END: Final = re.compile(rb"\*/")
_BLOCK: Final = 1024 * 1024
"""Bytes that are read at once."""
_NEAR: Final = 256 * 1024
"""Bytes on either side of the last END-ISO-10303-21 that are looked at: for ENDSEC, for `;` and what stands between."""


def find_end(file: BinaryIO) -> int | None:
    """Return the offset of the END-ISO-10303-21 that ends a file, None where the file broke off.

    The words alone are not enough, since a comment or a string of a file that was cut off can hold them: before them
    stands `ENDSEC;`, with nothing between but white space and comments. What comes after them does not count.
    """
    last = _last_mention(file)
    if last is None:
        return None
    begin = max(0, last - _NEAR)
    file.seek(begin)
    tail = file.read(last - begin + len(_END) + _NEAR).upper()
    at = _end_in(tail)
    return None if at is None else begin + at


def find_hole(file: BinaryIO, end: int) -> int | None:
    """Return the offset of the first NUL byte before `end`, as a failed copy leaves them; None: there is none."""
    file.seek(0)
    for begin in range(0, end, _BLOCK):
        at = file.read(min(_BLOCK, end - begin)).find(b"\0")
        if at >= 0:
            return begin + at
    return None


def _last_mention(file: BinaryIO) -> int | None:
    """Return the offset of the last END-ISO-10303-21, in a comment or not."""
    end = file.seek(0, io.SEEK_END)
    while end >= len(_END):
        begin = max(0, end - _BLOCK)
        file.seek(begin)
        at = file.read(end - begin).upper().rfind(_END)
        if at >= 0:
            return begin + at
        end = begin + len(_END) - 1 if begin else 0
    return None


def _end_in(tail: bytes) -> int | None:
    """Return where the END-ISO-10303-21 begins that ends the file, in the last bytes of it, in capitals."""
    blanks = _Blanks(tail)
    for section in _SECTION_END.finditer(tail):
        at = blanks.past(section.end())
        if not tail.startswith(b";", at):
            continue
        at = blanks.past(at + 1)
        if tail.startswith(_END, at) and tail.startswith(b";", blanks.past(at + len(_END))):
            return at
    return None


class _Blanks:
    """White space and comments of a text, each passed over once, from wherever they are asked for."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._ends = [found.end() for found in _COMMENT_END.finditer(text)]
        self._past: dict[int, int] = {}

    def past(self, at: int) -> int:
        """Return the offset of the first byte from `at` on that is neither; the text's length: there is none."""
        passed: list[int] = []
        while at not in self._past:
            passed.append(at)
            begin = solid(self._text, at)
            if not self._text.startswith(b"/*", begin):
                self._past[at] = begin
                break
            end = bisect_left(self._ends, begin + 4)  # The shortest comment has four bytes.
            at = self._ends[end] if end < len(self._ends) else len(self._text)
        self._past.update(dict.fromkeys(passed, self._past[at]))
        return self._past[at]
