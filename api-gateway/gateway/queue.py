"""The diffs' queue: jobs go in, records of them come out. Knows RQ; knows no HTTP."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, cast
from uuid import uuid4

from redis import Redis
from rq import Queue, Retry
from rq.command import send_stop_job_command
from rq.exceptions import InvalidJobOperation
from rq.job import Job
from rq.worker import WorkerStatus

from contract.errors import ErrorCode
from contract.job import JobMeta, JobState
from contract.names import QUEUE_NAME, SERIALIZER, TASK, TASK_DESCRIPTION, TIMEOUT_GRACE, own_result_name
from contract.request import DiffRequest
from gateway.errors import ConflictError, MissingError, QueueFullError
from gateway.rq_jobs import fetch, meta_of, state_of_job, worker_states
from gateway.settings import GatewaySettings

_KNOWN_JOBS: Final = "ifcdiff:jobs"
"""Sorted set of every job's id by its time of creation: the order of lists, and what tells expired from unknown."""

_REMEMBERED: Final = 365 * 86_400
_BATCH: Final = 100
_STOP_PATIENCE: Final = 3.0


@dataclass(frozen=True)
class JobRecord:
    """A job as it stands."""

    id: str
    state: JobState
    old_file: str | None
    new_file: str | None
    output_file: str
    meta: JobMeta
    result: str | None
    created_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Depth:
    """How busy the queue is."""

    queued: int
    started: int
    workers: int
    busy_workers: int


class JobQueue:
    """The queue `ifcdiff-tasks`. Every method can raise redis.exceptions.RedisError."""

    def __init__(self, settings: GatewaySettings, connection: Redis) -> None:
        self._settings = settings
        self._redis = connection
        self._queue = Queue(QUEUE_NAME, connection=self._redis, serializer=SERIALIZER)

    def enqueue(self, request: DiffRequest) -> JobRecord:
        """Make a job of `request` and put it at the end of the queue.

        Raises:
            QueueFullError: as many jobs wait as may.
        """
        self.check_room()
        job_id = str(uuid4())
        named = request.model_copy(update={"output_file": request.output_file or own_result_name(job_id)})
        with self._redis.pipeline() as pipeline:
            job = self._queue.enqueue_call(
                TASK,
                kwargs=named.model_dump(mode="json"),
                job_id=job_id,
                description=TASK_DESCRIPTION,
                timeout=self._settings.job_timeout + TIMEOUT_GRACE,
                result_ttl=self._settings.result_ttl,
                failure_ttl=self._settings.result_ttl,
                retry=Retry(max=1),
                pipeline=pipeline,
            )
            pipeline.zadd(_KNOWN_JOBS, {job_id: time.time()})
            pipeline.zremrangebyscore(_KNOWN_JOBS, 0, time.time() - _REMEMBERED)
            pipeline.execute()
        return _record(job)

    def check_room(self) -> None:
        """Do nothing if one more job may wait.

        Raises:
            QueueFullError: as many jobs wait as may.
        """
        if self._queue.count >= self._settings.max_queued:
            raise QueueFullError(
                ErrorCode.QUEUE_FULL, f"{self._settings.max_queued} jobs are waiting, as many as may; try again later."
            )

    def get(self, job_id: str) -> JobRecord:
        """Return the job.

        Raises:
            MissingError: there is no such job, or none any more.
        """
        return _record(self._fetch(job_id))

    def has_expired(self, job_id: str) -> bool:
        """Tell whether a job of this id once was and is no more."""
        return self._redis.zscore(_KNOWN_JOBS, job_id) is not None and not Job.exists(job_id, self._redis)

    def cancel(self, job_id: str) -> JobRecord:
        """Take a waiting job out of the queue, or stop a running one and wait a little for its end.

        Raises:
            MissingError: there is no such job.
            ConflictError: it has already ended.
        """
        job = self._fetch(job_id)
        if state_of_job(job).ended:
            raise ConflictError(ErrorCode.JOB_ENDED, "The job has already ended.")
        # Who takes the id out of the queue has the job: a worker that was faster is about to start it.
        if self._redis.lrem(self._queue.key, 1, job_id):
            self._cancel_waiting(job)
        else:
            self._redis.hset(job.key, "retries_left", 0)
        deadline = time.monotonic() + _STOP_PATIENCE
        while not (record := self.get(job_id)).state.ended and time.monotonic() < deadline:
            with suppress(InvalidJobOperation):
                send_stop_job_command(self._redis, job_id, serializer=SERIALIZER)
            time.sleep(0.05)
        return record

    def page(self, state: JobState | None, offset: int, limit: int) -> list[JobRecord]:
        """Return up to `limit` jobs, newest first, after the first `offset` of those in `state` (None: any)."""
        jobs = (job for job in self._newest_first() if state is None or state_of_job(job) is state)
        return [_record(job) for job in islice(jobs, offset, offset + limit)]

    def depth(self) -> Depth:
        """Count the waiting and running jobs and the workers that send heartbeats."""
        states = worker_states(self._queue)
        return Depth(
            queued=self._queue.count,
            started=len(self.running()),
            workers=len(states),
            busy_workers=states.count(WorkerStatus.BUSY),
        )

    def running(self) -> list[str]:
        """Return the ids of the jobs that run."""
        ids: list[str] = self._queue.started_job_registry.get_job_ids(cleanup=False)
        return ids

    def reap(self) -> None:
        """Queue again, or fail, the started jobs whose worker sends no heartbeat any more.

        RQ's workers do the same between two jobs; a worker that is busy for an hour does not.
        """
        self._queue.started_job_registry.cleanup()

    def _fetch(self, job_id: str) -> Job:
        job = fetch(job_id, QUEUE_NAME, self._redis)
        if job is None:
            raise MissingError(ErrorCode.JOB_NOT_FOUND, "There is no job of this id, or none any more.")
        return job

    def _cancel_waiting(self, job: Job) -> None:
        """Cancel a job that no worker will take any more, and have RQ keep it as long as any other that ended."""
        job.cancel()
        job.cleanup(self._settings.result_ttl)
        canceled = self._queue.canceled_job_registry.key
        self._redis.zremrangebyscore(canceled, 0, time.time() - self._settings.result_ttl)

    def _newest_first(self) -> Iterator[Job]:
        for start in range(0, int(self._redis.zcard(_KNOWN_JOBS)), _BATCH):
            keys = cast("list[bytes]", self._redis.zrevrange(_KNOWN_JOBS, start, start + _BATCH - 1))
            ids = [key.decode() for key in keys]
            jobs = Job.fetch_many(ids, connection=self._redis, serializer=SERIALIZER)
            yield from (job for job in jobs if job is not None)


def _record(job: Job) -> JobRecord:
    state = state_of_job(job)
    asked = job.kwargs or {}
    return JobRecord(
        id=job.id,
        state=state,
        old_file=asked.get("old_file"),
        new_file=asked.get("new_file"),
        output_file=asked.get("output_file") or own_result_name(job.id),
        meta=meta_of(job),
        result=job.return_value() if state is JobState.FINISHED else None,
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at if state.ended else None,
    )
