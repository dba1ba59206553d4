"""The one model in an .ifczip, unpacked in pieces. Knows no upload, no HTTP and no IFC."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contract.errors import ErrorCode
from gateway.problems.errors import BadModelError

_PIECE: Final = 1024 * 1024
"""Bytes that are read or unpacked at once."""
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Those of PKZip 2.04g, which an .ifczip is packed with (buildingSMART, agreement CV-2x3-154).

Python unpacks others without a bound on the memory: 574 bytes of bzip2 took over a gigabyte.
"""


class _DiskError(Exception):
    """What the disk raised, on its way through the zip library: decompressors raise OSError too."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


class _Archive(io.FileIO):
    """An archive on the disk, of which nobody reads much at once: its directory is as long as it says itself."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read `size` bytes; without a size what is left, up to the limit of a piece.

        Raises:
            _DiskError: the disk failed.
            BadZipFile: more is asked for than a sound archive needs.
        """
        if size is None or size < 0:
            size = _PIECE
        if size > _PIECE:
            raise zipfile.BadZipFile(f"{size} bytes are to be read at once")
        try:
            return super().read(size) or b""
        except OSError as error:
            raise _DiskError(error) from error


def unpack_model(path: Path) -> Iterator[bytes]:
    """Yield the content of the one .ifc in an archive; names inside it are never used as paths.

    Raises:
        BadModelError: bad_archive; it is damaged, encrypted, packed in another way or holds not one model.
        OSError: the disk failed.
    """
    with _Archive(path) as archive:
        try:
            with zipfile.ZipFile(archive) as packed, packed.open(_model_of(packed)) as member:
                while piece := member.read(_PIECE):
                    yield piece
        except BadModelError:
            raise
        except _DiskError as failure:
            raise failure.error from None
        except Exception as error:
            # A damaged archive makes the library and its decompressors raise whatever they may.
            raise BadModelError(
                ErrorCode.BAD_ARCHIVE,
                "The .ifczip is damaged, encrypted or packed in a way that is not read.",
                repr(error),
            ) from error


def _model_of(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    models = [member for member in packed.infolist() if member.filename.lower().endswith(".ifc")]
    if len(models) != 1:
        raise BadModelError(
            ErrorCode.BAD_ARCHIVE, f"An .ifczip holds exactly one .ifc file; this one holds {len(models)}."
        )
    if models[0].compress_type not in _METHODS:
        raise NotImplementedError(f"compression method {models[0].compress_type}")
    return models[0]
