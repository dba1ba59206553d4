"""What the queues share: the connection to Redis, and how a job of RQ is read. Knows no queue and no HTTP.

Anybody who reaches Redis can write or delete a job's record, and so can another version of this service. So none is
trusted: what cannot be read is told as that, one record at a time.
"""

import logging
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.retry import Retry
from rq import Queue, Worker
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.results import Result

from contract.errors import ErrorCode
from contract.job import JobMeta, JobState, state_of
from contract.names import SERIALIZER
from gateway.problems.errors import UnreadableJobError
from gateway.settings import GatewaySettings

log = logging.getLogger("gateway")


class _UnreadableRecordError(NoSuchJobError):
    """A record that cannot be read; to RQ, a job that is not there."""


class StoredJob(Job):
    """A job as it is read from Redis. RQ passes over one that cannot be read as over one that is gone."""

    def restore(self, raw_data: Any) -> None:
        """Take over what the record holds, its arguments too, which RQ unpacks when they are first used.

        Raises:
            NoSuchJobError: it holds no job, or something that cannot be read.
        """
        try:
            super().restore(raw_data)
            # Where RQ cannot unpack the meta, it keeps it under this name.
            is_unpacked = isinstance(self.kwargs, dict) and "unserialized" not in self.meta
        except NoSuchJobError:
            raise
        # Whatever RQ's readers of its many fields raise: of a state it does not know, text that is not UTF-8, a pickle.
        except Exception as error:
            raise _UnreadableRecordError(repr(error)) from error
        if not is_unpacked:
            raise _UnreadableRecordError("its arguments or its meta cannot be unpacked")

    def refresh(self) -> None:
        """Read the record again.

        Raises:
            NoSuchJobError: there is none, or it cannot be read.
        """
        try:
            Job.refresh(self)
        except ResponseError as error:
            raise _UnreadableRecordError(repr(error)) from error


def connect(settings: GatewaySettings) -> Redis:
    """Return the connection to Redis; it is made at the first call."""
    return Redis(
        **settings.redis_arguments,
        socket_connect_timeout=2,
        socket_timeout=2,
        # A broken connection is tried again at once; a Redis that hangs would hang again.
        retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
    )


def fetch(job_id: str, queue: str, connection: Redis) -> StoredJob | None:
    """Return the job of `queue`, None where that queue has or had none of this id.

    Raises:
        UnreadableJobError: its record cannot be read.
    """
    try:
        job = StoredJob(job_id, connection=connection, serializer=SERIALIZER)
        job.refresh()
    except _UnreadableRecordError as error:
        raise _unreadable(job_id, error) from error
    except (NoSuchJobError, ValueError):
        return None
    return job if job.origin == queue else None


def fetch_many(job_ids: Sequence[str], connection: Redis) -> tuple[list[StoredJob], list[str]]:
    """Return the jobs that can be read, in the order of `job_ids`, and the ids of those that are gone; log the rest."""
    with connection.pipeline(transaction=False) as pipeline:
        for job_id in job_ids:
            pipeline.hgetall(Job.key_for(job_id))
        answers = pipeline.execute(raise_on_error=False)
    jobs, gone = [], []
    for job_id, answer in zip(job_ids, answers, strict=True):
        if not answer:
            gone.append(job_id)
            continue
        try:
            if isinstance(answer, ResponseError):
                raise _UnreadableRecordError(repr(answer))
            job = StoredJob(job_id, connection=connection, serializer=SERIALIZER)
            job.restore(answer)
        except NoSuchJobError as error:
            log_left_out(_unreadable(job_id, error))
        else:
            jobs.append(job)
    return jobs, gone


@contextmanager
def reading(job_id: str) -> Iterator[None]:
    """Tell what cannot be read of a fetched job's meta, arguments or result.

    Raises:
        UnreadableJobError: instead of what the readers raise.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, zlib.error, ResponseError) as error:
        raise _unreadable(job_id, error) from error


def log_left_out(error: UnreadableJobError) -> None:
    """Log a job that a list leaves out."""
    log.warning("left out of the list: %s", error.detail)


def worker_states(queue: Queue) -> list[str]:
    """Return the state of each worker of `queue` that sends heartbeats, in RQ's words (`idle`, `busy`, …).

    Read from the workers' hashes: an `rq.Worker` sets the socket timeout of the whole connection pool to minutes.
    """
    with queue.connection.pipeline(transaction=False) as pipeline:
        for key in Worker.all_keys(queue=queue):
            pipeline.hget(key, "state")
        answers = pipeline.execute(raise_on_error=False)
    return [state.decode(errors="replace") for state in answers if isinstance(state, bytes)]


def state_of_job(job: Job) -> JobState:
    """Return a fetched job's state."""
    return state_of(job.get_status(refresh=False).value)


def meta_of(job: Job, result: Result | None) -> JobMeta:
    """Return what the worker noted in a job's meta; of one that failed without a word, what its `result` tells."""
    meta = JobMeta.model_validate(job.get_meta(refresh=False))
    if state_of_job(job) is not JobState.FAILED or meta.error_code is not None:
        return meta
    code, sentence = _unexplained(result)
    return meta.model_copy(update={"error_code": code, "error": sentence})


def _unexplained(result: Result | None) -> tuple[ErrorCode, str]:
    """Say why a job failed whose worker could not say so itself."""
    raised = (result.exc_string if result else None) or ""
    if "JobTimeoutException" in raised:
        return ErrorCode.TIMEOUT, "The job took longer than the time limit allows."
    if "Traceback" in raised:
        return ErrorCode.INTERNAL, "The worker failed in a way that it did not expect; its log has the reason."
    return ErrorCode.WORKER_LOST, "The worker was lost while it ran this job; send the request again."


def _unreadable(job_id: str, error: Exception) -> UnreadableJobError:
    return UnreadableJobError(
        ErrorCode.JOB_UNREADABLE,
        "The record of this job cannot be read: it is damaged, or another version of the service wrote it.",
        f"job {job_id}: {error!r}",
    )
