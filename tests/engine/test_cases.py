"""Small pairs with the right answer beside them, each asked for what its expect.json says.

A case of `NOT_RIGHT_YET` that is right fails as well, so that the list only gets shorter.
"""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ifcdelta import Options, diff
from ifcdelta.aspects import KEYS
from ifcdelta.errors import DeltaError
from ifcdelta.writers import WRITERS
from tests.support.data import DATA

NOT_RIGHT_YET: Final = frozenset(
    {
        "apostrophe-after-page-s",  # Its two names differ, by 5 and 6: told, not "empty".
        "ports-at-one-joint",
        "shapeless-twins-told-apart-by-property",
        "twins-told-apart-by-property",
    }
)
_CASES: Final = sorted(path.parent for path in (DATA / "cases").rglob("expect.json"))
_GLOBAL_ID: Final = re.compile(r"[0-3][0-9A-Za-z_$]{21}|[$#]")
"""A GlobalId, or one of the keys of `coverage.unknown` that stand for what has none (docs/result.md)."""
_ASPECT_OF: Final = {key: aspect for aspect, key in KEYS.items()}
_LISTS: Final = ("added", "deleted", "matched")


def test_there_are_cases() -> None:
    if not _CASES:
        pytest.skip(f"no cases here: {DATA / 'cases'} (set IFC_TEST_DATA to the folder that has them)")
    assert {case.name for case in _CASES} >= NOT_RIGHT_YET


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_a_case_has_its_right_answer(case: Path) -> None:
    faults = list(_faults(case))
    if case.name in NOT_RIGHT_YET:
        assert faults, "it is right: take it off the list"
    else:
        assert faults == []


def _faults(case: Path) -> Iterator[str]:
    """Yield what of a case is not as its expect.json has it."""
    expected = json.loads((case / "expect.json").read_text(encoding="utf-8"))
    try:
        result = diff(case / "old.ifc", case / "new.ifc", Options())
    except DeltaError as error:
        yield f"no result: {error.code}"
        return
    written = json.loads(_written(result, "json"))
    yield from _as_a_whole(written, expected)
    yield from _by_element(written["changed"], expected)
    yield from _form_faults(result, expected.get("forms", {}))


def _as_a_whole(result: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    """Look at `empty`, `seen`, the numbers of `added`, `deleted` and `matched`, and `guids`."""
    changed, coverage = result["changed"], result["coverage"]
    if expected.get("empty") and (result["added"] or result["deleted"] or changed):
        yield f"it is not empty: {changed or result['added'] or result['deleted']}"
    places = (
        *(result[name] for name in (*_LISTS, "changed", "model")),
        coverage.get("unknown"),
        coverage.get("unseen"),
    )
    if expected.get("seen") and not any(places):
        yield "the difference is told nowhere"
    for name in _LISTS:
        if name in expected and len(result[name]) != expected[name]:
            yield f"{len(result[name])} are {name}, not {expected[name]}"
    names = [name for name in coverage.get("unknown", {}) if not _GLOBAL_ID.fullmatch(name)]
    if expected.get("guids") and names:
        yield f"coverage.unknown has what is no GlobalId: {names}"


def _by_element(changed: dict[str, dict[str, Any]], expected: dict[str, Any]) -> Iterator[str]:
    """Look at `told`, `untold`, `holds` and `only`."""
    aspects = {guid: {_aspect(key) for key in change} for guid, change in changed.items()}
    for guid, right in expected.get("told", {}).items():
        if aspects.get(guid, set()) != set(right):
            yield f"of {guid} is told {sorted(aspects.get(guid, ()))}, not {right}"
    for guid, wrong in expected.get("untold", {}).items():
        if not aspects.get(guid, set()).isdisjoint(wrong):
            yield f"of {guid} is told {sorted(aspects[guid])}"
    for guid, texts in expected.get("holds", {}).items():
        told = json.dumps(changed.get(guid, {}), ensure_ascii=False)
        yield from (f"of {guid} is not told {each!r}: {told}" for each in texts if each not in told)
    others = changed.keys() - expected.get("told", {}).keys() - expected.get("holds", {}).keys()
    if expected.get("only") and others:
        yield f"changed are {sorted(others)} too"


def _aspect(key: str) -> str:
    """Return the name in `relationships` of a key in `changed`."""
    return _ASPECT_OF.get(key, key.removesuffix("_changed"))


def _form_faults(result: dict[str, Any], forms: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    for form, texts in forms.items():
        text = _written(result, form)
        yield from (f"{form} lacks {each!r}" for each in texts.get("holds", ()) if each not in text)
        yield from (f"{form} holds {each!r}" for each in texts.get("lacks", ()) if each in text)


def _written(result: dict[str, Any], form: str) -> str:
    stream = io.BytesIO()
    WRITERS[form](result, stream)
    return stream.getvalue().decode("utf-8", "replace")
