"""What represents an element beside its body: told by its identifier, and never added to the body."""

from typing import Any

import pytest

from tests.engine.models import Entity, Model, global_id, told_both_ways

WALL = global_id("wall")


def model(identifier: str | None = None, length: float = 5.0, *, body: str | None = "Body") -> Model:
    """Return a model of walls, the first with a representation beside its body that is so long."""
    built = Model()
    wall = built.box(built.element("IfcWall", "wall"), (5.0, 0.3, 2.8))
    for number in range(12):
        built.box(built.element("IfcWall", f"wall {number}"), (5.0, 0.3, 2.8))
    representations = list(wall.Representation.Representations)
    representations[0].RepresentationIdentifier = body
    if identifier == "Axis":
        representations.append(_line(built, length))
    elif identifier:
        other = built.box(built.file.create_entity("IfcWall"), (length, 0.3, 2.8)).Representation.Representations[0]
        other.RepresentationIdentifier = identifier
        representations.append(other)
        built.file.remove(built.file.by_type("IfcWall")[-1])
    wall.Representation.Representations = representations
    return built


def _line(built: Model, length: float) -> Entity:
    points = [built.file.create_entity("IfcCartesianPoint", (x, 0.0)) for x in (0.0, length)]
    line = built.file.create_entity("IfcPolyline", points)
    return built.file.create_entity("IfcShapeRepresentation", built.context, "Axis", "Curve2D", [line])


def of_wall(old: Model, new: Model) -> Any:
    result = told_both_ways(old, new)
    found = result["changed"]
    assert list(found) == [WALL]
    assert result["coverage"]["unseen"] == {}
    return found[WALL]


@pytest.mark.parametrize("identifier", ["Axis", "Body-Fallback", "Body-FallBack", "Surface"])
def test_what_comes_goes_or_changes_beside_the_body(identifier: str) -> None:
    without, as_long, longer = model(), model(identifier), model(identifier, 6.0)
    assert told_both_ways(as_long, model(identifier))["changed"] == {}
    assert of_wall(without, as_long) == {"representations_changed": {identifier: "added"}}
    assert of_wall(as_long, without) == {"representations_changed": {identifier: "deleted"}}
    assert of_wall(as_long, longer) == {"representations_changed": {identifier: "changed"}}


def test_what_stands_for_a_body_that_there_is_not() -> None:
    old, new = (model("Axis", body="Surface") for _ in range(2))
    new.file.by_type("IfcExtrudedAreaSolid")[0].Depth = 3.0
    assert list(of_wall(old, new)) == ["geometry_changed"]
