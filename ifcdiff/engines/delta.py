"""The project's engine, `ifcdelta`, behind the service's call. Decides nothing; knows no queue and no job."""

from pathlib import Path
from typing import Any

from contract.errors import ErrorCode, ServiceError
from contract.request import DiffRequest
from ifcdelta.engine import diff
from ifcdelta.errors import DeltaError
from ifcdelta.options import Options
from ifcdelta.progress import Progress


def compare(old_path: Path, new_path: Path, request: DiffRequest, threads: int, report: Progress) -> dict[str, Any]:
    """Diff two models and return the result file (`contract.result`) as plain data.

    Raises:
        ServiceError: unreadable_file, unsupported_schema, bad_filter, invalid_request.
        OSError: a model is not there or cannot be read.
    """
    options = Options(
        relationships=tuple(request.aspects),
        is_shallow=request.is_shallow,
        filter_elements=request.filter_elements,
        tolerance=request.tolerance,
        threads=threads,
    )
    try:
        return diff(old_path, new_path, options, report)
    except DeltaError as error:
        raise ServiceError(ErrorCode(error.code), error.sentence, error.detail) from error
