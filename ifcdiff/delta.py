"""The project's engine, `ifcdelta`, behind the service's call. Decides nothing; knows no queue and no job."""

from collections.abc import Callable
from pathlib import Path

from contract.errors import ErrorCode, ServiceError
from contract.request import DiffRequest
from ifcdelta.engine import Options, diff
from ifcdelta.errors import DeltaError
from ifcdelta.writers import WRITERS

Report = Callable[[str, int], None]
"""Tells a phase and the percent of the whole job."""


def diff_to_file(
    old_path: Path, new_path: Path, request: DiffRequest, threads: int, part: Path, report: Report
) -> dict[str, int]:
    """Diff two models, write the result file to `part` and return its totals (`contract.job.Counts`).

    Raises:
        ServiceError: unreadable_file, unsupported_schema, bad_filter.
    """
    options = Options(
        relationships=tuple(request.aspects),
        is_shallow=request.is_shallow,
        filter_elements=request.filter_elements,
        tolerance=request.tolerance,
        threads=threads,
    )
    try:
        result = diff(old_path, new_path, options, report)
    except DeltaError as error:
        raise ServiceError(ErrorCode(error.code), error.sentence, error.detail) from error
    with part.open("wb") as stream:
        WRITERS["json"](result, stream)
    totals = result["summary"]
    return {name: totals[name] for name in ("added", "deleted", "changed", "unchanged", "matched")}
