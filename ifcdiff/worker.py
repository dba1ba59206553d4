"""The task of the queue `ifcdiff-tasks`: a request in, the result's relative path out.

The only room that knows both a job and a diff. RQ runs it in a fork of the worker, which has imported
this module, and with it everything heavy, once. Decides nothing about models.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from rq.job import Job

from contract.artifact import Artifact, artifact_file_name
from contract.errors import ErrorCode, ServiceError
from contract.job import Counts, JobMeta
from contract.names import TIMEOUT_GRACE, own_result_name
from contract.request import DiffRequest, Engine
from engines import delta
from engines.upstream import compare as upstream
from ifcdelta.process import die_with_parent
from ifcdelta.progress import Progress
from ifcdelta.writers import WRITERS
from jobs.artifacts_version import ARTIFACTS_VERSION
from jobs.change_table import write_table
from jobs.given_names import days_of, with_given_names
from jobs.meta import current_job, failures_noted, note, reporter
from jobs.process import Limits, run
from jobs.publish import part_of, publish, read_result, replace_whole, storage_errors
from jobs.settings import WorkerSettings, read_settings

_ENGINES: Final = {Engine.DELTA: delta.compare, Engine.IFCOPENSHELL: upstream.compare}


def perform_ifc_diff(
    old_file: str,
    new_file: str,
    output_file: str | None = None,
    relationships: list[str] | None = None,
    is_shallow: bool = False,
    filter_elements: str | None = None,
    engine: str = "delta",
    tolerance: float = 0.0001,
) -> str:
    """Diff two models of the uploads volume and publish the result; the parameters are those of `DiffRequest`.

    Returns:
        The result's path relative to the output volume, e.g. `diff/my_diff.json`.

    Raises:
        JobFailedError: with the reason, a sentence and a code, in the job's meta.
    """
    asked = dict(locals())
    die_with_parent()
    job = current_job()
    with failures_noted(job):
        return _diff(job, _request(asked), read_settings())


def _request(asked: dict[str, Any]) -> DiffRequest:
    try:
        return DiffRequest.model_validate(asked)
    except ValidationError as error:
        raise ServiceError(
            ErrorCode.INVALID_REQUEST, "The job was enqueued with parameters that are not valid.", str(error)
        ) from error


def _diff(job: Job, request: DiffRequest, settings: WorkerSettings) -> str:
    old = _model(settings.uploads_dir, request.old_file, "old")
    new = _model(settings.uploads_dir, request.new_file, "new")
    own = settings.results_dir / own_result_name(job.id)
    table = settings.results_dir / artifact_file_name(job.id, Artifact.TABLE, ARTIFACTS_VERSION)
    limits = Limits("diff", seconds=(job.timeout or 0) - TIMEOUT_GRACE, memory=settings.job_memory_bytes)
    with part_of(own) as part, part_of(table) as table_part:
        told = run(partial(_write, old, new, request, settings.threads, part, table_part), limits, reporter(job))
        replace_whole(table_part, table)
        path, digest = publish(part, job.id, request.output_file or own.name)
    note(job, JobMeta.model_validate({**told, "sha256": digest}))
    return path


def _write(
    old: Path, new: Path, request: DiffRequest, threads: int, part: Path, table_part: Path, report: Progress
) -> dict[str, Any]:
    """Diff, write the result file and its table of changes; return the totals and days (`contract.job.JobMeta`)."""
    with _models_there():
        result = with_given_names(_ENGINES[request.engine](old, new, request, threads, report))
    with storage_errors():
        with part.open("wb") as stream:
            WRITERS["json"](result, stream)
        # As it was written: texts that UTF-8 cannot hold have been replaced, and all types are JSON's.
        result = read_result(part)
        write_table(result, table_part)
    totals = result["summary"]
    return {"summary": {name: totals[name] for name in Counts.model_fields}, "days": days_of(result)}


@contextmanager
def _models_there() -> Iterator[None]:
    """Tell what the disk refuses of the models, which somebody may remove while they are read.

    Raises:
        ServiceError: file_not_found, storage_failed.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise ServiceError(ErrorCode.FILE_NOT_FOUND, "A model is no longer in the uploads.", repr(error)) from error
    except OSError as error:
        raise ServiceError(ErrorCode.STORAGE_FAILED, "The models could not be read.", repr(error)) from error


def _model(folder: Path, name: str, side: str) -> Path:
    path = folder / name
    with storage_errors():
        # Where its folder is gone too, it is the volume that is missing, and that is no fault of the request.
        is_there = path.is_file() or not folder.stat()
    if not is_there:
        raise ServiceError(ErrorCode.FILE_NOT_FOUND, f"The {side} model is no longer in the uploads.", str(path))
    return path
