"""Documents, approvals and constraints, and what elements are assigned to: told as added and removed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.models import Entity, Model, global_id, told_both_ways

WALL = global_id("wall")


def model(change: Callable[[Model, Entity], Any] = lambda *_: None, issue: str = "") -> Model:
    """Return a model of walls, the first of them changed."""
    built = Model(issue=issue)
    wall = built.element("IfcWall", "wall")
    for number in range(12):
        built.element("IfcWall", f"wall {number}")
    change(built, wall)
    return built


def document(location: str) -> Callable[[Model, Entity], Any]:
    def change(built: Model, wall: Entity) -> None:
        made = built.file.create_entity("IfcDocumentReference", Location=location, Identification="1", Name="Sheet")
        built.relate("IfcRelAssociatesDocument", RelatedObjects=[wall], RelatingDocument=made)

    return change


def of_wall(old: Model, new: Model) -> Any:
    found = told_both_ways(old, new)["changed"]
    assert list(found) == [WALL]
    assert list(found[WALL]) == ["assignments_changed"]
    return found[WALL]["assignments_changed"]


def test_a_document_that_lies_elsewhere_is_another() -> None:
    old, new = model(document("a.pdf")), model(document("b.pdf"))
    assert told_both_ways(old, model(document("a.pdf"), issue="again"))["changed"] == {}
    told = {
        place: {
            "relation": "IfcRelAssociatesDocument",
            "guid": None,
            "class": "IfcDocumentReference",
            "name": "Sheet",
            "values": {"Location": f"{place}.pdf", "Identification": "1"},
        }
        for place in "ab"
    }
    assert of_wall(old, new) == {"added": [told["b"]], "removed": [told["a"]]}


@pytest.mark.parametrize(
    ("relation", "attribute", "class_"),
    [
        ("IfcRelAssociatesApproval", "RelatingApproval", "IfcApproval"),
        ("IfcRelAssociatesLibrary", "RelatingLibrary", "IfcLibraryReference"),
        ("IfcRelAssociatesConstraint", "RelatingConstraint", "IfcObjective"),
        ("IfcRelAssignsToProcess", "RelatingProcess", "IfcTask"),
        ("IfcRelAssignsToResource", "RelatingResource", "IfcLaborResource"),
        ("IfcRelAssignsToControl", "RelatingControl", "IfcCostItem"),
        ("IfcRelAssignsToActor", "RelatingActor", "IfcOccupant"),
        ("IfcRelAssignsToProduct", "RelatingProduct", "IfcSlab"),
    ],
)
def test_every_assignment_is_told(relation: str, attribute: str, class_: str) -> None:
    def made(built: Model) -> Entity:
        return (
            built.root(class_, "it")
            if relation.startswith("IfcRelAssigns")
            else built.file.create_entity(class_, Name="it")
        )

    def assigned(built: Model, wall: Entity) -> None:
        built.relate(relation, RelatedObjects=[wall], **{attribute: made(built)})

    found = of_wall(model(lambda built, _: made(built)), model(assigned))
    assert found["removed"] == []
    assert [(each["relation"], each["class"], each["name"]) for each in found["added"]] == [(relation, class_, "it")]
