"""What the models of a result are called by those who sent them, and the days of which they are. Knows no job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contract.filenames import called


def with_given_names(result: dict[str, Any]) -> dict[str, Any]:
    """Call the models of a result as their caller did, not as they are stored; return it."""
    for side in ("old", "new"):
        about = result[side]
        about["file"] = called(about["file"], about["sha256"])
    return result


def days_of(result: Mapping[str, Any]) -> list[str] | None:
    """Return the days on which both models were written, ISO 8601; None where one of them does not say so."""
    try:
        return [datetime.fromisoformat(result[side]["date"] or "").date().isoformat() for side in ("old", "new")]
    except ValueError:
        return None
