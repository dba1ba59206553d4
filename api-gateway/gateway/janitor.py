"""What must happen without anyone asking: lost jobs are queued again, old results, views and spools removed."""

import asyncio
import logging
import time
from pathlib import Path
from typing import Final

from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool

from contract.filenames import is_job_result
from contract.names import own_result_name
from contract.view import VERSION_FILE, VERSION_FILES, VIEWS_FOLDERS, job_of_view_file, views_folder
from gateway.services import Services
from gateway.view_files import views_version

log = logging.getLogger("gateway")

_REAP_SECONDS: Final = 10
_SWEEP_SECONDS: Final = 3600
_SPOOL_SECONDS: Final = 86_400


async def keep_house(services: Services) -> None:
    """Reap lost jobs every few seconds and sweep the volumes every hour, until cancelled."""
    swept = -float(_SWEEP_SECONDS)
    while True:
        try:
            await run_in_threadpool(services.queue.reap)
            await run_in_threadpool(services.views.reap)
            if time.monotonic() - swept >= _SWEEP_SECONDS:
                await run_in_threadpool(_sweep, services)
                swept = time.monotonic()
        except (RedisError, OSError) as error:
            log.warning("housekeeping is put off: %s", error)
        await asyncio.sleep(_REAP_SECONDS)


def _sweep(services: Services) -> None:
    services.uploads.sweep()
    _sweep_results(services.settings.results_dir, services.settings.result_ttl)
    _sweep_views(services.settings.results_dir)


def _sweep_results(folder: Path, ttl: int) -> None:
    """Remove the jobs' own results that are older than `ttl` seconds; files with a caller's name stay."""
    for path in folder.iterdir():
        # Beside `<job_id>.json` what a killed worker left of it, `<job_id>.json.….part`.
        stem, suffix, _ = path.name.partition(".json")
        if is_job_result(stem + suffix) and _age(path) > ttl:
            path.unlink(missing_ok=True)


def _sweep_views(folder: Path) -> None:
    """Remove views of results that are gone or of another version, and what a killed worker left half made."""
    version = views_version(folder)
    for path in folder.glob(f"{VIEWS_FOLDERS}/*"):
        has_result = (folder / own_result_name(job_of_view_file(path.name))).exists()
        is_served = version is None or path.parent.name == views_folder(version)
        is_kept = has_result and is_served and path.suffix != ".part"
        if not is_kept and _age(path) > _SPOOL_SECONDS:
            path.unlink(missing_ok=True)
    for path in folder.glob(VIEWS_FOLDERS):
        if _age(path) > _SPOOL_SECONDS and not any(path.iterdir()):
            path.rmdir()
    for path in folder.glob(VERSION_FILES):
        if path.name != VERSION_FILE and _age(path) > _SPOOL_SECONDS:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    """Return the seconds since a file was written."""
    return time.time() - path.stat().st_mtime
