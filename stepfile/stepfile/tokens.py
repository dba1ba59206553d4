"""The tokens of a STEP file (ISO 10303-21, 5 and 6): blanks, strings, words. Knows no header and no instance.

Linear in the bytes: no expression here repeats a repetition, and none is tried twice from one place.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"(?P<string>')|(?P<comment>/\*)|(?P<blank>[\t-\r ]+)|(?P<word>[A-Za-z_][A-Za-z0-9_-]*)|.", re.DOTALL
)
_IN_STRING: Final = re.compile(rb"['\\]")
_ESCAPE: Final = re.compile(rb"\\(?:\\|S\\.|X\\|[PX][A-Z0-9]\\)?", re.DOTALL)
_SOLID: Final = re.compile(rb"[^\t-\r ]")


class Token(NamedTuple):
    """One token, by the offsets of its first byte and of the one after its last."""

    kind: str | None
    """`word`: a keyword, such as FILE_SCHEMA or ISO-10303-21; `string`: with its quotes; None: any other byte."""
    begin: int
    end: int


def solid(data: bytes, at: int) -> int:
    """Return the offset of the first byte from `at` on that is no white space; the length of `data`: there is none."""
    found = _SOLID.search(data, at)
    return found.start() if found else len(data)


def tokens(data: bytes, at: int = 0) -> Iterator[Token]:
    """Yield the tokens of `data` from the offset `at` on; white space and comments are none.

    A comment or a string that does not end is the end.
    """
    while found := _TOKEN.match(data, at):
        kind, begin, end = found.lastgroup, at, found.end()
        if kind == "comment":
            end = data.find(b"*/", end) + 2
            if end < begin + 4:
                return
        elif kind == "string":
            end = _past_string(data, end)
            if end < 0:
                return
        if kind not in {"blank", "comment"}:
            yield Token(kind, begin, end)
        at = end


def _past_string(data: bytes, at: int) -> int:
    r"""Return where a string ends, from the byte after its first quote on; -1: it does not.

    A quote that is doubled ends none, nor does one in an escape: `\S\'` is a section sign.
    """
    while found := _IN_STRING.search(data, at):
        at = found.start()
        if escape := _ESCAPE.match(data, at):
            at = escape.end()
        elif data.startswith(b"''", at):
            at += 2
        else:
            return at + 1
    return -1
