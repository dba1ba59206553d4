"""The HEADER of a STEP file (ISO 10303-21, 8): its schema, what wrote it, where its instances begin. Reads none."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from stepfile.schemas import IDENTIFIERS
from stepfile.tokens import Token, solid, tokens

HEADER_BYTES: Final = 1024 * 1024
"""How much of a file is looked at for its header."""
_MOST_TOKENS: Final = 100_000
"""Tokens that are looked at; a header has some hundred."""
_SHOWN: Final = 40
"""Characters of a schema's name that an error repeats."""


class NotStepError(Exception):
    """The file is no IFC file in STEP form; says in a sentence for a person why."""


class NoDataError(NotStepError):
    """The file has a header and nothing after it: it is no IFC file, or one that was cut off."""


class UnknownSchemaError(Exception):
    """The file's schema is none that is read; says so in a sentence for a person.

    `schema` is the beginning of its name as the file has it, which may be any text.
    """

    def __init__(self, schema: str) -> None:
        super().__init__("The file's schema cannot be read; export it as IFC2X3, IFC4 or IFC4X3.")
        self.schema = schema[:_SHOWN]


@dataclass(frozen=True)
class Header:
    """What a header tells."""

    schema: str
    """As FILE_SCHEMA names it."""
    schema_at: slice
    """The bytes of that name, between its quotes."""
    file_name: tuple[bytes, ...]
    """The arguments of FILE_NAME, as they are written between their quotes; empty for what is no string."""
    data: int
    """Byte offset after `DATA;`."""

    @property
    def schema_identifier(self) -> str:
        """The schema by the name that IfcOpenShell has for it."""
        return IDENTIFIERS[self.schema.upper()]


def read_header(start: bytes) -> Header:
    """Read the header from the first bytes of a file, `HEADER_BYTES` at most; a byte order mark is passed over.

    Raises:
        NotStepError: it is no STEP file, or none with a schema and a DATA section.
        UnknownSchemaError: its schema is not one of `IDENTIFIERS`.
    """
    if not start:
        raise NotStepError("The file is empty.")
    start = start[:HEADER_BYTES]
    begin = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    walk = islice(tokens(start, begin), _MOST_TOKENS)
    _check_start(start, begin, walk)
    entries = _Entries()
    data = next((token.end for token in walk if entries.ends_at(start, token)), None)
    if not entries.schema:
        raise NotStepError("This is not an IFC file: its header has no FILE_SCHEMA.")
    schema = start[entries.schema].decode("ascii", "replace").strip()
    if schema.upper() not in IDENTIFIERS:
        raise UnknownSchemaError(schema)
    if data is None:
        raise NoDataError("This is not an IFC file: it has no DATA section.")
    return Header(schema, entries.schema, tuple(start[each] for each in entries.file_name), data)


def renamed(text: bytes, header: Header) -> bytes:
    """Return a file's (first) bytes as IfcOpenShell reads them: its name for the schema, no byte order mark."""
    identifier = header.schema_identifier.encode("ascii")
    named = text[: header.schema_at.start] + identifier + text[header.schema_at.stop :]
    return named.removeprefix(codecs.BOM_UTF8)


def _check_start(start: bytes, begin: int, walk: Iterator[Token]) -> None:
    """Take the tokens of `ISO-10303-21; HEADER;`.

    Raises:
        NotStepError: the file begins with others.
    """
    first = [start[token.begin : token.end].upper() for token in islice(walk, 4)]
    if first == [b"ISO-10303-21", b";", b"HEADER", b";"]:
        return
    text = start[solid(start, begin) :][:16].upper()
    if text.startswith(b"%PDF"):
        looks = "it is a PDF"
    elif text.startswith(b"<"):
        looks = "it is XML or HTML (ifcXML is not read; export as .ifc)"
    elif first[:1] == [b"ISO-10303-21"]:
        looks = "it has no HEADER section"
    else:
        looks = "it does not begin with ISO-10303-21;"
    raise NotStepError(f"This is not an IFC file: {looks}.")


class _Entries:
    """The strings of the header's entries, collected token by token."""

    def __init__(self) -> None:
        self.schema: slice | None = None
        self.file_name: list[slice] = []
        self._keyword, self._depth = b"", 0

    def ends_at(self, start: bytes, token: Token) -> bool:
        """Take the next token; tell whether it is the `;` of `DATA;`, after which the instances begin."""
        if token.kind == "string":
            self._take(slice(token.begin + 1, token.end - 1))
            return False
        text = start[token.begin : token.end].upper()
        if token.kind == "word":
            if self._depth == 0:
                self._keyword = text
                self.file_name = [slice(0)] if text == b"FILE_NAME" else self.file_name
        elif text == b";":  # Ends an entry, even where one of its brackets is missing.
            ended, self._keyword, self._depth = self._keyword, b"", 0
            return ended == b"DATA"
        elif text in (b"(", b")"):
            self._depth = max(0, self._depth + (1 if text == b"(" else -1))
        elif text == b"," and self._depth == 1 and self._keyword == b"FILE_NAME":
            self.file_name.append(slice(0))
        return False

    def _take(self, string: slice) -> None:
        if self._keyword == b"FILE_SCHEMA" and self.schema is None:
            self.schema = string
        elif self._keyword == b"FILE_NAME" and self._depth == 1:
            self.file_name[-1] = string
