"""A model's file: what it is named, hashed, written in and by, and how IfcOpenShell opens it. Knows no element."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import ifcopenshell

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from ifcdelta.values import text

_HEADER_BYTES: Final = 64 * 1024
_FILE_SCHEMA: Final = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", re.IGNORECASE)
_KNOWN_AS: Final = {
    "IFC2X3_TC1": "IFC2X3",
    "IFC4_ADD1": "IFC4",
    "IFC4_ADD2": "IFC4",
    "IFC4_ADD2_TC1": "IFC4",
    "IFC4X3": "IFC4X3_ADD2",
    "IFC4X3_TC1": "IFC4X3_ADD2",
    "IFC4X3_ADD1": "IFC4X3_ADD2",
}
"""Schemas that IfcOpenShell knows under another name."""


@dataclass(frozen=True)
class Source:
    """One of the two files; `side` is what an error calls it, `old` or `new`."""

    path: Path
    side: str

    @cached_property
    def sha256(self) -> str:
        """The hash of the file's bytes, in hex."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableFileError(f"The {self.side} file cannot be read.", repr(error)) from error

    @cached_property
    def schema(self) -> str:
        """The schema as FILE_SCHEMA names it."""
        found = _FILE_SCHEMA.search(self._head)
        return found[1].decode("ascii", "replace") if found else ""

    @cached_property
    def file(self) -> ifcopenshell.file:
        """The file, opened in whole.

        Raises:
            UnreadableFileError: it is no STEP file or a damaged one.
            UnsupportedSchemaError: IfcOpenShell does not know its schema.
        """
        try:
            return self._open()
        except ifcopenshell.SchemaError as error:
            raise UnsupportedSchemaError(f"The {self.side} model's schema cannot be read.", str(error)) from error
        except (OSError, ifcopenshell.Error, RuntimeError, ValueError, OverflowError, LookupError) as error:
            raise UnreadableFileError(f"The {self.side} model cannot be read; export it again.", repr(error)) from error

    @cached_property
    def application(self) -> str | None:
        """What wrote the file, as its header says."""
        name = self.file.header.file_name
        return text(name.originating_system or name.preprocessor_version or "") or None

    @cached_property
    def _head(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(_HEADER_BYTES).partition(b"ENDSEC")[0]

    def _open(self) -> ifcopenshell.file:
        known_as = _KNOWN_AS.get(self.schema.upper())
        if known_as is None:
            opened = ifcopenshell.open(self.path)
            if not isinstance(opened, ifcopenshell.file):
                raise ifcopenshell.Error("not a STEP file")
            return opened
        return ifcopenshell.file.from_string(renamed(self.path.read_bytes(), known_as).decode("utf-8", "replace"))


def renamed(content: bytes, schema: str) -> bytes:
    """Return a STEP file's bytes with its header's schema replaced."""
    found = _FILE_SCHEMA.search(content)
    return content if found is None else content[: found.start(1)] + schema.encode() + content[found.end(1) :]
