"""What the tasks say in their job's meta: progress, and why they failed. Knows RQ; knows no diff and no artifact."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from redis.exceptions import RedisError
from rq import get_current_job
from rq.job import Job

from contract.errors import ServiceError
from contract.job import JobMeta
from ifcdelta.progress import Progress
from jobs.broker import impatient

log = logging.getLogger("worker")

_REPORT_SECONDS: Final = 0.3


class JobFailedError(Exception):
    """The job failed; its meta says why. Its text is fixed, because rq-dashboard shows it unescaped."""


def current_job() -> Job:
    """Return the job that runs; RuntimeError outside of one."""
    job = get_current_job()
    if job is None:
        raise RuntimeError("the tasks of the worker run as jobs of RQ")
    return job


def note(job: Job, meta: JobMeta) -> None:
    """Write `meta` as the job's."""
    job.meta = meta.model_dump(mode="json", exclude_none=True)
    job.save_meta()


def reporter(job: Job) -> Progress:
    """Return what notes progress in the job's meta, at most a few times a second; without Redis it goes unnoted.

    Who reports also watches the engine and its limits, so that it may not wait until Redis is back.
    """
    last = 0.0
    noted = type(job)(job.id, connection=impatient(job.connection), serializer=job.serializer)

    def report(phase: str, percent: int) -> None:
        nonlocal last
        if time.monotonic() - last < _REPORT_SECONDS:
            return
        last = time.monotonic()
        try:
            note(noted, JobMeta.model_validate({"progress": {"phase": phase, "percent": percent}}))
        except RedisError as error:
            log.info("progress not noted: %s", error)

    return report


@contextmanager
def failures_noted(job: Job) -> Iterator[None]:
    """Note an error of ours in the job's meta and fail the job.

    Raises:
        JobFailedError: instead of a ServiceError.
    """
    try:
        yield
    except ServiceError as error:
        log.warning("job %s failed: %s (%s)", job.id, error.code, error.detail or error.sentence)
        note(job, JobMeta(error=error.sentence, error_code=error.code))
        # RQ's retry is for jobs whose worker was lost; what failed here would fail again.
        job.retries_left = 0
        raise JobFailedError(str(error.code)) from None
