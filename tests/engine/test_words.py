"""Changes as rows and in words."""

from typing import Any

import pytest

from ifcdelta.result.rows import Value, values_of
from ifcdelta.result.words import line_of, lines_of, sentence

SAME_NAME = {
    "old": {"guid": "a", "class": "IfcGroup", "name": "G"},
    "new": {"guid": "b", "class": "IfcGroup", "name": "G"},
}


@pytest.mark.parametrize(
    ("moved", "distance", "told"),
    [
        ([0.25, 0.0, 0.0], 0.25, "moved 250 mm: X +250"),
        ([0.0, -0.0005, 0.0], 0.0005, "moved 0.5 mm: Y \u22120.5"),
        ([12.3456, 0.0, -100.0], 100.759, "moved 100.759 m: X +12.3456, Z \u2212100"),
    ],
)
def test_a_move(moved: list[float], distance: float, told: str) -> None:
    assert lines_of("placement_changed", {"moved": moved, "distance": distance, "rotated": 0.0}) == [told]


def test_what_an_element_took_along() -> None:
    change = {"moved": [0.0, 9.9, 0.0], "distance": 9.9, "rotated": 90.0, "carried": 1200}
    told = "moved 9900 mm: Y +9900, rotated 90°, took 1,200 elements along"
    assert lines_of("placement_changed", change) == [told]
    assert [each.note for each in values_of("placement_changed", {**change, "carried": 1, "rotated": 0.0})] == [
        "took 1 element along"
    ] * 2


def test_a_placement_that_came_or_went() -> None:
    change = {"moved": [0.0, 0.0, 0.0], "distance": 0.0, "rotated": 0.0, "placed": {"old": False, "new": True}}
    assert lines_of("placement_changed", change) == ["has no placement in the old model"]
    assert list(values_of("placement_changed", change)) == [Value("placement", "placed", False, True)]


@pytest.mark.parametrize("name", ["old", "new", "from"])
def test_a_set_may_be_called_as_a_side_is(name: str) -> None:
    change = {name: {name: {"old": 1, "new": 2}}}
    assert lines_of("properties_changed", change) == [f"{name}.{name}: 1 → 2"]


def test_two_of_one_name_are_told_apart() -> None:
    old, new = lines_of("aggregate_changed", SAME_NAME)[0].removeprefix("aggregate: ").split(" → ")
    assert old != new


def test_numbers_that_differ_in_the_last_digits_are_told_apart() -> None:
    assert line_of(Value("property", "A.b", 1.00000001, 1.00000002)) == "A.b: 1.00000001 → 1.00000002"
    assert line_of(Value("property", "A.b", 1234567.891, None)) == "A.b: 1234567.891 → (none)"
    assert line_of(Value("property", "A.b", 1.00000001, 1.00000002, "W")) == "A.b: 1.00000001 W → 1.00000002 W"


def test_units_stand_with_each_side() -> None:
    change = {
        "A": {"b": {"old": 0.2, "new": 12.5}, "c": {"new": 30.0}, "d": {"old": 0.24, "new": 0.3}, "e": {"old": 1.0}}
    }
    units = {"property": {"A": {"b": "m", "c": "°", "d": "W/(m²·K)"}}}
    assert lines_of("properties_changed", change, units) == [
        "A.b: 200 mm → 12.5 m",
        "A.c: (none) → 30°",
        "A.d: 0.24 W/(m²·K) → 0.3 W/(m²·K)",
        "A.e: 1 → (none)",
    ]
    elevation = {"Elevation": {"old": 2.7, "new": 3.0}}
    assert lines_of("attributes_changed", elevation, {"attributes": {"Elevation": "m"}}) == [
        "Elevation: 2700 mm → 3000 mm"
    ]


def test_order_of_keys_does_not_matter() -> None:
    one = {"system": "S", "code": "27", "name": "Roofs"}
    other = dict(reversed(one.items()))
    for each in (one, other):
        assert lines_of("classification_changed", {"added": [each], "removed": []}) == ["classification: + S 27 Roofs"]


@pytest.mark.parametrize(
    ("counts", "model", "unknown", "told"),
    [
        (
            (0, 0, 0),
            {},
            {},
            "No element was added, deleted or changed; 5 unchanged; everything asked for was compared.",
        ),
        ((2, 0, 1), {}, {"a": {}}, "2 added and 1 changed; 5 unchanged; 1 could not be compared in full."),
        (
            (0, 1200, 0),
            {"true_north": {}, "units": {}},
            {"a": {}},
            (
                "1,200 deleted; 5 unchanged; the model itself changed in true north and units; "
                "1 could not be compared in full."
            ),
        ),
    ],
)
def test_the_sentence(counts: tuple[int, int, int], model: Any, unknown: Any, told: str) -> None:
    summary = dict(zip(("added", "deleted", "changed"), counts, strict=True), unchanged=5, matched=0)
    assert sentence({"summary": summary, "model": model, "coverage": {"unknown": unknown}}) == told
