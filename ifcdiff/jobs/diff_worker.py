"""The RQ worker of this service: what it does when a job, its own registration or Redis's disk is gone under it.

Knows RQ; knows no task and no setting.
"""

import os
import signal
import time
from contextlib import suppress
from typing import Any, Final, Protocol

from redis.client import Pipeline
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from rq import Queue, Worker, worker_registration
from rq.executions import Execution
from rq.job import Job

from jobs.stored_job import StoredJob

_LOST_AFTER_SECONDS: Final = 30
_PAUSE_SECONDS: Final = 1.0
_EXPLAINED: Final = "JobFailedError"
"""What the tasks raise. By name: its module is imported once the settings are known to be good."""


class TidyUp(Protocol):
    """Removes what the process of a job left."""

    def __call__(self, job_id: str, *, is_deleted: bool) -> None:
        """Do it, knowing whether the job's record is deleted."""


class DiffWorker(Worker):
    """An RQ worker that is counted while it lives, and whose jobs count as lost soon after its last heartbeat."""

    job_class = StoredJob
    # RQ doubles its pause between two looks for a Redis that is away, up to a minute.
    max_connection_wait_time = 5.0

    def __init__(self, *arguments: Any, tidy_up: TidyUp, **options: Any) -> None:
        """`tidy_up` takes the id of a job whose process has ended, however it did; the rest is RQ's."""
        super().__init__(*arguments, **options)
        self._tidy_up = tidy_up
        self._in_hand = ""

    def monitor_work_horse(self, job: Job, queue: Queue, execution: Execution) -> None:
        """Watch a job's process until it ends."""
        self._in_hand = job.id
        super().monitor_work_horse(job, queue, execution)

    def wait_for_horse(self) -> tuple[int | None, int | None, Any]:
        """Wait for the end of a job's process, and tidy up after it before anybody is told of it."""
        ended = super().wait_for_horse()
        self._tidy_up(self._in_hand, is_deleted=self._is_deleted(self._in_hand))
        return ended

    def _is_deleted(self, job_id: str) -> bool:
        """Tell whether a job's record was deleted; a job may end before a heartbeat has found that."""
        try:
            return not self.job_class.exists(job_id, self.connection)
        except RedisError:
            return False

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:  # noqa: ARG002 - RQ's signature
        """Return the seconds after which a started job without a heartbeat is lost (RQ: a minute and more)."""
        return _LOST_AFTER_SECONDS

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Say that the worker lives, and all that it said at its birth: Redis may have lost it since."""
        if pipeline is not None:
            self._say_again(timeout, pipeline)
            return
        try:
            with self.connection.pipeline() as own:
                self._say_again(timeout, own)
                own.execute()
        except RedisConnectionError as error:
            # A job in hand must not be lost for it; where there is none, taking one fails likewise, and RQ waits.
            self.log.warning("Worker %s: no heartbeat: %s", self.name, error)

    def _say_again(self, timeout: int | None, pipeline: Pipeline) -> None:
        super().heartbeat(timeout, pipeline)
        pipeline.hset(self.key, mapping={**self.serialize(), "state": self.get_state()})
        worker_registration.register(self, pipeline)

    def prepare_execution(self, job: Job) -> Execution:
        """Note that the job is in hand as soon as Redis takes it; until then, RQ would miss it after a minute only."""
        while True:
            try:
                return super().prepare_execution(job)
            except RedisConnectionError as error:
                self.executions.clear()
                self.log.warning("Worker %s: job %s waits for Redis: %s", self.name, job.id, error)
                time.sleep(_PAUSE_SECONDS)

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        """Say that worker and job live; end a job whose record was deleted, for nobody can ask for its result."""
        try:
            if self.job_class.exists(job.id, self.connection):
                super().maintain_heartbeats(job, execution)
                return
            self.heartbeat()
        except RedisError as error:
            self.log.warning("Worker %s: no heartbeat of job %s: %s", self.name, job.id, error)
            return
        self.log.warning("Worker %s: job %s was deleted, ending it", self.name, job.id)
        self.kill_horse()

    def kill_horse(self, sig: signal.Signals = signal.SIGKILL) -> None:
        """End the job's process, if there is one (RQ takes none for process 0, and so ends the worker's own group)."""
        pid = self.horse_pid
        if pid:
            with suppress(ProcessLookupError):
                os.killpg(os.getpgid(pid), sig)

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Leave a failure that the task has logged in one line at that; log the traceback of any other."""
        if type(exc_info[1]).__name__ != _EXPLAINED:
            super().handle_exception(job, *exc_info)
