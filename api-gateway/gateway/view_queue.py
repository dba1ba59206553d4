"""The jobs that make views of finished diffs, on a queue of their own. Knows RQ; knows no file and no HTTP."""

from dataclasses import dataclass
from typing import Final

from redis import Redis
from rq import Queue, Retry, Worker
from rq.exceptions import NoSuchJobError
from rq.job import Job

from contract.job import JobMeta, JobState, state_of
from contract.names import SERIALIZER, TIMEOUT_GRACE, VIEW_DESCRIPTION, VIEW_TASK, VIEWS_QUEUE_NAME
from contract.view import View
from gateway.settings import GatewaySettings

_REMEMBERED: Final = 30
"""Seconds that an ended job is kept: long enough for who waits to hear of it, short enough to try again soon."""


@dataclass(frozen=True)
class ViewJob:
    """A job that makes a view, as it stands."""

    state: JobState
    meta: JobMeta


class ViewQueue:
    """The queue `ifcdiff-views`. Every method can raise redis.exceptions.RedisError."""

    def __init__(self, settings: GatewaySettings, connection: Redis) -> None:
        self._settings = settings
        self._redis = connection
        self._queue = Queue(VIEWS_QUEUE_NAME, connection=connection, serializer=SERIALIZER)

    def ask(self, task_id: str, view: View) -> ViewJob:
        """Return the job that makes `view` of the diff `task_id`; a new one where there is none or its file is gone."""
        job_id = f"{task_id}-{view.replace('.', '_')}"
        try:
            job = Job.fetch(job_id, connection=self._redis, serializer=SERIALIZER)
        except NoSuchJobError:
            return self._enqueue(job_id, task_id, view)
        found = _view_job(job)
        return self._enqueue(job_id, task_id, view) if found.state is JobState.FINISHED else found

    def workers(self) -> int:
        """Count the workers of this queue that send heartbeats."""
        return len(Worker.all(queue=self._queue, serializer=SERIALIZER))

    def reap(self) -> None:
        """Queue again, or fail, the started jobs whose worker sends no heartbeat any more."""
        self._queue.started_job_registry.cleanup()

    def _enqueue(self, job_id: str, task_id: str, view: View) -> ViewJob:
        job = self._queue.enqueue_call(
            VIEW_TASK,
            kwargs={"task_id": task_id, "view": view.value},
            job_id=job_id,
            description=VIEW_DESCRIPTION,
            timeout=self._settings.job_timeout + TIMEOUT_GRACE,
            result_ttl=_REMEMBERED,
            failure_ttl=_REMEMBERED,
            retry=Retry(max=1),
        )
        return _view_job(job)


def _view_job(job: Job) -> ViewJob:
    state = state_of(job.get_status(refresh=False).value)
    return ViewJob(state, JobMeta.model_validate(job.get_meta(refresh=False)))
