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
from contract.view import VIEWS_FOLDER, job_of_view_file
from gateway.services import Services

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
        if is_job_result(path.name.removesuffix(".part")) and time.time() - path.stat().st_mtime > ttl:
            path.unlink(missing_ok=True)


def _sweep_views(folder: Path) -> None:
    """Remove the views of results that are gone, and what a killed worker left of views half made."""
    for path in (folder / VIEWS_FOLDER).glob("*"):
        is_kept = (folder / own_result_name(job_of_view_file(path.name))).exists()
        is_left_over = path.suffix == ".part" and time.time() - path.stat().st_mtime > _SPOOL_SECONDS
        if not is_kept or is_left_over:
            path.unlink(missing_ok=True)
