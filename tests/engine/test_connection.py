"""What elements are connected to, fill, cover, serve, follow and are referenced in: each told where it happened."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.models import Model, global_id, told_both_ways

WALL, DOOR, OTHER = (global_id(name) for name in ("wall", "door", "other"))


def model(change: Callable[[Model], Any] = lambda _: None, *, schema: str = "IFC4", issue: str = "") -> Model:
    """Return a model of two walls, of which the first has a door in an opening, and of enough that is equal."""
    built = Model(schema, issue=issue)
    wall, door = built.element("IfcWall", "wall"), built.element("IfcDoor", "door")
    built.element("IfcWall", "other")
    for number in range(12):
        built.element("IfcSlab", f"slab {number}")
    opening = built.root("IfcOpeningElement", "opening", ObjectPlacement=built.place((1.0, 0.0, 0.0)))
    built.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    built.relate("IfcRelFillsElement", RelatingOpeningElement=opening, RelatedBuildingElement=door)
    change(built)
    return built


def told(old: Model, new: Model) -> Any:
    """Return what changed of what, and make sure that the mirror says the same of the same."""
    found, back = told_both_ways(old, new)["changed"], told_both_ways(new, old)["changed"]
    assert {guid: list(each) for guid, each in found.items()} == {guid: list(each) for guid, each in back.items()}
    return found


def related(class_: str, one: str, other: str, **says: Any) -> Callable[[Model], Any]:
    """Relate the wall to the other wall."""

    def change(built: Model) -> None:
        walls = built.file.by_type("IfcWall")
        ends = [built.file.by_guid(guid) for guid in (WALL, OTHER)]
        assert len(walls) == 2
        names = (one, other)
        lists = {"RelatedCoverings", "RelatedControlElements", "RelatedElements", "RelatedProducts", "RelatedBuildings"}
        values = {name: [end] if name in lists else end for name, end in zip(names, ends, strict=True)}
        built.relate(class_, **values, **says)

    return change


def end(relation: str, name: str, class_: str = "IfcWall") -> dict[str, Any]:
    return {"relation": relation, "guid": global_id(name), "class": class_, "name": name}


def test_the_same_connections_are_no_change() -> None:
    path = related("IfcRelConnectsPathElements", "RelatingElement", "RelatedElement", **_path())
    assert told(model(path), model(path, issue="again")) == {}


def _path(at: str = "ATEND") -> dict[str, Any]:
    priorities: dict[str, Any] = {"RelatingPriorities": [], "RelatedPriorities": []}
    return {"RelatingConnectionType": at, "RelatedConnectionType": "ATSTART", **priorities}


def test_a_connection_of_two_equals_is_told_on_both() -> None:
    found = told(model(), model(related("IfcRelConnectsElements", "RelatingElement", "RelatedElement")))
    assert found == {
        WALL: {
            "connections_changed": {"added": [end("IfcRelConnectsElements", "other")], "removed": [], "changed": []}
        },
        OTHER: {
            "connections_changed": {"added": [end("IfcRelConnectsElements", "wall")], "removed": [], "changed": []}
        },
    }


def test_what_a_connection_says_is_told() -> None:
    old, new = (
        model(related("IfcRelConnectsPathElements", "RelatingElement", "RelatedElement", **_path(at)))
        for at in ("ATEND", "ATPATH")
    )
    values = {"RelatingConnectionType": {"old": "ATEND", "new": "ATPATH"}}
    changed = told(old, new)[WALL]["connections_changed"]
    assert changed == {
        "added": [],
        "removed": [],
        "changed": [{**end("IfcRelConnectsPathElements", "other"), "values": values}],
    }


@pytest.mark.parametrize(
    ("class_", "element", "other"),
    [
        ("IfcRelInterferesElements", "RelatingElement", "RelatedElement"),
        ("IfcRelCoversBldgElements", "RelatedCoverings", "RelatingBuildingElement"),
        ("IfcRelFlowControlElements", "RelatedControlElements", "RelatingFlowElement"),
        ("IfcRelReferencedInSpatialStructure", "RelatedElements", "RelatingStructure"),
        ("IfcRelConnectsStructuralActivity", "RelatedStructuralActivity", "RelatingElement"),
        ("IfcRelConnectsStructuralMember", "RelatingStructuralMember", "RelatedStructuralConnection"),
    ],
)
def test_every_relationship_is_told(class_: str, element: str, other: str) -> None:
    found = told(model(), model(related(class_, element, other)))
    assert found[WALL]["connections_changed"]["added"] == [end(class_, "other")]


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
def test_what_a_covering_covers_in_every_schema(schema: str) -> None:
    def covering(built: Model) -> None:
        space, cover = built.root("IfcSpace", "space"), built.element("IfcCovering", "covering")
        name = "RelatedSpace" if schema == "IFC2X3" else "RelatingSpace"
        built.relate("IfcRelCoversSpaces", **{name: space, "RelatedCoverings": [cover]})

    def alone(built: Model) -> None:
        built.root("IfcSpace", "space")
        built.element("IfcCovering", "covering")

    found = told(model(alone, schema=schema), model(covering, schema=schema))
    assert found[global_id("covering")]["connections_changed"]["added"] == [
        end("IfcRelCoversSpaces", "space", "IfcSpace")
    ]


def test_a_door_that_lost_its_opening() -> None:
    lost = model(lambda built: built.file.remove(built.file.by_type("IfcRelFillsElement")[0]))
    removed = [end("IfcRelFillsElement", "opening", "IfcOpeningElement")]
    assert told(model(), lost) == {DOOR: {"connections_changed": {"added": [], "removed": removed, "changed": []}}}


def test_an_opening_that_got_another_global_id_is_filled_by_the_same() -> None:
    def reissued(built: Model) -> None:
        built.file.by_type("IfcOpeningElement")[0].GlobalId = global_id("another")

    def elsewhere(built: Model) -> None:
        reissued(built)
        built.file.by_type("IfcOpeningElement")[0].ObjectPlacement = built.place((2.0, 0.0, 0.0))

    assert told(model(), model(reissued)) == {}
    assert DOOR in told(model(), model(elsewhere))
