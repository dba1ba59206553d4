"""Results and artifacts appear whole or not at all. Knows file names, not what is in the files."""

import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson

from contract.artifact import ARTIFACTS_FOLDERS, Artifact
from contract.errors import ErrorCode, ServiceError
from contract.names import PART_SUFFIX, RESULT_FOLDER, own_result_name
from contract.result import Units
from ifcdelta.result.groups.groups import with_groups


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """Yield where the file at `path` is written before it is published: an empty file that no other process writes to.

    What is left of it afterwards is removed.

    Raises:
        ServiceError: storage_failed, here already where the volume cannot be written: before hours of work, not after.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
    with storage_errors():
        path.parent.mkdir(exist_ok=True)
        part.touch()
    try:
        yield part
    finally:
        # Where the volume does not let it go, what went wrong before is what there is to tell.
        with suppress(OSError):
            part.unlink(missing_ok=True)


def tidy_up(folder: Path, job_id: str, *, is_deleted: bool) -> None:
    """Remove from the `folder` of results what the process of a diff, which has ended, left half written.

    Of a job whose record `is_deleted` what it published goes too: nobody can ask for it.
    """
    suffixes = (f".*{PART_SUFFIX}", *([""] if is_deleted else []))
    whole = own_result_name(job_id), f"{ARTIFACTS_FOLDERS}/{job_id}.{Artifact.TABLE}"
    for path in (path for name in whole for suffix in suffixes for path in folder.glob(f"{name}{suffix}")):
        # Where the volume does not let it go, the gateway's housekeeping tries again.
        with suppress(OSError):
            path.unlink(missing_ok=True)


def replace_whole(part: Path, path: Path) -> str:
    """Make the written `part` the file at `path` in one step (POSIX rename), on the disk even after a power cut.

    Returns:
        The file's SHA-256 in hex.

    Raises:
        ServiceError: storage_failed.
    """
    with storage_errors():
        with part.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        part.replace(path)
    return digest


def read_result(path: Path) -> dict[str, Any]:
    """Return the content of a result file.

    Raises:
        ServiceError: result_expired, where there is none any more.
    """
    try:
        result: dict[str, Any] = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ServiceError(ErrorCode.RESULT_EXPIRED, "The result is no longer kept.", str(path)) from error
    # Results that were kept from before there were units, or groups.
    result.setdefault("units", Units().model_dump())
    return result if "groups" in result else with_groups(result)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Tell what the disk refuses.

    Raises:
        ServiceError: storage_failed, instead of an OSError or an error of SQLite.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise ServiceError(
            ErrorCode.STORAGE_FAILED, "A volume could not be read or written; the worker's log says which.", str(error)
        ) from error


def publish(part: Path, job_id: str, name: str) -> tuple[str, str]:
    """Make the written `part` the job's own result, and the file of the caller's `name` the newest result.

    Each name changes from nothing, or from an older result, to the whole new one in one step
    (POSIX rename). The job's own result is never replaced by another job.

    Returns:
        The path relative to the output volume, and the file's SHA-256 in hex.

    Raises:
        ServiceError: storage_failed.
    """
    own = part.parent / own_result_name(job_id)
    digest = replace_whole(part, own)
    if name != own.name:
        with storage_errors():
            _publish_as(own, own.with_name(name))
    return f"{RESULT_FOLDER}/{name}", digest


def _publish_as(own: Path, named: Path) -> None:
    with part_of(own) as staged:
        try:
            staged.unlink()
            staged.hardlink_to(own)
        except OSError:
            # Some network file systems have no hard links.
            shutil.copyfile(own, staged)
        staged.replace(named)
