"""The task of the queue `ifcdiff-views`: makes one artifact of a finished diff, from its result file.

Runs in workers of its own, so that no diff waits for it. Decides nothing about models and their changes.
"""

from functools import partial
from pathlib import Path
from typing import Any, Final

from contract.artifact import SHAPES, Artifact, GeometryPart, artifact_file_name
from contract.errors import ErrorCode, ServiceError
from contract.filenames import told_apart
from contract.names import TIMEOUT_GRACE, own_result_name
from ifcdelta.errors import DeltaError
from ifcdelta.process import die_with_parent
from ifcdelta.progress import Progress, no_progress
from ifcdelta.scene import write_scene
from ifcdelta.writers import WRITERS
from jobs.artifacts_version import ARTIFACTS_VERSION, announce_if_lost
from jobs.change_table import write_table
from jobs.meta import current_job, failures_noted
from jobs.process import Limits, run
from jobs.publish import part_of, read_result, replace_whole, storage_errors
from jobs.settings import WorkerSettings, read_settings

_PARTS: Final[dict[Artifact, GeometryPart]] = {artifact: part for part, artifact in SHAPES.items()}


def make_view(task_id: str, artifact: str) -> None:
    """Make the `artifact` (`contract.artifact.Artifact`) of the finished diff `task_id`; publish it whole or not.

    Raises:
        JobFailedError: with the reason, a sentence and a code, in the job's meta.
    """
    die_with_parent()
    job = current_job()
    with failures_noted(job):
        settings = read_settings()
        with storage_errors():
            announce_if_lost(settings.results_dir)
            path = settings.results_dir / artifact_file_name(task_id, Artifact(artifact), ARTIFACTS_VERSION)
            if path.exists():
                return
        limits = Limits("artifact", seconds=(job.timeout or 0) - TIMEOUT_GRACE, memory=settings.job_memory_bytes)
        with part_of(path) as part:
            # Who asks for an artifact waits for it.
            run(partial(_make, settings, task_id, Artifact(artifact), part), limits, no_progress)
            replace_whole(part, path)


def _make(settings: WorkerSettings, task_id: str, artifact: Artifact, part: Path, _report: Progress) -> dict[str, Any]:
    """Write the artifact to `part`, in place of what a try before this one began there."""
    with storage_errors():
        result = read_result(settings.results_dir / own_result_name(task_id))
        if artifact is Artifact.TABLE:
            write_table(result, part)
        elif artifact in _PARTS:
            _write_scene(settings, result, _PARTS[artifact], part)
        else:
            with part.open("wb") as stream:
                WRITERS[artifact](result, stream)
    return {}


def _stored(uploads: Path, about: dict[str, Any]) -> Path:
    """Return where a model of a result is stored: beside another of its name, or under that name itself."""
    apart = uploads / told_apart(about["file"], about["sha256"])
    return apart if apart.is_file() else uploads / about["file"]


def _write_scene(settings: WorkerSettings, result: dict[str, Any], part: GeometryPart, path: Path) -> None:
    models = {}
    for side in ("old", "new"):
        models[side] = _stored(settings.uploads_dir, result[side])
        if not models[side].is_file():
            sentence = f"The {side} model is no longer in the uploads, so that its shapes cannot be shown."
            raise ServiceError(ErrorCode.FILE_NOT_FOUND, sentence, str(models[side]))
    try:
        with path.open("wb") as stream:
            write_scene(models["old"], models["new"], result, part.value, settings.threads, stream, no_progress)
    except DeltaError as error:
        raise ServiceError(ErrorCode(error.code), error.sentence, error.detail) from error
