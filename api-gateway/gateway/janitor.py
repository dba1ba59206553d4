"""What must happen without anyone asking: lost jobs are queued again, old results and spools removed."""

import asyncio
import logging
import time
from pathlib import Path
from typing import Final

from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool

from contract.filenames import is_job_result
from gateway.services import Services

log = logging.getLogger("gateway")

_REAP_SECONDS: Final = 10
_SWEEP_SECONDS: Final = 3600


async def keep_house(services: Services) -> None:
    """Reap lost jobs every few seconds and sweep the volumes every hour, until cancelled."""
    swept = -float(_SWEEP_SECONDS)
    while True:
        try:
            await run_in_threadpool(services.queue.reap)
            if time.monotonic() - swept >= _SWEEP_SECONDS:
                await run_in_threadpool(_sweep, services)
                swept = time.monotonic()
        except (RedisError, OSError) as error:
            log.warning("housekeeping is put off: %s", error)
        await asyncio.sleep(_REAP_SECONDS)


def _sweep(services: Services) -> None:
    services.uploads.sweep()
    _sweep_results(services.settings.results_dir, services.settings.result_ttl)


def _sweep_results(folder: Path, ttl: int) -> None:
    """Remove the jobs' own results that are older than `ttl` seconds; files with a caller's name stay."""
    for path in folder.iterdir():
        if is_job_result(path.name.removesuffix(".part")) and time.time() - path.stat().st_mtime > ttl:
            path.unlink(missing_ok=True)
