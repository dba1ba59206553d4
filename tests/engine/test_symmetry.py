"""diff(b, a) is the mirror of diff(a, b): what was added is deleted, an old value is a new one, a move is back."""

from pathlib import Path
from typing import Any

import pytest

from tests.engine.exam.corpus import BUILDINGS, Edited, diffed, smaller_real_pairs

_OPPOSITE = {"added": "deleted", "deleted": "added", "removed": "added", "old": "new", "new": "old"}


def mirror(value: Any, key: str = "") -> Any:
    """Return what the opposite diff must tell where this one tells `value`."""
    if isinstance(value, dict):
        if "old_guid" in value:
            value = {**value, "guid": value["old_guid"], "old_guid": value["guid"]}
        if value.keys() >= {"added", "removed"}:
            rest = {name: mirror(each, name) for name, each in value.items() if name not in {"added", "removed"}}
            return {"added": value["removed"], "removed": value["added"], **rest}
        if key == "representations_changed":
            return {name: _OPPOSITE.get(each, each) for name, each in value.items()}
        return {_OPPOSITE.get(name, name): mirror(each, name) for name, each in value.items()}
    if key in {"moved", "in_world"}:
        return [-each + 0.0 for each in value]
    if isinstance(value, list):
        return [mirror(each) for each in value]
    return _OPPOSITE.get(value, value) if key == "change" else value


def _assert_mirrors(old: Path, new: Path) -> None:
    one, other = diffed(old, new), diffed(new, old)
    assert (one["added"], one["deleted"]) == (other["deleted"], other["added"])
    assert {(each["old"], each["new"]) for each in one["matched"]} == {
        (each["new"], each["old"]) for each in other["matched"]
    }
    assert mirror(one["model"]) == other["model"]
    # An element whose GlobalId was re-issued is told by the one it has in the new model.
    partners = {each["new"]: each["old"] for each in one["matched"]}
    expected = {partners.get(guid, guid): mirror(changes) for guid, changes in one["changed"].items()}
    assert expected.keys() == other["changed"].keys()
    for guid, changes in expected.items():
        assert _near(changes, other["changed"][guid]), (guid, changes, other["changed"][guid])


def _near(one: Any, other: Any) -> bool:
    """Compare with the last digits of numbers left out: they are sums in another order."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_near(each, other[key]) for key, each in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_near, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 2e-6 * max(1.0, abs(one))
    return bool(one == other)


@pytest.mark.parametrize("seed", BUILDINGS)
def test_an_edited_building(seed: int, edited: Edited) -> None:
    _assert_mirrors(*edited(seed))


@pytest.mark.parametrize("pair", smaller_real_pairs())
def test_a_real_pair(pair: tuple[Path, Path]) -> None:
    _assert_mirrors(*pair)
