"""One of the two files: its index, how IfcOpenShell opens it in whole, what is told of it. Knows no element."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ifcopenshell

from ifcdelta.errors import DeltaError, UnreadableFileError, UnsupportedSchemaError
from ifcdelta.index import Index, read_index


@dataclass(frozen=True)
class Source:
    """A file; `side` is what an error calls it, `old` or `new`."""

    path: Path
    side: str

    @cached_property
    def index(self) -> Index:
        """The table of the file's instances.

        Raises:
            UnreadableFileError: it cannot be read, is no STEP file, or a damaged one.
            UnsupportedSchemaError: IfcOpenShell does not know its schema.
        """
        try:
            return read_index(self.path)
        except DeltaError as error:
            raise type(error)(f"The {self.side} model: {error.sentence}", error.detail) from error
        except OSError as error:
            raise UnreadableFileError(f"The {self.side} model cannot be read.", repr(error)) from error

    @cached_property
    def file(self) -> ifcopenshell.file:
        """The file, opened in whole.

        Raises:
            UnreadableFileError: IfcOpenShell cannot read it.
            UnsupportedSchemaError: IfcOpenShell does not know its schema.
        """
        header = self.index.header
        try:
            if header.schema == header.schema_identifier:
                opened = ifcopenshell.open(self.path)
            else:
                opened = ifcopenshell.file.from_string(
                    _renamed(self.path.read_bytes(), header.schema, header.schema_identifier)
                )
        except ifcopenshell.SchemaError as error:
            raise UnsupportedSchemaError(f"The {self.side} model's schema is not read.", str(error)) from error
        except (OSError, ifcopenshell.Error, RuntimeError, ValueError, OverflowError) as error:
            raise UnreadableFileError(
                f"IfcOpenShell cannot read the {self.side} model; export it again.", repr(error)
            ) from error
        if not isinstance(opened, ifcopenshell.file):
            raise UnreadableFileError(f"The {self.side} model is not a STEP file.")
        return opened

    def told(self, elements: int) -> dict[str, Any]:
        """Return what the result file tells of the file; `elements` are those in scope."""
        return {
            "file": self.path.name,
            "sha256": self.index.sha256,
            "size": self.path.stat().st_size,
            "schema": self.index.header.schema,
            "application": self.index.header.application,
            "elements": elements,
        }


def _renamed(content: bytes, name: str, known_as: str) -> str:
    """Return a STEP file's text with its schema under the name that IfcOpenShell has for it."""
    named = re.compile(rb"(?<=')" + re.escape(name.encode()) + rb"(?=')")
    return named.sub(known_as.encode(), content, count=1).decode("utf-8", "replace")
