"""RQ's record of a job as the worker may touch it: read where it can be read, changed while it is there, never made.

A job can be deleted at any time (rq-dashboard does so). What RQ or a task wrote of it afterwards would be half a record
that nobody can read and that never expires. Knows RQ; knows no diff and no artifact.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import ResponseError
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus
from rq.utils import now, utcformat

log = logging.getLogger("worker")

_CHANGE: Final = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], unpack(ARGV)) end
return 0
"""
"""Sets fields of a record that is there, in one step. Its answer says that no record was made, as RQ reads HSET's."""


class StoredJob(Job):
    """A job whose record is there or not: one that cannot be read is none for RQ, which would end a worker over it."""

    def restore(self, raw_data: Any) -> None:
        """Take over what the record holds.

        Raises:
            NoSuchJobError: something of it cannot be read.
        """
        try:
            super().restore(raw_data)
        except NoSuchJobError:
            raise
        # Whatever RQ's readers of its many fields raise: of a state it does not know, of text that is not UTF-8.
        except Exception as error:
            raise self._unreadable(error) from error

    def refresh(self) -> None:
        """Read the record again.

        Raises:
            NoSuchJobError: there is none, or it cannot be read.
        """
        try:
            Job.refresh(self)
        except ResponseError as error:
            raise self._unreadable(error) from error

    def save(self, pipeline: Pipeline | None = None, include_meta: bool = True, include_result: bool = True) -> None:
        """Write the whole record."""
        self._change(self.to_dict(include_meta=include_meta, include_result=include_result), pipeline)

    def save_meta(self) -> None:
        """Write what the task notes."""
        self._change({"meta": self._serialize_meta()}, None)

    def set_status(self, status: JobStatus, pipeline: Pipeline | None = None) -> None:
        """Write the state, in RQ's words."""
        self._status = status
        self._change({"status": status}, pipeline)

    def heartbeat(self, timestamp: datetime, ttl: int, pipeline: Pipeline | None = None, xx: bool = False) -> None:  # noqa: ARG002 - RQ's signature
        """Write that the job's worker lives."""
        self.last_heartbeat = timestamp
        self._change({"last_heartbeat": utcformat(timestamp)}, pipeline)

    def prepare_for_execution(self, worker_name: str, pipeline: Pipeline) -> None:
        """Write that a worker is at it."""
        self.worker_name = worker_name
        self.started_at = self.last_heartbeat = now()
        self._status = JobStatus.STARTED
        began = utcformat(self.started_at)
        changed = {"last_heartbeat": began, "status": self._status, "started_at": began, "worker_name": worker_name}
        self._change(changed, pipeline)

    def _unreadable(self, error: Exception) -> NoSuchJobError:
        log.warning("the record of job %s cannot be read: %r", self.id, error)
        return NoSuchJobError(f"unreadable record of job {self.id}")

    def _change(self, fields: Mapping[str, Any], pipeline: Pipeline | None) -> None:
        connection: Redis = self.connection if pipeline is None else pipeline
        connection.eval(_CHANGE, 1, self.key, *(part for field in fields.items() for part in field))
