"""A model's file: its index, its elements by their hashes, and how IfcOpenShell opens it in whole. Compares nothing."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Final

import ifcopenshell

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from ifcdelta.index import Index, read_index
from ifcdelta.roles import Elements, fold
from ifcdelta.strings import escaped
from stepfile.header import renamed

_CHUNK: Final = 1 << 24
"""Bytes that are looked at at once."""
_UNREADABLE: Final = (ifcopenshell.Error, RuntimeError)
"""What IfcOpenShell raises of a file that it cannot parse."""


class Source:
    """One of the two files; `side` is what an error calls it, `old` or `new`.

    Both ways to read it raise UnreadableFileError, where it is no whole STEP file or a damaged one,
    UnsupportedSchemaError, where IfcOpenShell does not know its schema, and OSError, where it is not there or cannot be
    read. `twin` is the other file, whose index this one has too if their bytes are the same. The two may be read at the
    same time, each by a thread of its own.
    """

    def __init__(self, path: Path, side: str, twin: "Source | None" = None) -> None:
        self.path, self.side, self._twin = path, side, twin
        self._sha256: str | None = None
        self._found: tuple[Index, Elements] | None = None
        # functools.cached_property of Python 3.11 has one lock for all sources: one would wait for the other.
        self._lock = threading.Lock()

    @property
    def sha256(self) -> str:
        """The hash of the file's bytes, in hex."""
        if self._sha256 is None:
            with self.naming(), self.path.open("rb") as file:
                self._sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return self._sha256

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        with self.naming():
            return self.path.stat().st_size

    @property
    def index(self) -> Index:
        """Where each instance is, and to what it refers."""
        return self.read()[0]

    @property
    def elements(self) -> Elements:
        """The elements with their hashes."""
        return self.read()[1]

    def read(self) -> tuple[Index, Elements]:
        """Return the index and the elements, read once."""
        if self._twin is not None and self._twin.size == self.size and self._twin.sha256 == self.sha256:
            return self._twin.read()
        with self._lock:
            if self._found is None:
                with self.naming():
                    index = read_index(self.path)
                self._found = index.without_hashes(), fold(index)
            return self._found

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
        if renamed(start, header) != start or not self._is_ascii():
            text = escaped(renamed(self.path.read_bytes(), header))
            return ifcopenshell.file.from_string(text.decode("ascii"))
        opened = ifcopenshell.open(self.path)
        if not isinstance(opened, ifcopenshell.file):
            raise ifcopenshell.Error("not a STEP file")
        return opened

    def _is_ascii(self) -> bool:
        data = self.index.data
        return all(bytes(data[at : at + _CHUNK]).isascii() for at in range(0, data.size, _CHUNK))
