"""Permuting and re-spelling the new file leaves the result as it was, but for the file, doubts and `equivalent`.

How many instances are equivalent depends on what they share; when and by what a file was written may be doubted.
"""

import io
import resource
from pathlib import Path
from typing import Any

import pytest

from ifcdelta.writers import WRITERS
from tests.engine.exam import spf
from tests.engine.exam.corpus import BUILDINGS, Edited, compared, diffed, smaller_real_pairs
from tests.engine.exam.noise import identity, relations, sharing, spelling
from tests.engine.exam.picker import chance
from tests.engine.exam.registry import Noise
from tests.engine.exam.trial import NOISES

_PERMUTING = {module.__name__ for module in (identity, relations, sharing, spelling)}
_ALTERS_DIGITS = "reals rounded in the 13th digit"


def _noises() -> list[Noise]:
    """Return all noise but that which another shape or other digits may come of."""
    return [each for each in NOISES if each.make.__module__ in _PERMUTING and each.name != _ALTERS_DIGITS]


def _bytes(result: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    coverage = {key: value for key, value in result["coverage"].items() if key != "equivalent"}
    rest = {key: value for key, value in result.items() if key not in {"new", "doubts"}}
    WRITERS["json"]({**rest, "coverage": coverage}, stream)
    return stream.getvalue()


def _exported_again(path: Path, noises: list[Noise], folder: Path, encoding: str) -> Path:
    document = spf.read(path.read_text(encoding=encoding))
    for noise in noises:
        noise.make(document, chance(f"{noise.name} {path.name}"))
    again = folder / "again.ifc"
    again.write_text(document.text(), encoding=encoding, newline="")
    return again


@pytest.mark.parametrize("noise", ["reals read as doubles and written again", _ALTERS_DIGITS])
def test_the_kernel_is_not_asked_of_other_digits(noise: str, edited: Edited, tmp_path: Path) -> None:
    old, _ = edited(0)
    again = _exported_again(old, [each for each in NOISES if each.name == noise], tmp_path, "utf-8")
    compared(old, again)  # compiled code may be missing, which a process makes
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert compared(old, again)["changed"] == {}
    assert resource.getrusage(resource.RUSAGE_CHILDREN) == before, "a process of the kernel was at work"


@pytest.mark.parametrize("seed", BUILDINGS[:1])
def test_each_kind_on_an_edited_building(seed: int, edited: Edited, tmp_path: Path) -> None:
    old, new = edited(seed)
    before = _bytes(diffed(old, new))
    for noise in _noises():
        again = _exported_again(new, [noise], tmp_path, "utf-8")
        assert _bytes(compared(old, again)) == before, noise.name


@pytest.mark.parametrize("seed", BUILDINGS[1:])
def test_all_kinds_at_once_on_an_edited_building(seed: int, edited: Edited, tmp_path: Path) -> None:
    old, new = edited(seed)
    again = _exported_again(new, _noises(), tmp_path, "utf-8")
    assert _bytes(compared(old, again)) == _bytes(diffed(old, new))


@pytest.mark.parametrize("pair", smaller_real_pairs())
def test_ids_lines_and_spelling_of_a_real_pair(pair: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = pair
    noises = [each for each in _noises() if each.make.__module__ in {identity.__name__, spelling.__name__}]
    again = _exported_again(new, noises, tmp_path, "latin-1")
    assert _bytes(compared(old, again)) == _bytes(diffed(old, new))
