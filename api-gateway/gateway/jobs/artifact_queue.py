"""The jobs that make artifacts of finished diffs, on a queue of their own. Knows RQ; knows no file and no HTTP."""

import logging
import time
from dataclasses import dataclass
from typing import Final

from redis import Redis
from rq import Queue, Retry
from rq.job import Job
from rq.registry import StartedJobRegistry

from contract.artifact import Artifact
from contract.errors import ErrorCode
from contract.job import JobMeta, JobState
from contract.names import ARTIFACT_DESCRIPTION, ARTIFACT_TASK, ARTIFACTS_QUEUE_NAME, SERIALIZER, TIMEOUT_GRACE
from gateway.jobs.rq_jobs import StoredJob, fetch, meta_of, reading, state_of_job, worker_states
from gateway.problems.errors import QueueFullError, UnreadableJobError
from gateway.settings import GatewaySettings

log = logging.getLogger("gateway")

_REMEMBERED: Final = 30
"""Seconds that an ended job is kept: who was told to ask again in a while hears how it ended."""
_ASKED: Final = "ifcdiff:view:"
"""Keys that one of several callers takes who ask for an artifact at once; it makes the job."""
_ASKED_SECONDS: Final = 2
"""Seconds until the artifact can be asked for again: what fails each time is tried no more often than that."""
_FAILURE: Final = "ifcdiff:view-failure:"
"""Keys that hold when somebody first heard that an artifact's job failed."""


@dataclass(frozen=True)
class ArtifactJob:
    """A job that makes an artifact, as it stands."""

    state: JobState
    meta: JobMeta


class ArtifactQueue:
    """The queue `ifcdiff-views`. Every method can raise redis.exceptions.RedisError."""

    def __init__(self, settings: GatewaySettings, connection: Redis) -> None:
        self._settings = settings
        self._redis = connection
        self._queue = Queue(ARTIFACTS_QUEUE_NAME, connection=connection, serializer=SERIALIZER)

    def find(self, task_id: str, artifact: Artifact) -> ArtifactJob | None:
        """Return the job that makes `artifact` of the diff `task_id`, None where there is none."""
        job_id = _job_id(task_id, artifact)
        try:
            job = fetch(job_id, ARTIFACTS_QUEUE_NAME, self._redis)
            if job is None:
                return None
            with reading(job_id):
                state = state_of_job(job)
                return ArtifactJob(state, meta_of(job, job.latest_result() if state.ended else None))
        except UnreadableJobError as error:
            # Nobody asks for this job by its id: it makes room for one that can be read.
            log.warning("%s; it is made anew", error.detail)
            self._redis.delete(Job.key_for(job_id))
            return None

    def first_heard_of_failure(self, task_id: str, artifact: Artifact) -> float:
        """Note that somebody hears of the failed job now, and return when somebody first did, in seconds since 1970."""
        now = time.time()
        key = _FAILURE + _job_id(task_id, artifact)
        noted = self._redis.set(key, now, nx=True, get=True, ex=_REMEMBERED)
        return float(noted) if noted else now

    def enqueue(self, task_id: str, artifact: Artifact) -> None:
        """Make a job for `artifact` of the diff `task_id`, unless another caller does so at this moment.

        Raises:
            QueueFullError: as many artifacts wait as may.
        """
        if self._queue.count >= self._settings.max_queued:
            raise QueueFullError(
                ErrorCode.QUEUE_FULL,
                f"{self._settings.max_queued} files wait to be made, as many as may; try again.",
            )
        job_id = _job_id(task_id, artifact)
        if not self._redis.set(_ASKED + job_id, 1, nx=True, ex=_ASKED_SECONDS):
            return
        if before := fetch(job_id, ARTIFACTS_QUEUE_NAME, self._redis):
            if not state_of_job(before).ended:
                return
            # With what it noted: a new job of the same id would go on saying it.
            before.delete()
        self._redis.delete(_FAILURE + job_id)
        self._queue.enqueue_call(
            ARTIFACT_TASK,
            kwargs={"task_id": task_id, "artifact": artifact.value},
            job_id=job_id,
            description=ARTIFACT_DESCRIPTION,
            timeout=self._settings.job_timeout + TIMEOUT_GRACE,
            result_ttl=_REMEMBERED,
            failure_ttl=_REMEMBERED,
            retry=Retry(max=1),
        )

    def running(self) -> list[str]:
        """Return the ids of the jobs that run; each begins with that of its diff."""
        ids: list[str] = self._queue.started_job_registry.get_job_ids(cleanup=False)
        return ids

    def workers(self) -> int:
        """Count the workers of this queue that send heartbeats."""
        return len(worker_states(self._queue))

    def reap(self) -> None:
        """Queue again, or fail, the started jobs whose worker sends no heartbeat any more."""
        StartedJobRegistry(queue=self._queue, job_class=StoredJob).cleanup()


def _job_id(task_id: str, artifact: Artifact) -> str:
    """Return the id of the job; RQ allows no dot in it."""
    return f"{task_id}-{artifact.replace('.', '_')}"
