"""The result's groups: what is alike is one fact, each element is in one, and they are few."""

import time
from typing import Any

import pytest

from ifcdelta.result.groups.groups import MOST, groups_of
from ifcdelta.writers import json_
from tests.engine.writers.results import SCENARIOS, bare, house, reloaded

Change = dict[str, Any]
Result = dict[str, Any]


Of = tuple[str, str | None, str | None]
"""The class, type and storey of an element."""


def result_of(
    changed: dict[str, Change] | None = None,
    added: tuple[str, ...] = (),
    deleted: tuple[str, ...] = (),
    **described: Of,
) -> Result:
    """Return what groups are made from; an element is a wall but where `described` has its class, type and storey."""
    guids = [*added, *deleted, *(changed or {})]
    of = {guid: described.get(guid, ("IfcWall", None, None)) for guid in guids}
    return {
        "added": list(added),
        "deleted": list(deleted),
        "changed": changed or {},
        "units": {"attributes": {}, "property": {}},
        "elements": {
            guid: {"class": class_, "name": guid, "tag": None, "type": type_, "storey": storey}
            for guid, (class_, type_, storey) in of.items()
        },
        "summary": {},
    }


def prop(old: Any, new: Any, name: str = "FireRating", of: str = "Pset_DoorCommon") -> Change:
    sides = {side: value for side, value in (("old", old), ("new", new)) if value is not None}
    return {"properties_changed": {of: {name: sides}}}


def moved(*vector: float) -> Change:
    return {"placement_changed": {"moved": list(vector), "distance": sum(map(abs, vector)), "rotated": 0.0}}


def shaped(top: float, bottom: float = 0.0, **more: Any) -> Change:
    old, new = [[0.0, 0.0, 0.0], [1.0, 1.0, 3.0]], [[0.0, 0.0, bottom], [1.0, 1.0, 3.0 + top]]
    sides = {"old": old, "new": new}
    return {"geometry_changed": {"cause": ["shape"], "bbox": sides, "world": sides} | more}


def members(result: Result) -> list[list[str]]:
    return [group["members"] for group in groups_of(result)]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_groups_are_those_of_the_finished_lists_alone(scenario: str) -> None:
    result = reloaded(SCENARIOS[scenario]())
    backwards = {key: dict(reversed(result[key].items())) for key in ("changed", "elements")}
    told = {key: list(reversed(result[key])) for key in ("added", "deleted")}
    assert json_.encode(groups_of({**result, **backwards, **told})) == json_.encode(result["groups"])


def test_what_matters_most_comes_first() -> None:
    result = result_of(
        {
            "a": {"appearance_changed": {"layers": {"old": ["1"], "new": ["2"]}}},
            "b": prop(1, 2),
            "c": moved(1.0, 0.0, 0.0),
            "d": {**shaped(0.5), **moved(1.0, 0.0, 0.0), **prop(1, 2)},
            "e": {"representations_changed": {"Axis": "changed"}, **prop(1, 2, "Other")},
            "f": prop(1, 3),
        },
        added=("g",),
    )
    told = [(group["effect"], group["change"], group["members"]) for group in groups_of(result)]
    assert told == [
        ("existence", "added", ["g"]),
        ("shape", "changed", ["d"]),
        ("place", "changed", ["c"]),
        ("data", "changed", ["b", "f"]),
        ("data", "changed", ["e"]),
        ("presentation", "changed", ["a"]),
    ]


def test_the_same_fields_are_one_fact_whatever_the_class() -> None:
    result = result_of(
        {
            "a": prop("EI 30", "EI 60"),
            "b": prop("EI 30", "EI 60"),
            "c": prop("EI 30", "EI 90"),
            "d": prop(1, 2, "Other"),
        },
        c=("IfcDoor", "Type", "Level 1"),
    )
    first, other = groups_of(result)
    assert first["what"] == [
        {
            "aspect": "property",
            "set": "Pset_DoorCommon",
            "field": "FireRating",
            "how": "changed",
            "old": "EI 30",
            "new": "EI 60",
            "values": 2,
            "count": 3,
            "commonest": 2,
        }
    ]
    assert (first["classes"], first["types"]) == ({"IfcDoor": 1, "IfcWall": 2}, {"": 2, "Type": 1})
    assert (first["storeys"], first["members"]) == ({"": 2, "Level 1": 1}, ["a", "b", "c"])
    assert other["members"] == ["d"]


@pytest.mark.parametrize(
    ("sides", "how"),
    [
        ([(None, "x"), (None, "y")], "set"),
        ([("x", None), ("y", None)], "removed"),
        ([(None, "x"), ("x", "y")], "changed"),
        ([(None, "x"), ("y", None)], "changed"),
    ],
)
def test_whether_all_were_set(sides: list[tuple[Any, Any]], how: str) -> None:
    (group,) = groups_of(result_of({f"{n}": prop(*each) for n, each in enumerate(sides)}))
    assert group["what"][0]["how"] == how


def test_a_null_where_nothing_was_is_set() -> None:
    for side, how in (("new", "set"), ("old", "removed")):
        (group,) = groups_of(result_of({"a": {"properties_changed": {"S": {"P": {side: None, "from": "type"}}}}}))
        assert [(each["how"], each["old"], each["new"]) for each in group["what"]] == [(how, None, None)]


def test_values_that_only_look_alike_are_several() -> None:
    values = [1, 1.0, True, "1", [1], {"1": 1}]
    (group,) = groups_of(result_of({f"{n}": prop("x", value) for n, value in enumerate(values)}))
    assert group["what"][0]["values"] == len(values)


def test_moves_of_one_vector_are_one_fact() -> None:
    result = result_of(
        {
            "a": moved(0.0, 0.0, 0.013),
            "b": moved(0.0, 0.0, 0.0130000004),
            "c": moved(0.0, 0.0, 0.015),
            "d": moved(0.0, 0.0002, 0.0),
            "e": moved(0.0, 0.0003, 0.0),
        }
    )
    assert sorted(members(result)) == [["a", "b"], ["c"], ["d"], ["e"]]
    assert groups_of(result)[0]["what"][0]["new"] == [0.0, 0.0, 0.013]
    assert groups_of(result)[0]["what"][0]["unit"] == "m"


def test_how_far_the_ends_of_a_shape_went_parts_facts_and_how_large_it_is_does_not() -> None:
    result = result_of(
        {"a": shaped(0.5), "b": shaped(0.5, volume={"old": 1.0, "new": 2.0}), "c": shaped(-0.5), "d": shaped(0.5, 0.5)}
    )
    assert sorted(members(result)) == [["a", "b"], ["c"], ["d"]]
    what = {each["field"]: each for each in groups_of(result)[0]["what"]}
    assert what["top"]["new"] == 0.5
    assert (what["size"]["old"], what["size"]["new"]) == ([1.0, 1.0, 3.0], [1.0, 1.0, 3.5])


def test_an_opening_described_otherwise_is_data() -> None:
    def opening(change: str) -> Change:
        return {
            "geometry_changed": {"cause": ["openings"], "openings": [{"guid": "o", "change": change, "values": {}}]}
        }

    told = groups_of(result_of({"a": opening("data"), "b": opening("moved")}))
    assert [(group["effect"], group["members"]) for group in told] == [("shape", ["b"]), ("data", ["a"])]


def test_who_is_connected_to_whom_does_not_part_facts() -> None:
    def tie(guid: str) -> Change:
        end = {"relation": "IfcRelConnectsPathElements", "guid": guid, "class": "IfcWall", "name": guid}
        return {"connections_changed": {"added": [end], "removed": [], "changed": []}}

    assert members(result_of({"a": tie("x"), "b": tie("y")})) == [["a", "b"]]


def test_added_and_deleted_ones_by_class_type_and_storey() -> None:
    result = result_of(
        None,
        ("a", "b", "c", "d", "e"),
        ("f",),
        a=("IfcWall", "T", "1"),
        b=("IfcWall", "T", "1"),
        c=("IfcWall", "U", "1"),
        d=("IfcWall", "T", "2"),
        e=("IfcSlab", "T", "1"),
        f=("IfcWall", "T", "1"),
    )
    assert members(result) == [["a", "b"], ["c"], ["d"], ["e"], ["f"]]


def test_many_tiny_facts_are_told_more_coarsely_and_what_is_few_stays() -> None:
    added = tuple(f"w{n}" for n in range(40))
    types: dict[str, Of] = {guid: ("IfcWall", f"T{n}", f"Level {n % 2}") for n, guid in enumerate(added)}
    changed = {"m": moved(1.0, 0.0, 0.0), "n": moved(2.0, 0.0, 0.0)}
    told = groups_of(result_of(changed, added, (), **types))
    assert [(group["count"], group["storeys"]) for group in told[:2]] == [(20, {"Level 0": 20}), (20, {"Level 1": 20})]
    assert [group["members"] for group in told[2:]] == [["m"], ["n"]]


def test_properties_of_one_name_are_one_fact_before_there_are_too_many() -> None:
    changed = {f"{n}": prop(None, True, "IsExternal", f"Pset_{n}Common") for n in range(MOST + 1)}
    (group,) = groups_of(result_of(changed))
    assert group["count"] == MOST + 1
    few = dict(list(changed.items())[:MOST])
    assert len(groups_of(result_of(few))) == MOST


def test_however_many_kinds_there_are_the_largest_stay_apart() -> None:
    classes: dict[str, Of] = {f"{n:03}": (f"IfcA{n}", None, None) for n in range(100)}
    classes |= {f"w{n}": ("IfcWall", None, None) for n in range(3)}
    told = groups_of(result_of(None, tuple(classes), (), **classes))
    assert len(told) == MOST
    assert {"IfcWall": 3} in [group["classes"] for group in told]
    assert sum(group["count"] for group in told) == 103


def test_what_another_engine_found_is_grouped_too() -> None:
    told = bare()["groups"]
    bared = [each for group in told for each in group["what"] if each["aspect"] == "geometry"]
    assert bared
    assert all((each["field"], each["old"], each["new"]) == ("", None, None) for each in bared)


def test_a_value_has_its_unit() -> None:
    units = {"property": {"Pset_DoorCommon": {"FireRating": "m"}}}
    (group,) = groups_of({**result_of({"a": prop(1.0, 2.0)}), "units": units})
    assert group["what"][0]["unit"] == "m"


def test_the_facts_of_the_house() -> None:
    assert [(group["effect"], group["count"]) for group in house()["groups"]][:3] == [
        ("existence", 2),
        ("existence", 1),
        ("shape", 1),
    ]


def test_a_hundred_thousand_changes_take_no_long_time() -> None:
    changed: dict[str, Change] = {}
    for n in range(100_000):
        changed[f"{n:06}"] = {
            0: prop(n, n + 0.5, f"P{n % 7}"),
            1: moved(0.001 * n, 0.0, 0.0),
            2: shaped(0.01 * n),
            3: {"attributes_changed": {"Name": {"old": f"{n}", "new": "x"}}},
        }[n % 4]
    began = time.process_time()
    assert len(groups_of(result_of(changed))) <= MOST
    assert time.process_time() - began < 12.0
