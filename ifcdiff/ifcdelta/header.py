"""The HEADER of a STEP file: its schema and what wrote it (ISO 10303-21, 8). Reads no instance."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError

KNOWN_AS: Final = {
    "IFC2X3_TC1": "IFC2X3",
    "IFC4_ADD1": "IFC4",
    "IFC4_ADD2": "IFC4",
    "IFC4_ADD2_TC1": "IFC4",
    "IFC4X3": "IFC4X3_ADD2",
    "IFC4X3_TC1": "IFC4X3_ADD2",
    "IFC4X3_ADD1": "IFC4X3_ADD2",
}
"""FILE_SCHEMA names that IfcOpenShell knows under another name."""

_READ: Final = frozenset({"IFC2X3", "IFC4", "IFC4X3_ADD2"})
_LARGEST: Final = 1024 * 1024
_TOKEN: Final = re.compile(rb"'((?:[^']|'')*)'|/\*.*?\*/|([A-Za-z_][\w-]*)|([(),;])|\s+|[^\s]", re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\X2\\([0-9A-Fa-f]*)\\X0\\|\\X4\\([0-9A-Fa-f]*)\\X0\\|\\X\\([0-9A-Fa-f]{2})|\\S\\(.)|\\(\\)"
)


@dataclass(frozen=True)
class Header:
    """What the engine needs of a header."""

    schema: str
    """As FILE_SCHEMA names it."""
    application: str | None
    """FILE_NAME's originating system, else its preprocessor."""
    data: int
    """Byte offset after `DATA;`."""

    @property
    def schema_identifier(self) -> str:
        """The schema by the name that IfcOpenShell has for it."""
        return KNOWN_AS.get(self.schema.upper(), self.schema.upper())


def read_header(start: bytes) -> Header:
    """Read the header from the first bytes of a file (up to 1 MiB are looked at).

    Raises:
        UnreadableFileError: it is no STEP file, or none with a schema and a DATA section.
        UnsupportedSchemaError: IfcOpenShell does not read its schema.
    """
    if b"ISO-10303-21" not in start[:1024]:
        raise UnreadableFileError("This is not an IFC file in STEP form.")
    entries, data = _entries(start[:_LARGEST])
    schemas = entries.get("FILE_SCHEMA")
    if data is None or not schemas:
        raise UnreadableFileError("The file has no FILE_SCHEMA or no DATA section.")
    name = entries.get("FILE_NAME", [])
    application = next((text for text in reversed(name[-3:-1]) if text), None) if len(name) >= 3 else None
    header = Header(schemas[0], application, data)
    if header.schema_identifier not in _READ:
        raise UnsupportedSchemaError("IFC2X3, IFC4 and IFC4X3 are read; the file's schema is none of them.", schemas[0])
    return header


def _entries(start: bytes) -> tuple[dict[str, list[str]], int | None]:
    """Return the strings of each header entry, and where the instances begin."""
    entries: dict[str, list[str]] = {}
    current: list[str] = []
    word = b""
    for match in _TOKEN.finditer(start):
        string, keyword, mark = match.group(1, 2, 3)
        if keyword is not None:
            word = keyword.upper()
            if word.startswith(b"FILE_"):
                current = entries.setdefault(word.decode("ascii"), [])
        elif string is not None:
            current.append(decode(string))
        elif mark == b";" and word == b"DATA":
            return entries, match.end()
    return entries, None


def decode(string: bytes) -> str:
    """Return the text of a STEP string: quotes undoubled, escapes decoded (ISO 10303-21, 6.4.3)."""
    text = string.replace(b"''", b"'").decode("utf-8", "replace")
    return _ESCAPE.sub(_unescaped, text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unescaped(match: re.Match[str]) -> str:
    two, four, one, shifted, backslash = match.groups()
    if two is not None:
        return bytes.fromhex(two).decode("utf-16-be", "replace") if len(two) % 4 == 0 else ""
    if four is not None:
        return bytes.fromhex(four).decode("utf-32-be", "replace") if len(four) % 8 == 0 else ""
    if one is not None:
        return bytes.fromhex(one).decode("latin-1")
    return chr(ord(shifted) + 128) if shifted is not None else str(backslash)


def renamed(start: bytes, header: Header) -> bytes:
    """Return a file's first bytes as IfcOpenShell reads them: its name for the schema, no byte order mark."""
    named = re.compile(rb"(?<=')" + re.escape(header.schema.encode()) + rb"(?=')")
    return named.sub(header.schema_identifier.encode(), start.removeprefix(codecs.BOM_UTF8), count=1)
