"""What must happen without anyone asking: lost jobs are queued again, old results, artifacts and spools removed."""

import asyncio
import logging
import time
from pathlib import Path
from typing import Final

from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool

from contract.artifact import ARTIFACTS_FOLDERS, VERSION_FILE, VERSION_FILES, artifacts_folder
from contract.filenames import is_job_result
from contract.names import PART_SUFFIX, job_of_file, own_result_name
from gateway.artifacts.files import artifacts_version
from gateway.services import Services

log = logging.getLogger("gateway")

_REAP_SECONDS: Final = 10
_SWEEP_SECONDS: Final = 600
_QUIET_SECONDS: Final = 300
"""Age from which a file is left over that no job writes: a worker that lost Redis may be about to publish it."""
_OUTDATED_SECONDS: Final = 86_400
"""Age from which an artifact of another version goes: a gateway of that version may still serve it."""


async def keep_house(services: Services) -> None:
    """Reap lost jobs every few seconds and sweep the volumes every few minutes, until cancelled."""
    swept = -float(_SWEEP_SECONDS)
    while True:
        try:
            await run_in_threadpool(services.queue.reap)
            await run_in_threadpool(services.artifacts.reap)
            if time.monotonic() - swept >= _SWEEP_SECONDS:
                await run_in_threadpool(_sweep, services)
                swept = time.monotonic()
        except (RedisError, OSError) as error:
            log.warning("housekeeping is put off: %s", error)
        except Exception:
            # Nobody waits for this task: what ended it would end it unseen, for as long as the gateway runs.
            log.exception("housekeeping failed; it goes on")
        await asyncio.sleep(_REAP_SECONDS)


def _sweep(services: Services) -> None:
    services.uploads.sweep()
    folder = services.settings.results_dir
    _sweep_parts(folder, services)
    _sweep_results(folder, services.settings.result_ttl)
    _sweep_artifacts(folder)


def _sweep_parts(folder: Path, services: Services) -> None:
    """Remove what a killed worker left half made: parts whose job does not run."""
    parts = [path for pattern in ("*", f"{ARTIFACTS_FOLDERS}/*") for path in folder.glob(pattern + PART_SUFFIX)]
    # Asked for after the files: whose job begins later is not among them.
    running = [*services.queue.running(), *services.artifacts.running()]
    for path in parts:
        job_id = job_of_file(path.name)
        if not any(each.startswith(job_id) for each in running):
            _remove(path, _QUIET_SECONDS)


def _sweep_results(folder: Path, ttl: int) -> None:
    """Remove the jobs' own results that are older than `ttl` seconds; files with a caller's name stay."""
    for path in folder.iterdir():
        if is_job_result(path.name):
            _remove(path, ttl)


def _sweep_artifacts(folder: Path) -> None:
    """Remove artifacts of results that are gone or of another version, and what other contracts say of versions."""
    version = artifacts_version(folder)
    for path in folder.glob(f"{ARTIFACTS_FOLDERS}/*"):
        has_result = (folder / own_result_name(job_of_file(path.name))).exists()
        is_served = version is None or path.parent.name == artifacts_folder(version)
        if not (has_result and is_served) and path.suffix != PART_SUFFIX:
            _remove(path, _OUTDATED_SECONDS)
    for path in folder.glob(ARTIFACTS_FOLDERS):
        if path.is_dir() and not any(path.iterdir()):
            _remove(path, _OUTDATED_SECONDS)
    for path in folder.glob(VERSION_FILES):
        if path.name != VERSION_FILE:
            _remove(path, _OUTDATED_SECONDS)


def _remove(path: Path, age: int) -> None:
    """Remove a file, or an empty folder, that is older than `age` seconds; it may be gone by now."""
    try:
        if _age(path) > age:
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
    except FileNotFoundError:
        pass
    except OSError as error:
        # What somebody else put there, say: the rest is to be swept all the same.
        log.warning("%s stays: %s", path.name, error.strerror)


def _age(path: Path) -> float:
    """Return the seconds since a file was written."""
    return time.time() - path.lstat().st_mtime
