"""Facts in words: which elements, where, and what became of them."""

from typing import Any

import pytest

from ifcdelta.result.facts.facts import facts_by_effect, facts_of
from ifcdelta.result.facts.nouns import counted, noun
from ifcdelta.result.groups.groups import with_groups
from ifcdelta.result.words import sentence
from tests.engine.test_groups import Change, Of, moved, prop, result_of, shaped


def lines(changed: dict[str, Change] | None = None, added: tuple[str, ...] = (), **described: Of) -> list[str]:
    return [fact.line for fact in facts_of(with_groups(result_of(changed, added, (), **described)))]


def alike(change: Change, count: int, class_: str = "IfcDoor", storey: str | None = "Level 2") -> dict[str, Any]:
    """Return what `lines` takes for elements that changed alike."""
    guids = [f"{class_}{n}" for n in range(count)]
    return {"changed": dict.fromkeys(guids, change), **dict.fromkeys(guids, (class_, None, storey))}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (prop("EI 30", "EI 60"), "FireRating EI 30 → EI 60"),
        (prop(None, "EI 60"), "FireRating set to EI 60"),
        (prop(None, False), "FireRating set to false"),
        (prop(None, ""), "FireRating set"),
        (prop("EI 30", None), "FireRating removed"),
        ({"properties_changed": {"S": {"P": {"new": None}}}}, "P set"),
        ({"properties_changed": {"S": {"P": {"old": None}}}}, "P removed"),
        (moved(0.25, 0.0, 0.0), "moved 250 mm: X +250"),
        (shaped(0.5), "top +500 mm"),
        (shaped(0.5, 0.5), "bottom +500 mm; top +500 mm"),
        ({"geometry_changed": True}, "geometry changed"),
        ({"geometry_changed": {"cause": ["shape"]}}, "shape changed"),
        ({"representations_changed": {"Axis": "added"}}, "Axis added"),
        ({"class_changed": {"old": "IfcWall", "new": "IfcDoor"}}, "class IfcWall → IfcDoor"),
    ],
)
def test_what_became_of_elements(change: Change, told: str) -> None:
    assert lines(**alike(change, 12)) == [f"12 doors on Level 2: {told}"]


def test_an_end_that_went_where_the_body_went_is_not_told() -> None:
    wider = {"old": [[0.0] * 3, [1.0] * 3], "new": [[0.0] * 3, [2.0, 1.0, 1.0]]}
    change = {**shaped(0.5, 0.5, bbox=wider), **moved(0.0, 0.0, 0.5)}
    told = "moved 500 mm: Z +500; size 1000 × 1000 × 1000 mm → 2000 × 1000 × 1000 mm"
    assert lines(**alike(change, 2)) == [f"2 doors on Level 2: {told}"]


def test_which_elements() -> None:
    changed = alike(prop(1, 2), 3)["changed"]
    described: dict[str, Of] = {"IfcDoor0": ("IfcDoor", None, "1"), "IfcDoor1": ("IfcWall", None, "2")}
    described["IfcDoor2"] = ("IfcWallStandardCase", None, None)
    assert lines(changed, (), **described) == ["2 walls and 1 door on 2 storeys: FireRating 1 → 2"]
    assert lines({"a": prop(1, 2)}, a=("IfcSpace", None, None)) == ['room "a": FireRating 1 → 2']


def test_many_classes_are_summed_up() -> None:
    classes = ("IfcWall", "IfcWall", "IfcSlab", "IfcDoor", "IfcStair")
    described: dict[str, Of] = {f"{n}": (class_, None, None) for n, class_ in enumerate(classes)}
    changed = {guid: {"properties_changed": {"S": {"A": {"new": guid}, "B": {"new": guid}}}} for guid in described}
    (line,) = lines(changed, (), **described)
    assert line == "5 elements of 4 classes: A and B set (2 walls, 1 door, 1 slab …)"


def test_values_that_differ() -> None:
    changed = {"a": prop(1, 2), "b": prop(1, 2), "c": prop(1, 3)}
    assert lines(changed) == ["3 walls: FireRating changed (2 ways, most often 1 → 2)"]
    assert lines({"a": prop(1, 2), "c": prop(1, 3)}) == ["2 walls: FireRating changed"]


def test_long_texts_are_shown_where_they_part() -> None:
    old, new = (f"{'Plaster 15 mm, ' * 5}Brick {size} mm" for size in (175, 240))
    assert lines({"a": prop(old, new)}) == ['wall "a": FireRating …Brick 175 mm → …Brick 240 mm']


def test_new_ones_with_their_type_and_storey() -> None:
    assert lines(None, ("a", "b"), a=("IfcWall", "T", "1"), b=("IfcWall", "T", "1")) == [
        '2 walls of type "T" on 1 are new'
    ]
    assert lines(None, ("a",), a=("IfcBuildingStorey", None, "a")) == ['storey "a" is new']


def test_facts_stand_below_what_they_touch() -> None:
    result = with_groups(result_of({"a": shaped(1.0), "b": moved(1.0, 0.0, 0.0), "c": moved(2.0, 0.0, 0.0)}))
    told = [(title, count, len(facts)) for title, count, facts in facts_by_effect(result)]
    assert told == [("Changed in shape", 1, 1), ("Changed in place", 2, 2)]


def test_the_sentence_says_what_happened_by_effect() -> None:
    described: dict[str, Of] = {f"s{n}": ("IfcSpace", None, None) for n in range(3)}
    changed = {"a": shaped(1.0), "b": moved(1.0, 0.0, 0.0), "c": prop(1, 2)}
    result = with_groups(result_of(changed, ("w0", "w1", *described), ("x",), **described))
    result["summary"].update(matched=0, unchanged=0)
    told = sentence({**result, "model": {}, "coverage": {"unknown": {}, "unseen": {}}})
    assert told.startswith(
        "2 elements changed in shape or place, 1 in data only; 3 rooms and 2 walls are new; 1 wall is gone;"
    )


@pytest.mark.parametrize(
    ("class_", "one", "many"),
    [
        ("IfcWallStandardCase", "wall", "walls"),
        ("IfcElementAssembly", "assembly", "assemblies"),
        ("IfcRailing", "railing", "railings"),
        ("IfcFurniture", "piece of furniture", "pieces of furniture"),
        ("IfcFlowSegment", "flow segment", "flow segments"),
        ("IfcTask", "task", "tasks"),
        ("IfcWallType", "wall type", "wall types"),
        ("", "element", "elements"),
        ("Ifc", "Ifc", "Ifcs"),
        ("<b>", "<b>", "<b>"),
    ],
)
def test_what_a_class_is_called(class_: str, one: str, many: str) -> None:
    assert (noun(class_, 1), noun(class_, 2)) == (one, many)


def test_elements_by_class() -> None:
    classes = {"IfcWallType": 9, "IfcWall": 2, "IfcWallStandardCase": 1, "IfcDoor": 1, "IfcSlab": 1}
    assert counted(classes) == "3 walls, 1 door, 1 slab and 9 wall types"
    assert counted({**classes, "IfcBeam": 1}) == "3 walls, 1 beam, 1 door and 10 others"
