"""A model's file, read: its index, its elements by their hashes, and how it is opened in whole. Compares nothing."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import ifcopenshell
import numpy as np
import numpy.typing as npt

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from ifcdelta.index.content import Content, Lacks, content_of, lacks, said_by
from ifcdelta.index.element_hashes import ElementHashes, element_hashes
from ifcdelta.index.fingerprint import fingerprints
from ifcdelta.index.table import Index, read_index
from ifcdelta.memory import give_back
from ifcdelta.progress import Progress, no_progress
from ifcdelta.step.strings import escaped
from stepfile.header import renamed

_CHUNK: Final = 1 << 24
"""Bytes that are looked at at once."""
_PIECE: Final = 1 << 20
_UNREADABLE: Final = (ifcopenshell.Error, RuntimeError)
"""What IfcOpenShell raises of a file that it cannot parse."""


@dataclass(frozen=True)
class Source:
    """One of the two files, read; `side` is what an error calls it, `old` or `new`."""

    path: Path
    side: str
    index: Index
    """Where each instance is, and to what it refers."""
    elements: ElementHashes
    """The elements with their hashes."""
    content: Content
    """All that it says."""
    lacks: Lacks | None = None
    """What the other file does not say of it; None: there is none, or it has the same bytes."""

    def said(self, instances: Sequence[ifcopenshell.entity_instance]) -> npt.NDArray[np.uint64]:
        """Return the hashes of what instances say, in order of size; they are of a view of this file."""
        return np.sort(said_by(self.index, self.content, (each.id() for each in instances)))

    def opened(self) -> ifcopenshell.file:
        """Return the file, opened in whole.

        Raises:
            DeltaError: it is damaged.
        """
        with naming(self.side):
            return _open(self.path, self.index)


def read(old: Path, new: Path, progress: Progress = no_progress) -> tuple[Source, Source]:
    """Read both files, each by a thread of its own; what has the same bytes is read once.

    Raises:
        UnreadableFileError: one is no whole STEP file, or a damaged one.
        UnsupportedSchemaError: IfcOpenShell does not know its schema.
        OSError: one is not there or cannot be read.
    """
    progress("reading_old", 0)
    with ThreadPoolExecutor(2) as pool:
        if _have_the_same_bytes(old, new):
            first = read_one(old, "old")
            progress("reading_new", 15)
            return first, replace(first, path=new, side="new")
        both = pool.map(read_one, (old, new), ("old", "new"))
        first = next(both)
        progress("reading_new", 15)
        second = next(both)
        missing = list(pool.map(lacks, (first.content, second.content), (second.content, first.content)))
    sources = _beside(first, missing[0]), _beside(second, missing[1])
    del first, second
    give_back()
    return sources


def _beside(source: Source, missing: Lacks) -> Source:
    return replace(source, lacks=missing, content=source.content.without_table())


def read_one(path: Path, side: str) -> Source:
    """Read one file alone, as `read` does both."""
    with naming(side):
        index = read_index(path)
        hashes = fingerprints(index)
        elements = element_hashes(index, hashes)
    return Source(path, side, index, elements, content_of(index, hashes))


def _have_the_same_bytes(old: Path, new: Path) -> bool:
    with old.open("rb") as one, new.open("rb") as other:
        if os.fstat(one.fileno()).st_size != os.fstat(other.fileno()).st_size:
            return False
        while chunk := one.read(_PIECE):
            if chunk != other.read(_PIECE):
                return False
        return True


@contextmanager
def naming(side: str) -> Iterator[None]:
    """Tell what goes wrong with a file in a sentence that names its side."""
    try:
        yield
    except ifcopenshell.SchemaError as error:
        raise UnsupportedSchemaError(f"The {side} model's schema cannot be read.", str(error)) from error
    except (UnreadableFileError, UnsupportedSchemaError) as error:
        raise type(error)(f"The {side} model: {error.sentence}", error.detail) from error
    except _UNREADABLE as error:
        raise UnreadableFileError(f"The {side} model cannot be read; export it again.", repr(error)) from error


def _open(path: Path, index: Index) -> ifcopenshell.file:
    start = bytes(index.data[: index.header.data])
    if renamed(start, index.header) != start or not _is_ascii(index):
        text = escaped(renamed(path.read_bytes(), index.header))
        return ifcopenshell.file.from_string(text.decode("ascii"))
    opened = ifcopenshell.open(path)
    if not isinstance(opened, ifcopenshell.file):
        raise ifcopenshell.Error("not a STEP file")
    return opened


def _is_ascii(index: Index) -> bool:
    data = index.data
    return all(bytes(data[at : at + _CHUNK]).isascii() for at in range(0, data.size, _CHUNK))
