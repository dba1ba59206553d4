"""The names that gateway, worker and dashboard agree on. Knows nothing else."""

from typing import Final

QUEUE_NAME: Final = "ifcdiff-tasks"
"""The Redis queue that the gateway fills and the workers empty."""

TASK: Final = "worker.perform_ifc_diff"
"""The task, as RQ resolves it in the worker's process."""

TASK_DESCRIPTION: Final = "IFC diff"
"""Every diff's description: fixed, because rq-dashboard shows it unescaped."""

ARTIFACTS_QUEUE_NAME: Final = "ifcdiff-views"
"""The queue of what is made from finished diffs: workers of its own empty it, so that no diff waits for it."""

ARTIFACT_TASK: Final = "view_worker.make_view"
"""The task of that queue."""

ARTIFACT_DESCRIPTION: Final = "Artifact of an IFC diff"
"""Every artifact job's description."""

SERIALIZER: Final = "json"
"""RQ's serializer on queue, worker, fetch and dashboard: never pickle."""

RESULT_FOLDER: Final = "diff"
"""The folder of the result files, below the output volume."""

PART_SUFFIX: Final = ".part"
"""What the name of a result or artifact ends in until it is whole: `<name>.<token>.part`."""

TIMEOUT_GRACE: Final = 60
"""Seconds that RQ's own time limit leaves the worker to end a job at its limit and say so."""


def own_result_name(job_id: str) -> str:
    """Return the name of the result file that belongs to one job alone, e.g. `<job_id>.json`."""
    return f"{job_id}.json"


def job_of_file(name: str) -> str:
    """Return the id of the job whose result, artifact of it, or part of either has this file name."""
    return name.partition(".")[0]
