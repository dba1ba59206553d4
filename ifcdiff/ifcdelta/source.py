"""A model's file: its index, and how IfcOpenShell opens it in whole. Knows no element."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import ifcopenshell

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from ifcdelta.header import renamed
from ifcdelta.index import Index, read_index

_UNREADABLE: Final = (OSError, ifcopenshell.Error, RuntimeError, ValueError, OverflowError, LookupError)


@dataclass(frozen=True)
class Source:
    """One of the two files; `side` is what an error calls it, `old` or `new`.

    Both ways to read it raise UnreadableFileError, where it is no whole STEP file or a damaged one, and
    UnsupportedSchemaError, where IfcOpenShell does not know its schema.
    """

    path: Path
    side: str
    twin: "Source | None" = None
    """The other file, whose index this one has too if their bytes are the same."""

    @cached_property
    def sha256(self) -> str:
        """The hash of the file's bytes, in hex."""
        with self.naming(), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def index(self) -> Index:
        """Where each instance is, and to what it refers."""
        if self.twin is not None and self.twin.sha256 == self.sha256:
            return self.twin.index
        with self.naming():
            return read_index(self.path)

    @cached_property
    def file(self) -> ifcopenshell.file:
        """The file, opened in whole."""
        with self.naming():
            return self._open()

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Tell what goes wrong with the file in a sentence that names its side."""
        try:
            yield
        except ifcopenshell.SchemaError as error:
            raise UnsupportedSchemaError(f"The {self.side} model's schema cannot be read.", str(error)) from error
        except (UnreadableFileError, UnsupportedSchemaError) as error:
            raise type(error)(f"The {self.side} model: {error.sentence}", error.detail) from error
        except _UNREADABLE as error:
            raise UnreadableFileError(f"The {self.side} model cannot be read; export it again.", repr(error)) from error

    def _open(self) -> ifcopenshell.file:
        header = self.index.header
        start = bytes(self.index.data[: header.data])
        if renamed(start, header) != start:
            return ifcopenshell.file.from_string(renamed(self.path.read_bytes(), header).decode("utf-8", "replace"))
        opened = ifcopenshell.open(self.path)
        if not isinstance(opened, ifcopenshell.file):
            raise ifcopenshell.Error("not a STEP file")
        return opened
