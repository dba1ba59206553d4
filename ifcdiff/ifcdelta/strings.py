"""STEP strings (ISO 10303-21, 6.4.3): escapes decoded, and letters that were written raw escaped. Knows no IFC."""

import re
from typing import Final

_ESCAPE: Final = re.compile(
    r"''|\\\\|\\X2\\([0-9A-Fa-f]*)\\X0\\|\\X4\\([0-9A-Fa-f]*)\\X0\\|\\X\\([0-9A-Fa-f]{2})|\\P([A-I])\\|\\S\\([ -~])"
)
_RAW: Final = re.compile(rb"[\x80-\xff]+")
_LAST_OF_TWO_BYTES: Final = 0xFFFF


def decode(string: bytes) -> str:
    """Return the text of a STEP string: quotes undoubled, escapes decoded (ISO 10303-21, 6.4.3)."""
    page = 1

    def unescaped(match: re.Match[str]) -> str:
        nonlocal page
        two, four, one, other_page, shifted = match.groups()
        if two is not None:
            return bytes.fromhex(two).decode("utf-16-be", "replace") if len(two) % 4 == 0 else ""
        if four is not None:
            return bytes.fromhex(four).decode("utf-32-be", "replace") if len(four) % 8 == 0 else ""
        if one is not None:
            return bytes.fromhex(one).decode("latin-1")
        if shifted is not None:
            return bytes([ord(shifted) + 128]).decode(f"iso8859-{page}", "replace")
        if other_page is not None:
            page = 1 + ord(other_page) - ord("A")
            return ""
        return match.group()[0]

    text = _ESCAPE.sub(unescaped, string.decode("utf-8", "replace"))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escaped(text: bytes) -> bytes:
    """Return a file's text in ASCII: raw letters, UTF-8 or else Latin-1, become the escapes that they should have been.

    IfcOpenShell leaves raw letters out of a string.
    """
    return text if text.isascii() else _RAW.sub(_escape, text)


def _escape(match: re.Match[bytes]) -> bytes:
    raw = match.group()
    try:
        letters = raw.decode("utf-8")
    except UnicodeDecodeError:
        letters = raw.decode("latin-1")
    if max(map(ord, letters)) > _LAST_OF_TWO_BYTES:
        return b"\\X4\\" + letters.encode("utf-32-be").hex().upper().encode() + b"\\X0\\"
    return b"\\X2\\" + letters.encode("utf-16-be").hex().upper().encode() + b"\\X0\\"
