"""A finished job's result and artifacts as files: there already, or made while the caller waits. Knows no query."""

import asyncio
import time
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from contract.artifact import VERSION_FILE, Artifact, artifact_file_name
from contract.errors import BAD_INPUT_CODES, ErrorCode, ServiceError
from contract.job import JobMeta, JobState
from contract.names import own_result_name
from gateway.jobs.queue import JobRecord
from gateway.problems.errors import (
    BadInputError,
    ConflictError,
    ExpiredError,
    MissingError,
    NoResultError,
    NoWorkerError,
)
from gateway.services import Services

_PATIENCE: Final = 25.0
"""Seconds that a caller waits for an artifact before it is told to ask again."""
_LONELY: Final = 5.0
"""Seconds that a caller waits where there is no worker: one may be starting."""
_LOOK: Final = 0.05
_LONGEST_LOOK: Final = 0.5
"""Seconds between two looks, first and later."""


def finished_job(services: Services, job_id: str) -> tuple[JobRecord, Path]:
    """Return a finished job and the path of its result file.

    Raises:
        MissingError: there is no such job.
        ExpiredError: its result is no longer kept.
        ConflictError: it has not finished, or was canceled.
        BadInputError, NoResultError: it failed.
    """
    try:
        record = services.queue.get(job_id)
    except MissingError:
        if services.queue.has_expired(job_id):
            raise _expired(job_id) from None
        raise
    _check_finished(record)
    path = services.settings.results_dir / own_result_name(job_id)
    if not path.is_file():
        raise _expired(job_id)
    return record, path


async def artifact_of(services: Services, record: JobRecord, artifact: Artifact, request: Request) -> Path:
    """Return the file of a finished job's artifact; wait for it where it has to be made, while the caller is there.

    A failure is told to who waited for it, or else to the first who asks; who asks after that has it tried again.

    Raises:
        ConflictError: it is still being made.
        NoWorkerError: nobody makes it.
        QueueFullError: too many wait to be made.
        BadInputError, NoResultError: it cannot be made.
    """
    began, asked_at = time.monotonic(), time.time()
    while (path := await run_in_threadpool(_made, services, record.id, artifact, asked_at)) is None:
        waited = time.monotonic() - began
        if waited > _LONELY and not await run_in_threadpool(services.artifacts.workers):
            raise NoWorkerError(ErrorCode.NO_WORKER, "No worker makes this at the moment; the diff itself is there.")
        if waited > _PATIENCE or await request.is_disconnected():
            raise ConflictError(ErrorCode.JOB_NOT_FINISHED, "It is being made; ask again in a few seconds.")
        await asyncio.sleep(min(_LONGEST_LOOK, max(_LOOK, waited / 10)))
    return path


def artifacts_version(results_dir: Path) -> str | None:
    """Return the version of the artifacts that are served; None where no worker has told it yet."""
    try:
        return (results_dir / VERSION_FILE).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None


def _found(services: Services, job_id: str, artifact: Artifact) -> Path | None:
    """Return the file of an artifact; None where there is none of the version that is served."""
    folder = services.settings.results_dir
    version = artifacts_version(folder)
    path = folder / artifact_file_name(job_id, artifact, version) if version else None
    return path if path and path.is_file() else None


def _made(services: Services, job_id: str, artifact: Artifact, asked_at: float) -> Path | None:
    """Return the file of an artifact that was asked for at a time; see that it is being made where there is none."""
    path = _found(services, job_id, artifact)
    if path is None:
        job = services.artifacts.find(job_id, artifact)
        if (
            job is not None
            and job.state is JobState.FAILED
            and asked_at <= services.artifacts.first_heard_of_failure(job_id, artifact)
        ):
            raise _failure(job.meta)
        # It may have been published since the first look.
        path = _found(services, job_id, artifact)
        if path is None and (job is None or job.state.ended):
            services.artifacts.enqueue(job_id, artifact)
    return path


def _check_finished(record: JobRecord) -> None:
    """Raise the error that says why a job has no result, unless it is finished."""
    if record.state is JobState.CANCELED:
        raise ConflictError(ErrorCode.JOB_CANCELED, "The job was canceled; it has no result.")
    if record.state is JobState.FAILED:
        raise _failure(record.meta)
    if record.state is not JobState.FINISHED:
        raise ConflictError(ErrorCode.JOB_NOT_FINISHED, f"The job is {record.state}; its result is not there yet.")


def _failure(meta: JobMeta) -> ServiceError:
    code = meta.error_code or ErrorCode.WORKER_LOST
    if code is ErrorCode.RESULT_EXPIRED:
        return ExpiredError(code, meta.error or "The result is no longer kept.")
    kind = BadInputError if code in BAD_INPUT_CODES else NoResultError
    return kind(code, meta.error or "The job failed.")


def _expired(job_id: str) -> ExpiredError:
    return ExpiredError(
        ErrorCode.RESULT_EXPIRED, "The result was kept for as long as it is kept; send the request again.", job_id
    )
