"""What the routes of jobs and results answer: JSON, with the job's links. Knows no queue library."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from contract.change_table import ChangeKind
from contract.errors import ErrorCode
from contract.filenames import called
from contract.group import Effect
from contract.job import Counts, JobState, Progress
from contract.request import Aspect
from contract.result import Instances, ModelInfo, Options, Summary, Units
from gateway.artifacts.change_pages import Facet
from gateway.jobs.queue import JobRecord
from gateway.routes.examples import EXAMPLE_ID


class JobLinks(BaseModel):
    """A job and where to ask for it."""

    job_id: str = Field(examples=[EXAMPLE_ID])
    status: JobState
    status_url: str = Field(examples=[f"/tasks/{EXAMPLE_ID}/status"])
    result_url: str = Field(examples=[f"/tasks/{EXAMPLE_ID}/result"])


class JobStatus(JobLinks):
    """A job as it stands."""

    old_file: str | None = Field(description="The older model, as the request names it or as it was stored.")
    new_file: str | None = Field(description="The newer model, likewise.")
    old_name: str | None = Field(description="What the older model was called by who sent it.")
    new_name: str | None = Field(description="The newer model, likewise.")
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


class CoverageCounts(BaseModel):
    """What was compared, and for how many elements something could not be."""

    compared: list[Aspect]
    unknown: int
    unseen: dict[str, Instances] | None = Field(
        default=None, description="By class, what differs and no change tells of; null where not all was asked for."
    )
    equivalent: dict[str, int] | None = None


class TextRow(BaseModel):
    """What changed, in words: texts to show as they are, numbers with their unit."""

    aspect: str = Field(description="As requests name it, or a part of the model; empty for a GlobalId.")
    set: str = Field(description="The property set that has the field, or empty.", examples=["Pset_WallCommon"])
    field: str = Field(description="Empty where the aspect says it.", examples=["FireRating"])
    old: str | None = Field(
        description="null where there are no two sides: then `new` says what happened.", examples=["REI 60"]
    )
    new: str = Field(examples=["REI 90"])
    note: str = Field(examples=["from its type"])


class KindWords(BaseModel):
    """What a kind of change is called, and what it says of an element."""

    name: str = Field(examples=["re-issued"])
    meaning: str


class FactWords(BaseModel):
    """A fact of the result's `groups`, in words."""

    number: int = Field(description="From 1; what `/changes?fact=` takes.")
    effect: Effect
    change: Literal["added", "deleted", "changed"]
    count: int = Field(description="Elements.")
    title: str = Field(description="What stands over the facts of its effect.", examples=["Changed in data only"])
    line: str = Field(examples=["12 doors on Level 2: FireRating EI 30 → EI 60"])


class DoubtWords(BaseModel):
    """Why the two files may not be the pair that somebody meant."""

    doubt: str = Field(examples=["swapped"])
    sentence: str
    action: Literal["swap", "other_files", "go_on"] = Field(description="What to do about it.")


class Overview(BaseModel):
    """A result file without its long lists, and where they are."""

    job_id: str
    result_url: str
    changes_url: str
    geometry_url: str
    view_url: str = Field(description="The page that shows it.")
    format: str
    old: ModelInfo
    new: ModelInfo
    options: Options
    summary: Summary
    coverage: CoverageCounts
    model: dict[str, Any]
    units: Units
    sentence: str = Field(
        description="What the result says on the whole.",
        examples=["11 elements changed in shape or place, 214 in data only; 8 walls are new; everything was compared."],
    )
    doubts: list[DoubtWords] = Field(
        default_factory=list, description="Whether these are two issues of one model, in words; empty: it seems so."
    )
    facts: list[FactWords] = Field(default_factory=list, description="`groups` in words, those that matter most first.")
    model_rows: list[TextRow] = Field(description="`model` in words.")
    unseen_lines: list[str] = Field(default_factory=list, description="`coverage.unseen` in words.")
    unseen_meaning: str = Field(default="", description="What those are to a person.")
    equivalent_line: str = Field(default="", description="`coverage.equivalent` in words; empty where there is none.")
    kinds: dict[ChangeKind, KindWords]


class OldMatch(BaseModel):
    """The GlobalId that an element had, and what tells that it is the same."""

    old: str
    by: str


class ChangedElement(BaseModel):
    """An element of a result, with what the result says of it."""

    model_config = ConfigDict(serialize_by_alias=True)

    guid: str
    kind: ChangeKind
    class_: str = Field(alias="class")
    name: str | None
    tag: str | None
    type: str | None
    storey: str = Field(description="Its name; empty where the element is on none.")
    aspects: list[Aspect]
    change: dict[str, Any] = Field(description="As in the result file's `changed`.")
    matched: OldMatch | None
    unknown: dict[Aspect, str] = Field(description="Why an aspect could not be compared.")
    line: str = Field(
        description="All of that in a line: of each aspect the first row, and how many more there are.",
        examples=["Pset_WallCommon.FireRating: REI 60 → REI 90"],
    )
    rows: list[TextRow] = Field(
        description="All of that in words. Rows whose sides are the same stand beside those that differ."
    )


class ChangedGuids(BaseModel):
    """All elements of a selection, by their GlobalIds alone."""

    guids: list[str]


class ChangePage(BaseModel):
    """A page of changed elements."""

    total: int = Field(description="Rows of the selection.")
    offset: int
    limit: int
    next: str | None = Field(description="The address of the next page, if there is one.")
    counts: dict[Facet, dict[str, int]] | None = Field(
        description="For each filter how many rows each of its values has, given the other filters."
    )
    changes: list[ChangedElement]


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
        old_file=record.old_file,
        new_file=record.new_file,
        old_name=record.old_file and called(record.old_file),
        new_name=record.new_file and called(record.new_file),
        progress=meta.progress if record.state is JobState.STARTED else None,
        created_at=record.created_at,
        started_at=record.started_at,
        ended_at=record.ended_at,
        summary=meta.summary,
        result=record.result,
        error=meta.error if failed else None,
        error_code=meta.error_code if failed else None,
    )


def overview(record: JobRecord, head: dict[str, Any]) -> Overview:
    """Return the overview of a finished job; `head` is the result file without its long lists."""
    task = f"/tasks/{record.id}"
    return Overview(
        job_id=record.id,
        result_url=f"{task}/result",
        changes_url=f"{task}/changes",
        geometry_url=f"{task}/geometry",
        view_url=f"/view/{record.id}",
        **head,
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
