"""A job's life as both sides see it: its states, its phases and what the worker notes in its meta.

Knows RQ's state names as strings, not RQ itself.
"""

from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from contract.errors import ErrorCode


class JobState(StrEnum):
    """The states that callers see."""

    QUEUED = "queued"
    """Waits for a worker, or for its second try after its worker was lost."""
    STARTED = "started"
    """A worker is at it."""
    FINISHED = "finished"
    """The result can be fetched."""
    FAILED = "failed"
    """It ended without a result; `error_code` says why."""
    CANCELED = "canceled"
    """A caller ended it."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in {JobState.FINISHED, JobState.FAILED, JobState.CANCELED}


_RQ_STATES: Final = {
    "created": JobState.QUEUED,
    "queued": JobState.QUEUED,
    "deferred": JobState.QUEUED,
    "scheduled": JobState.QUEUED,
    "rate_limited": JobState.QUEUED,
    "ready_to_enqueue": JobState.QUEUED,
    "started": JobState.STARTED,
    "finished": JobState.FINISHED,
    "failed": JobState.FAILED,
    "stopped": JobState.CANCELED,
    "canceled": JobState.CANCELED,
}


def state_of(rq_status: str) -> JobState:
    """Map a status of RQ (`rq.job.JobStatus`) onto the service's states; KeyError on one RQ 3 has not."""
    return _RQ_STATES[rq_status]


class Phase(StrEnum):
    """What a started job is at, in this order."""

    READING_OLD = "reading_old"
    READING_NEW = "reading_new"
    COMPARING = "comparing"
    COMPARING_GEOMETRY = "comparing_geometry"
    WRITING = "writing"


class Progress(BaseModel):
    """How far a job is."""

    phase: Phase
    percent: int = Field(ge=0, le=100, description="Of the whole job.")


class Counts(BaseModel):
    """The totals of a diff's summary."""

    added: int = Field(ge=0)
    deleted: int = Field(ge=0)
    changed: int = Field(ge=0)
    unchanged: int = Field(ge=0)
    matched: int = Field(ge=0, description="Elements whose GlobalId was re-issued, paired by content.")


class JobMeta(BaseModel):
    """What the worker notes in the job's meta: numbers, days and fixed sentences, nothing of a caller's text."""

    model_config = ConfigDict(extra="ignore")

    progress: Progress | None = None
    summary: Counts | None = None
    sha256: str | None = None
    days: tuple[date, date] | None = Field(default=None, description="On which the models were written.")
    error: str | None = None
    error_code: ErrorCode | None = None
