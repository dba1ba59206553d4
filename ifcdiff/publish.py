"""Result files appear whole or not at all. Knows file names, not what is in the files."""

import hashlib
import os
import shutil
from pathlib import Path

from contract.errors import ErrorCode, ServiceError
from contract.names import RESULT_FOLDER, own_result_name


def part_path(folder: Path, job_id: str) -> Path:
    """Return where the result of a job is written before it is published."""
    return folder / f"{own_result_name(job_id)}.part"


def publish(part: Path, job_id: str, name: str) -> tuple[str, str]:
    """Make the written `part` the job's own result, and the file of the caller's `name` the newest result.

    Each name changes from nothing, or from an older result, to the whole new one in one step
    (POSIX rename). The job's own result is never replaced by another job.

    Returns:
        The path relative to the output volume, and the file's SHA-256 in hex.

    Raises:
        ServiceError: storage_failed.
    """
    folder = part.parent
    own = folder / own_result_name(job_id)
    try:
        with part.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        part.replace(own)
        if name != own.name:
            _publish_as(own, folder / name)
    except OSError as error:
        raise ServiceError(
            ErrorCode.STORAGE_FAILED, "The result could not be written to the output volume.", repr(error)
        ) from error
    return f"{RESULT_FOLDER}/{name}", digest


def _publish_as(own: Path, named: Path) -> None:
    staged = own.with_suffix(".json.named")
    staged.unlink(missing_ok=True)
    try:
        staged.hardlink_to(own)
    except OSError:
        # Some network file systems have no hard links.
        shutil.copyfile(own, staged)
    staged.replace(named)
