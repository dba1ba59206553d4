"""The task of the queue `ifcdiff-views`: makes one view of a finished diff, from its result file.

Runs in workers of its own, so that no diff waits for it. Decides nothing about models and their changes.
"""

from functools import partial
from pathlib import Path
from typing import Any, Final

from change_table import write_table
from contract.errors import ErrorCode, ServiceError
from contract.names import TIMEOUT_GRACE, own_result_name
from contract.view import SHAPES, Part, View, view_file_name
from engine_process import Limits, Report, die_with_parent, run
from ifcdelta.errors import DeltaError
from ifcdelta.scene import write_scene
from ifcdelta.writers import WRITERS
from job_meta import current_job, failures_noted
from publish import part_path, read_result, replace_whole, storage_errors
from views_version import VIEWS_VERSION, announce_if_lost
from worker_settings import WorkerSettings, read_settings

_PARTS: Final[dict[View, Part]] = {view: part for part, view in SHAPES.items()}


def make_view(task_id: str, view: str) -> None:
    """Make the `view` (`contract.view.View`) of the finished diff `task_id` and publish it whole or not at all.

    Raises:
        JobFailedError: with the reason, a sentence and a code, in the job's meta.
    """
    die_with_parent()
    job = current_job()
    with failures_noted(job):
        settings = read_settings()
        announce_if_lost(settings.results_dir)
        path = settings.results_dir / view_file_name(task_id, View(view), VIEWS_VERSION)
        if path.exists():
            return
        limits = Limits("view", seconds=(job.timeout or 0) - TIMEOUT_GRACE, memory=settings.job_memory_bytes)
        part = part_path(path)
        try:
            run(partial(_make, settings, task_id, View(view), part), limits, _silent)
            replace_whole(part, path)
        finally:
            part.unlink(missing_ok=True)


def _silent(phase: str, percent: int) -> None:
    """Take a report of progress and do nothing with it: who asks for a view waits for it."""


def _make(settings: WorkerSettings, task_id: str, view: View, part: Path, _report: Report) -> dict[str, Any]:
    """Write the view to `part`, which a try before this one may have begun."""
    with storage_errors():
        result = read_result(settings.results_dir / own_result_name(task_id))
        part.unlink(missing_ok=True)
        if view is View.TABLE:
            write_table(result, part)
        elif view in _PARTS:
            _write_scene(settings, result, _PARTS[view], part)
        else:
            with part.open("wb") as stream:
                WRITERS[view](result, stream)
    return {}


def _write_scene(settings: WorkerSettings, result: dict[str, Any], part: Part, path: Path) -> None:
    models = {}
    for side in ("old", "new"):
        models[side] = settings.uploads_dir / result[side]["file"]
        if not models[side].is_file():
            sentence = f"The {side} model is no longer in the uploads, so that its shapes cannot be shown."
            raise ServiceError(ErrorCode.FILE_NOT_FOUND, sentence, str(models[side]))
    try:
        with path.open("wb") as stream:
            write_scene(models["old"], models["new"], result, part.value, settings.threads, stream, _silent)
    except DeltaError as error:
        raise ServiceError(ErrorCode(error.code), error.sentence, error.detail) from error
