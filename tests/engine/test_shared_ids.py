"""GlobalIds that several instances share, or are missing: nothing of theirs is lost, or taken for another's."""

import re

import pytest

from tests.engine.models import Model, global_id, told_both_ways

Point = tuple[float, float, float]
A: Point = (0.0, 0.0, 0.0)
B: Point = (0.0, 0.0, 5.0)


def nameless(text: str, *names: str) -> str:
    """Return a model's text with `$` for the GlobalIds of some names."""
    for name in names:
        text = text.replace(f"'{global_id(name)}'", "$")
    return text


def drilled(ats: tuple[float, ...], guids: tuple[str | None, ...], drawn_at: float = 0.0, times: int = 1) -> str:
    """Return a wall with an opening at each place along it, drawn `drawn_at` from its own origin, related `times`."""
    model = Model()
    wall = model.box(model.element("IfcWall", "wall"), (8.0, 0.3, 3.0))
    for at, guid in zip(ats, guids, strict=True):
        opening = model.root(
            "IfcOpeningElement", f"opening at {at}", ObjectPlacement=model.place((at - drawn_at, 0.0, 1.0))
        )
        opening.GlobalId = guid and global_id(guid)
        model.box(opening, (0.5, 1.0, 1.0))
        opening.Representation.Representations[0].Items[0].Position = model.axes((drawn_at, 0.0, 0.0))
        for _ in range(times):
            model.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    return str(model.file.to_string())


@pytest.mark.parametrize("guid", ["O", None])
@pytest.mark.parametrize("gone", [0, 1])
def test_an_opening_of_two_is_gone(guid: str | None, gone: int) -> None:
    ats = (-2.0, 2.0)
    old, new = drilled(ats, (guid, guid)), drilled((ats[1 - gone],), (guid,))
    openings = [{"guid": global_id(guid) if guid else "$", "change": "deleted"}]
    for result, change in ((told_both_ways(old, new), "deleted"), (told_both_ways(new, old), "added")):
        openings[0]["change"] = change
        assert result["changed"][global_id("wall")]["geometry_changed"]["openings"] == openings


@pytest.mark.parametrize("guid", ["O", None])
@pytest.mark.parametrize("times", [1, 2])
def test_openings_of_one_global_id_in_another_order_are_the_same(guid: str | None, times: int) -> None:
    result = told_both_ways(drilled((-2.0, 2.0), (guid, guid)), drilled((2.0, -2.0), (guid, guid), times=times))
    assert (result["changed"], result["coverage"]["unknown"]) == ({}, {})


@pytest.mark.parametrize("guid", ["O", None])
def test_openings_drawn_from_other_origins_are_the_same(guid: str | None) -> None:
    result = told_both_ways(drilled((-2.0, 2.0), (guid, guid)), drilled((2.0, -2.0), (guid, guid), drawn_at=0.3))
    assert (result["changed"], result["coverage"]["unknown"]) == ({}, {})


def test_what_has_no_global_id_is_told_under_null() -> None:
    """Names and other texts are no GlobalIds; what two elements lack is told once, with how many they are."""
    model = Model()
    for name in ("one", "other"):
        model.element("IfcWall", name).Name = "Basic Wall"
    assemblies = [model.element("IfcElementAssembly", name) for name in ("whole", "part")]
    model.aggregate(*assemblies)
    model.aggregate(*reversed(assemblies))
    text = nameless(model.file.to_string(), "one", "other", "whole", "part")
    text = re.sub(r"(IFCWALL\(\$,\$,'Basic Wall',\$,\$),#\d+", r"\1,#99999", text)
    unknown = told_both_ways(text, text)["coverage"]["unknown"]
    assert unknown.keys() == {"$"}
    assert unknown["$"]["placement"].split("; ")[1:] == [
        f"references to instances that are not in the {side} model: 2 of IfcWall" for side in ("old", "new")
    ]
    assert unknown["$"]["aggregate"].split("; ")[1:] == [
        f"it is a part of itself in the {side} model" for side in ("old", "new")
    ]


def test_a_quote_in_a_comment_begins_no_global_id() -> None:
    model = Model()
    model.element("IfcWall", "wall").ObjectPlacement = None
    text = model.file.to_string().replace("IFCWALL(", "IFCWALL(/* 'wall' */")
    text = re.sub(r"(IFCWALL\(.*),\$,\$,\$,\$\);", r"\1,#99999,$,$,$);", text)
    assert told_both_ways(text, text)["coverage"]["unknown"].keys() == {global_id("wall")}


def grouped(shared: bool, number: int) -> str:
    """Return a wall in the one or the other of two groups, which share a GlobalId or have none."""
    model = Model()
    wall = model.element("IfcWall", "wall")
    for each in range(2):
        model.group("IfcZone", "zone", *([wall] if each == number else [model.element("IfcWall", f"wall {each}")]))
        model.file.by_type("IfcZone")[each].Name = f"zone {each}"
    text = model.file.to_string()
    return text if shared else nameless(text, "zone")


def test_a_wall_went_to_another_group_without_a_global_id() -> None:
    result = told_both_ways(grouped(False, 0), grouped(False, 1))
    assert result["changed"][global_id("wall")]["group_changed"] == {
        "added": [{"guid": "", "class": "IfcZone", "name": "zone 1"}],
        "removed": [{"guid": "", "class": "IfcZone", "name": "zone 0"}],
    }


@pytest.mark.parametrize("shared", [True, False])
def test_a_wall_left_one_of_two_groups_that_are_known_by_the_same(shared: bool) -> None:
    def model(*members: str) -> str:
        built = Model()
        wall, other = (built.element("IfcWall", name) for name in ("wall", "other"))
        for each in members:
            built.group("IfcZone", "zone", *([wall, other] if each == "both" else [other]))
        return built.file.to_string() if shared else nameless(built.file.to_string(), "zone")

    result = told_both_ways(model("both", "both"), model("both", "other"))
    change = result["changed"][global_id("wall")]["group_changed"]
    assert (len(change["removed"]), change["added"]) == (1, [])
    assert result["changed"].keys() == {global_id("wall")}


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(("heights", "storeys"), [((A, B), (0, 1)), ((A, A), (0, 0))], ids=["rehung", "carried"])
def test_nothing_goes_along_unseen_with_what_is_not_compared(
    shared: bool, heights: tuple[Point, Point], storeys: tuple[int, int]
) -> None:
    """A storey without a GlobalId of its own is not compared: what is on it is told to have moved by itself."""

    def model(side: int) -> str:
        built = Model()
        twins = [built.root("IfcBuildingStorey", "twin", ObjectPlacement=built.place(at)) for at in heights]
        if storeys == (0, 0) and side:
            twins[0].ObjectPlacement = built.place(B)
        built.aggregate(built.building, *twins)
        storey = twins[storeys[side]]
        wall = built.root("IfcWall", "wall", ObjectPlacement=built.place(A, storey.ObjectPlacement))
        built.relate("IfcRelContainedInSpatialStructure", RelatedElements=[wall], RelatingStructure=storey)
        return built.file.to_string() if shared else nameless(built.file.to_string(), "twin")

    result = told_both_ways(model(0), model(1))
    assert result["changed"].keys() == {global_id("wall")}
    assert result["changed"][global_id("wall")]["placement_changed"]["moved"] == [0.0, 0.0, 5.0]
