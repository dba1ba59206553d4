"""The HEADER of a STEP file: its schema and what wrote it (ISO 10303-21, 8). Reads no instance."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from ifcdelta.step.strings import decode

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


def renamed(start: bytes, header: Header) -> bytes:
    """Return a file's first bytes as IfcOpenShell reads them: its name for the schema, no byte order mark."""
    named = re.compile(rb"(?<=')" + re.escape(header.schema.encode()) + rb"(?=')")
    return named.sub(header.schema_identifier.encode(), start.removeprefix(codecs.BOM_UTF8), count=1)
