"""The uploads volume: spooled files become named models in it, and names become paths. Knows no HTTP."""

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import BaseModel, Field

from contract.errors import ErrorCode
from contract.filenames import name_fault, plain_name, told_apart
from gateway.problems.errors import MissingError, TooLargeError
from gateway.uploads.archive import unpack_model
from gateway.uploads.soundness import check_sound

MODEL_SUFFIXES: Final = (".ifc", ".ifczip")
"""What a model's file name ends in."""

_SPOOL: Final = ".incoming"
_SPOOL_SECONDS: Final = 86_400
"""Age at which a spooled file is given up on a file system that has no locks."""
_YOUNG_SECONDS: Final = 60
"""Age from which a spooled file has its lock, if anybody holds it."""
_ZIP_MAGIC: Final = b"PK\x03\x04"


class StoredModel(BaseModel):
    """A model in the uploads volume."""

    filename: str = Field(description="What to name in a diff request.")
    size: int = Field(description="Bytes of the model as stored.")
    sha256: str = Field(description="Of the model as stored.")


class Spooled:
    """A file on its way in: counted (`size`) and hashed as it is written, gone unless it is admitted.

    It is locked until it is closed, and a lock ends with its process: what has none was left by a killed gateway.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self.path = path
        self.given_name = ""
        self._limit = limit
        self.size = 0
        self._hash = hashlib.sha256()
        self._file: BinaryIO = path.open("xb")
        # Some network file systems have no locks.
        with suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def write(self, chunk: bytes) -> None:
        """Append `chunk`.

        Raises:
            TooLargeError: at the byte that passes the limit.
        """
        self.size += len(chunk)
        if self.size > self._limit:
            raise TooLargeError(
                ErrorCode.TOO_LARGE, f"The model is larger than the {self._limit // 1024**2} MiB that are accepted."
            )
        self._hash.update(chunk)
        self._file.write(chunk)

    def flush(self) -> None:
        """Write out what is buffered: it is whole now."""
        self._file.flush()

    def close(self) -> None:
        """Let go of it."""
        self._file.close()

    def stored_as(self, filename: str) -> StoredModel:
        """Describe the whole file under its final name."""
        return StoredModel(filename=filename, size=self.size, sha256=self._hash.hexdigest())


class Uploads:
    """The folder of the models. `limit` is the largest model in bytes, sent or unpacked."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._spool = folder / _SPOOL

    @contextmanager
    def spool(self) -> Iterator[Spooled]:
        """Yield a new spooled file; what is left of it afterwards is removed."""
        # Here and not once: a volume that was away may come back as an empty one.
        self._spool.mkdir(exist_ok=True)
        spooled = Spooled(self._spool / secrets.token_hex(16), self._limit)
        try:
            yield spooled
        finally:
            # On a full disk closing fails too, and this is what makes room.
            try:
                spooled.path.unlink(missing_ok=True)
            finally:
                spooled.close()

    def names(self) -> list[str]:
        """Return the names of the models that a request can name, sorted."""
        return sorted(
            path.name
            for path in self._folder.iterdir()
            if path.name.lower().endswith(MODEL_SUFFIXES) and not name_fault(path.name) and self._holds(path.name)
        )

    def prepare(self, spooled: Spooled, stack: ExitStack) -> Spooled:
        """Finish a spooled file, unpack it if it is a zip, and make sure that it is a model.

        What is returned lives as long as `stack`.

        Raises:
            BadModelError: it is not a model that can be compared.
            TooLargeError: it inflates to more than the limit.
        """
        spooled.flush()
        if _is_zip(spooled.path):
            unpacked = stack.enter_context(self.spool())
            unpacked.given_name = spooled.given_name
            _unpack(spooled.path, unpacked)
            unpacked.flush()
            spooled = unpacked
        check_sound(spooled.path)
        return spooled

    def store(self, spooled: Spooled) -> StoredModel:
        """Give a prepared model its name in the volume.

        It keeps the name that the client gave, made plain; where another content has that name, a part
        of its hash is added. A stored model is never overwritten.
        """
        plain = plain_name(spooled.given_name, ".ifc")
        digest = spooled.stored_as(plain).sha256
        for name in (plain, told_apart(plain, digest)):
            try:
                _give_name(spooled.path, self._folder / name)
            except FileExistsError:
                if not _is_file(self._folder / name) or _digest(self._folder / name) != digest:
                    continue
            return spooled.stored_as(name)
        raise FileExistsError(f"two contents for one hash: {digest}")

    def check(self, name: str) -> str:
        """Return the name of the model to compare for the `name` of a request, once it is known to be sound.

        That is `name` itself, or the one that `store` made of it, but for an .ifczip that was put into the volume by
        hand: it is unpacked.

        Raises:
            MissingError: no such model.
            BadModelError: it is not a model that can be compared.
        """
        # Where its folder is gone too, it is the volume that is missing, and that is no fault of the request.
        self._folder.stat()
        stored = name if self._holds(name) else _kept_as(name)
        if not self._holds(stored):
            raise MissingError(
                ErrorCode.FILE_NOT_FOUND, "No such model; GET /list_directories lists those that can be named."
            )
        path = self._folder / stored
        if not _is_zip(path):
            check_sound(path)
            return stored
        with ExitStack() as stack, self.spool() as unpacked:
            unpacked.given_name = stored
            _unpack(path, unpacked)
            return self.store(self.prepare(unpacked, stack)).filename

    def _holds(self, name: str) -> bool:
        """Tell whether the volume has a model of this name; a link out of it is none."""
        path = self._folder / name
        return _is_file(path) and path.resolve().parent == self._folder.resolve()

    def sweep(self) -> None:
        """Remove spooled files that a killed gateway left behind."""
        for path in self._folder.glob(f"{_SPOOL}/*"):
            with suppress(FileNotFoundError):
                if _is_abandoned(path):
                    path.unlink()


def _is_abandoned(path: Path) -> bool:
    """Tell whether nobody holds a spooled file any more."""
    age = time.time() - path.lstat().st_mtime
    if age < _YOUNG_SECONDS:
        return False
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return age > _SPOOL_SECONDS
    return True


def _kept_as(name: str) -> str:
    """Return the name that `store` gives to a model of this name; a name of another kind of file stays."""
    return plain_name(name, ".ifc") if Path(name).suffix.lower() in {"", *MODEL_SUFFIXES} else name


def _is_file(path: Path) -> bool:
    """Tell whether a file is there, be it by a link; one that leads in a circle, or where none may look, has none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _give_name(spooled: Path, named: Path) -> None:
    """Give a spooled file a name that nothing has.

    Raises:
        FileExistsError: something has it.
    """
    try:
        os.link(spooled, named)
    except FileExistsError:
        raise
    except OSError:
        # Some network file systems have no hard links: there the name is taken, then the content put under it.
        named.open("xb").close()
        spooled.replace(named)


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(archive: Path, into: Spooled) -> None:
    """Write the one model of a zip into `into`."""
    for piece in unpack_model(archive):
        into.write(piece)
