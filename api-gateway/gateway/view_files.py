"""A finished job's result and its views as files: there already, or made now while the caller waits. Knows no query."""

import asyncio
import time
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool

from contract.errors import BAD_INPUT_CODES, ErrorCode
from contract.job import JobMeta, JobState
from contract.names import own_result_name
from contract.view import View, view_file_name
from gateway.errors import BadInputError, ConflictError, ExpiredError, JobFailedError, MissingError, NoWorkerError
from gateway.queue import JobRecord
from gateway.services import Services

_PATIENCE: Final = 25.0
"""Seconds that a caller waits for a view before it is told to ask again."""
_LOOK_SECONDS: Final = 0.1


def finished_job(services: Services, job_id: str) -> tuple[JobRecord, Path]:
    """Return a finished job and the path of its result file.

    Raises:
        MissingError: there is no such job.
        ExpiredError: its result is no longer kept.
        ConflictError: it has not finished, or was canceled.
        BadInputError, JobFailedError: it failed.
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


async def view_of(services: Services, record: JobRecord, view: View) -> Path:
    """Return the file of a finished job's view; wait for it where it has to be made.

    Raises:
        ConflictError: it is still being made.
        NoWorkerError: nobody makes it.
        BadInputError, JobFailedError: it cannot be made.
    """
    path = services.settings.results_dir / view_file_name(record.id, view)
    deadline = time.monotonic() + _PATIENCE
    while not await run_in_threadpool(path.is_file):
        job = await run_in_threadpool(services.views.ask, record.id, view)
        if job.state is JobState.FAILED:
            raise _failure(job.meta)
        if time.monotonic() > deadline:
            if not await run_in_threadpool(services.views.workers):
                raise NoWorkerError(
                    ErrorCode.NO_WORKER, "No worker makes views at the moment; the diff itself is there."
                )
            raise ConflictError(ErrorCode.JOB_NOT_FINISHED, "It is being made; ask again in a few seconds.")
        await asyncio.sleep(_LOOK_SECONDS)
    return path


def _check_finished(record: JobRecord) -> None:
    """Raise the error that says why a job has no result, unless it is finished."""
    if record.state is JobState.CANCELED:
        raise ConflictError(ErrorCode.JOB_CANCELED, "The job was canceled; it has no result.")
    if record.state is JobState.FAILED:
        raise _failure(record.meta)
    if record.state is not JobState.FINISHED:
        raise ConflictError(ErrorCode.JOB_NOT_FINISHED, f"The job is {record.state}; its result is not there yet.")


def _failure(meta: JobMeta) -> BadInputError | JobFailedError:
    code = meta.error_code or ErrorCode.WORKER_LOST
    kind = BadInputError if code in BAD_INPUT_CODES else JobFailedError
    return kind(code, meta.error or "The job failed.")


def _expired(job_id: str) -> ExpiredError:
    return ExpiredError(
        ErrorCode.RESULT_EXPIRED, "The result was kept for as long as it is kept; send the request again.", job_id
    )
