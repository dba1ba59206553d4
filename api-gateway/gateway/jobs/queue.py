"""The diffs' queue: jobs go in, records of them come out. Knows RQ; knows no HTTP."""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import pydantic
from redis import Redis
from redis.client import Pipeline
from rq import Queue, Retry
from rq.command import send_stop_job_command
from rq.exceptions import InvalidJobOperation, NoSuchJobError
from rq.job import Job
from rq.registry import StartedJobRegistry
from rq.utils import utcformat
from rq.worker import WorkerStatus

from contract.errors import ErrorCode
from contract.job import JobMeta, JobState
from contract.names import QUEUE_NAME, SERIALIZER, TASK, TASK_DESCRIPTION, TIMEOUT_GRACE, own_result_name
from contract.request import DiffRequest
from gateway.jobs.job_index import JobIndex
from gateway.jobs.rq_jobs import StoredJob, fetch, log_left_out, meta_of, reading, state_of_job, worker_states
from gateway.problems.errors import ConflictError, MissingError, QueueFullError, UnreadableJobError
from gateway.settings import GatewaySettings

_STOP_PATIENCE: Final = 3.0
_PROBE: Final = "ifcdiff:probe"
"""A key that is written to see whether Redis takes writes."""


@pydantic.dataclasses.dataclass(frozen=True)
class JobRecord:
    """A job as it stands; ValidationError where a field is of another type."""

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
        self._index = JobIndex(self._queue)

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
            self._index.add(job_id, pipeline)
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
            UnreadableJobError: its record cannot be read.
        """
        return _record(self._fetch(job_id))

    def has_expired(self, job_id: str) -> bool:
        """Tell whether a job of this id once was and is no more."""
        return self._index.knows(job_id) and not Job.exists(job_id, self._redis)

    def cancel(self, job_id: str) -> JobRecord:
        """Take a waiting job out of the queue, or stop a running one and wait a little for its end.

        Raises:
            MissingError: there is no such job.
            UnreadableJobError: its record cannot be read.
            ConflictError: it has already ended.
        """
        job = self._fetch(job_id)
        if state_of_job(job).ended:
            raise ConflictError(ErrorCode.JOB_ENDED, "The job has already ended.")
        # Who takes the id out of the queue has the job: a worker that was faster is about to start it.
        if self._redis.lrem(self._queue.key, 1, job_id):
            self._cancel_waiting(job)
        else:
            self._redis.transaction(lambda pipeline: _give_no_retry(job, pipeline), job.key)
        deadline = time.monotonic() + _STOP_PATIENCE
        while not (record := self.get(job_id)).state.ended and time.monotonic() < deadline:
            with suppress(InvalidJobOperation, NoSuchJobError):
                send_stop_job_command(self._redis, job_id, serializer=SERIALIZER)
            time.sleep(0.05)
        return record

    def page(self, state: JobState | None, offset: int, limit: int) -> tuple[list[JobRecord], bool]:
        """Return the jobs at `limit` places from `offset` on, newest first, of those in `state` (None: any).

        Returns:
            The jobs, without those that cannot be read, and whether there are more.
        """
        page = self._index.page(state, offset, limit)
        records = []
        for job in page.jobs:
            try:
                records.append(_record(job))
            except UnreadableJobError as error:
                log_left_out(error)
        return records, page.more

    def depth(self) -> Depth:
        """Count the waiting and running jobs and the workers that send heartbeats; RedisError where no job is taken."""
        self._redis.set(_PROBE, 1, ex=60)
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
        StartedJobRegistry(queue=self._queue, job_class=StoredJob).cleanup()
        self._index.tidy()

    def _fetch(self, job_id: str) -> StoredJob:
        job = fetch(job_id, QUEUE_NAME, self._redis)
        if job is None:
            raise MissingError(ErrorCode.JOB_NOT_FOUND, "There is no job of this id, or none any more.")
        return job

    def _cancel_waiting(self, job: StoredJob) -> None:
        """Cancel a job that no worker will take any more, and have RQ keep it as long as any other that ended."""
        ttl = self._settings.result_ttl

        def cancel(pipeline: Pipeline) -> None:
            if not pipeline.exists(job.key):
                return
            pipeline.multi()
            job.cancel(pipeline=pipeline)
            pipeline.hset(job.key, "ended_at", utcformat(datetime.now(UTC)))
            job.cleanup(ttl, pipeline=pipeline)
            pipeline.zremrangebyscore(self._queue.canceled_job_registry.key, 0, time.time() - ttl)

        # Watched, because what is written of a job that was deleted meanwhile would be half a record.
        with suppress(InvalidJobOperation):
            self._redis.transaction(cancel, job.key)


def _give_no_retry(job: StoredJob, pipeline: Pipeline) -> None:
    """Have RQ not run the job again, if it is still there; `pipeline` watches it."""
    if pipeline.exists(job.key):
        pipeline.multi()
        pipeline.hset(job.key, "retries_left", 0)


def _record(job: Job) -> JobRecord:
    """Return a job as the service tells of it.

    Raises:
        UnreadableJobError: it holds what cannot be read.
    """
    with reading(job.id):
        state = state_of_job(job)
        result = job.latest_result() if state.ended else None
        asked = job.kwargs
        ended_at = job.ended_at
        if result and state is not JobState.FINISHED:
            # RQ notes no time of a job that was stopped or lost, and may have noted that of its first try.
            ended_at = result.created_at
        return JobRecord(
            id=job.id,
            state=state,
            old_file=asked.get("old_file"),
            new_file=asked.get("new_file"),
            output_file=asked.get("output_file") or own_result_name(job.id),
            meta=meta_of(job, result),
            result=result.return_value if result and state is JobState.FINISHED else None,
            created_at=job.created_at,
            started_at=job.started_at,
            ended_at=ended_at if state.ended else None,
        )
