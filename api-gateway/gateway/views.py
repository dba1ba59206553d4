"""What the task routes answer: a job as JSON, with its links. Knows no queue library."""

from datetime import datetime

from pydantic import BaseModel, Field

from contract.errors import ErrorCode
from contract.job import Counts, JobState, Progress
from gateway.queue import JobRecord

_EXAMPLE_ID = "6f1f2f0e-58c5-4c3b-9f5e-6d1c0f5e7a10"


class JobLinks(BaseModel):
    """A job and where to ask for it."""

    job_id: str = Field(examples=[_EXAMPLE_ID])
    status: JobState
    status_url: str = Field(examples=[f"/tasks/{_EXAMPLE_ID}/status"])
    result_url: str = Field(examples=[f"/tasks/{_EXAMPLE_ID}/result"])


class JobStatus(JobLinks):
    """A job as it stands."""

    progress: Progress | None = Field(description="Phase and percent of a started job.")
    created_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    summary: Counts | None = Field(description="The counts of a finished diff.")
    result: str | None = Field(description="The result's path, relative to the output volume.")
    error: str | None = Field(description="Why it failed, for a person.")
    error_code: ErrorCode | None = Field(description="Why it failed, for programs.")


class JobPage(BaseModel):
    """A page of jobs, newest first."""

    tasks: list[JobStatus]
    next: str | None = Field(description="The address of the next page, if there is one.")


def links(record: JobRecord) -> JobLinks:
    """Return the short view of a job."""
    return JobLinks(
        job_id=record.id,
        status=record.state,
        status_url=f"/tasks/{record.id}/status",
        result_url=f"/tasks/{record.id}/result",
    )


def status(record: JobRecord) -> JobStatus:
    """Return the whole view of a job."""
    meta = record.meta
    failed = record.state is JobState.FAILED
    return JobStatus(
        **links(record).model_dump(),
        progress=meta.progress if record.state is JobState.STARTED else None,
        created_at=record.created_at,
        started_at=record.started_at,
        ended_at=record.ended_at,
        summary=meta.summary,
        result=record.result,
        error=meta.error if failed else None,
        error_code=meta.error_code if failed else None,
    )


def two_ended_status(record: JobRecord) -> JobStatus:
    """Return the view for clients that know only two ends, `finished` and `failed`: canceled reads as failed."""
    view = status(record)
    if view.status is not JobState.CANCELED:
        return view
    return view.model_copy(
        update={
            "status": JobState.FAILED,
            "error": "The job was canceled.",
            "error_code": ErrorCode.JOB_CANCELED,
        }
    )
