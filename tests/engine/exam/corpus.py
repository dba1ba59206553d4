"""Pairs to test properties of a diff on: edited buildings and, where they are, real models. Knows no answer.

Many tests ask about the same pair: it is diffed once, and its tests run in one process (`xdist_group`).
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from ifcdelta import Options, diff
from tests.engine.exam.questions import SCHEMAS_AND_UNITS, building
from tests.engine.exam.trial import EDITS, make
from tests.support.data import DATA, absent

Edited: TypeAlias = Callable[[int], tuple[Path, Path]]
"""The fixture `edited`: a seed in, a building and its revision out."""
_LARGEST: Final = 1_300_000
"""Bytes of a file that is small enough to be compared many times."""
BUILDINGS: Final = tuple(
    pytest.param(seed, marks=pytest.mark.xdist_group(f"building {seed}")) for seed in range(len(SCHEMAS_AND_UNITS))
)
"""The seeds of the edited buildings, as parameters of a test."""


def compared(old: Path, new: Path) -> dict[str, Any]:
    """Return the engine's result at its defaults."""
    return diff(old, new, Options(threads=2))


@cache
def diffed(old: Path, new: Path) -> dict[str, Any]:
    """Return what `compared` does, for files that no test writes again: once for all tests that ask."""
    return compared(old, new)


def edited_building(seed: int, folder: Path) -> tuple[Path, Path]:
    """Write a building and itself with all the edits that go together."""
    trial = make(building(seed).text, EDITS, (), str(seed), folder)
    assert trial is not None
    return trial.old, trial.new


def real_pairs() -> list[Any]:
    """Return the real revisions as parameters of a test; where there are none, one that skips, saying so."""
    found = sorted(each.parent for each in DATA.glob("pairs/*/old.ifc"))
    return _or_skip([pytest.param(_both(each), id=each.name, marks=together(each.name)) for each in found], "pairs")


def smaller_real_pairs() -> list[Any]:
    """Return those of them that may be compared many times."""
    return [each for each in real_pairs() if not each.values[0] or max(map(_size, each.values[0])) <= _LARGEST]


def together(pair: str) -> pytest.MarkDecorator:
    """Return the mark of the tests that ask about a real pair."""
    return pytest.mark.xdist_group(f"pair {pair}")


def real_files() -> list[Any]:
    """Return the smaller real models, likewise."""
    found = (each for each in sorted(DATA.glob("models/*.ifc")) if each.stat().st_size <= _LARGEST)
    return _or_skip([pytest.param(each, id=each.stem) for each in found if "fail-" not in each.name], "models")


def _size(path: Path) -> int:
    return path.stat().st_size


def _both(folder: Path) -> tuple[Path, Path]:
    return folder / "old.ifc", folder / "new.ifc"


def _or_skip(found: list[Any], kind: str) -> list[Any]:
    return found or [pytest.param(None, id="none", marks=pytest.mark.skip(reason=absent(kind)))]


def told(result: dict[str, Any]) -> Iterator[str]:
    """Yield the parts of a result that tell of a difference and are not empty."""
    yield from (name for name in ("added", "deleted", "changed", "matched", "model") if result[name])
