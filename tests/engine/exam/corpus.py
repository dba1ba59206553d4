"""Pairs to test properties of a diff on: edited buildings and, where they are, real models. Knows no answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ifcdelta import Options, diff
from tests.engine.exam.questions import SCHEMAS_AND_UNITS, building
from tests.engine.exam.trial import EDITS, make
from tests.support.data import DATA, absent

_LARGEST: Final = 1_300_000
"""Bytes of a file that is small enough to be compared many times."""
BUILDINGS: Final = tuple(range(len(SCHEMAS_AND_UNITS)))


def compared(old: Path, new: Path) -> dict[str, Any]:
    """Return the engine's result at its defaults."""
    return diff(old, new, Options(threads=2))


def edited_building(seed: int, folder: Path) -> tuple[Path, Path]:
    """Write a building and itself with all the edits that go together."""
    trial = make(building(seed).text, EDITS, (), str(seed), folder)
    assert trial is not None
    return trial.old, trial.new


def real_pairs() -> list[Any]:
    """Return the smaller real revisions as parameters of a test; where there are none, one that skips, saying so."""
    found = sorted(each.parent for each in DATA.glob("pairs/*/old.ifc"))
    small = [each for each in found if max(path.stat().st_size for path in _both(each)) <= _LARGEST]
    return _or_skip([pytest.param(_both(each), id=each.name) for each in small], "pairs")


def real_files() -> list[Any]:
    """Return the smaller real models, likewise."""
    found = (each for each in sorted(DATA.glob("models/*.ifc")) if each.stat().st_size <= _LARGEST)
    return _or_skip([pytest.param(each, id=each.stem) for each in found if "fail-" not in each.name], "models")


def _both(folder: Path) -> tuple[Path, Path]:
    return folder / "old.ifc", folder / "new.ifc"


def _or_skip(found: list[Any], kind: str) -> list[Any]:
    return found or [pytest.param(None, id="none", marks=pytest.mark.skip(reason=absent(kind)))]


def told(result: dict[str, Any]) -> Iterator[str]:
    """Yield the parts of a result that tell of a difference and are not empty."""
    yield from (name for name in ("added", "deleted", "changed", "matched", "model") if result[name])
