"""A file that is there whole or not at all. Knows nothing of what is in it."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Lend a stream whose content becomes the file `path` where the block ends well; else `path` stays as it was.

    It is written beside the file and takes its place at the end. A device or a pipe is written as it is.

    Raises:
        OSError: on entering, where the file or its folder cannot be written.
    """
    target = path.resolve()  # So that a link stays one.
    if target.exists() and not target.is_file():
        with path.open("wb") as device:
            yield device
        return
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    stream = _opened(part, target, path)
    try:
        with stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _opened(part: Path, target: Path, path: Path) -> BinaryIO:
    """Open what becomes `target`; an error names the path that was asked for."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        return part.open("xb")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
