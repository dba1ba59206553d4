"""Text of the models as any form can hold it. Knows no form."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO, Final

_LINE_END: Final = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 or UTF-8 cannot hold, and controls that a terminal obeys."""
_REPLACED: Final = "ifcdelta.replaced"
"""The name of what to do with text that cannot be encoded."""


def _replaced(error: UnicodeError) -> tuple[bytes, int]:
    """Return U+FFFD for each character that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "\ufffd".encode() * (error.end - error.start), error.end


codecs.register_error(_REPLACED, _replaced)


def printable(value: str) -> str:
    """Return text with line feeds alone as line ends, and U+FFFD for each character that cannot be shown."""
    if value.isprintable():  # As nearly all text is, and cheap to ask.
        return value
    return _UNPRINTABLE.sub("\ufffd", _LINE_END.sub("\n", value))


def one_line(value: str) -> str:
    """Return printable text without line ends, tabs and runs of spaces."""
    return " ".join(printable(value).split())


@contextmanager
def utf8(stream: BinaryIO) -> Iterator[TextIOWrapper]:
    """Lend a binary stream as one of text; U+FFFD is written for half a surrogate pair, which UTF-8 cannot hold."""
    lent = TextIOWrapper(stream, encoding="utf-8", errors=_REPLACED, newline="")
    try:
        yield lent
    finally:
        lent.detach()
