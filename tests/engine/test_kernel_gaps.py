"""What the geometry kernel makes besides a body, and what it leaves out of one in silence."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.models import Entity, Model, global_id, told, told_both_ways

DOOR = global_id("door")
BEAM = global_id("beam")
WALL = global_id("wall")


def point(model: Model, *at: float) -> Entity:
    return model.file.create_entity("IfcCartesianPoint", at)


def axes(model: Model) -> Entity:
    return model.file.create_entity("IfcAxis2Placement3D", point(model, 0.0, 0.0, 0.0))


def polyline(model: Model, *points: tuple[float, ...]) -> Entity:
    return model.file.create_entity("IfcPolyline", [point(model, *each) for each in points])


def represent(model: Model, product: Entity, identifier: str, *items: Entity) -> Entity:
    """Give a product one more representation."""
    more = model.file.create_entity("IfcShapeRepresentation", model.context, identifier, "SolidModel", items)
    shape = product.Representation or model.file.create_entity("IfcProductDefinitionShape", Representations=[])
    shape.Representations = [*(shape.Representations or ()), more]
    product.Representation = shape
    return product


def block(model: Model, *size: float) -> Entity:
    return model.file.create_entity("IfcBlock", axes(model), *size)


def cylinder(model: Model, radius: float) -> Entity:
    return model.file.create_entity("IfcRightCircularCylinder", axes(model), 2.0, radius)


def area(model: Model) -> Entity:
    ring = polyline(model, (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    return model.file.create_entity("IfcAnnotationFillArea", ring)


def room(model: Model) -> Entity:
    return block(model, 1.0, 3.0, 2.0)


def door(height: float, beside: str, item: Callable[[Model], Entity], issue: str = "") -> Model:
    model = Model(issue=issue)
    product = represent(model, model.element("IfcDoor", "door"), "Body", block(model, 1.0, 0.1, height))
    represent(model, product, beside, item(model))
    return model


@pytest.mark.parametrize(("beside", "item"), [("Clearance", room), ("FootPrint", area)])
def test_what_is_about_a_body_is_not_taken_for_it(beside: str, item: Callable[[Model], Entity]) -> None:
    change = told(door(2.0, beside, item), door(3.0, beside, item))["changed"][DOOR]["geometry_changed"]
    assert change["cause"] == ["shape"]
    assert change["volume"] == {"old": pytest.approx(0.2), "new": pytest.approx(0.3)}
    assert told(door(2.0, beside, item), door(2.0, beside, item, issue="again"))["changed"] == {}


def test_all_bodies_of_an_element_count() -> None:
    def second(side: float) -> Callable[[Model], Entity]:
        return lambda model: block(model, side, side, side)

    assert told(door(2.0, "Body", second(1.0)), door(2.0, "Body", second(1.0), issue="again"))["changed"] == {}
    change = told(door(2.0, "Body", second(1.0)), door(2.0, "Body", second(1.5)))["changed"][DOOR]
    assert list(change) == ["geometry_changed"]


def rebar(model: Model, end: float) -> Entity:
    directrix = polyline(model, (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (2.0, 0.0, 0.0))
    return model.file.create_entity("IfcSweptDiskSolid", directrix, 0.01, None, 0.0, end)


def drilled(model: Model, radius: float) -> Entity:
    return model.file.create_entity(
        "IfcBooleanResult", "DIFFERENCE", block(model, 4.0, 4.0, 1.0), cylinder(model, radius)
    )


@pytest.mark.parametrize(("make", "old", "new"), [(rebar, 2.0, 1.0), (drilled, 0.3, 0.9)])
def test_what_the_kernel_passes_over_is_not_called_equal(
    make: Callable[[Model, float], Entity], old: float, new: float
) -> None:
    def beam(size: float, issue: str = "") -> Model:
        model = Model(issue=issue)
        represent(model, model.element("IfcBeam", "beam"), "Body", make(model, size))
        return model

    result = told(beam(old), beam(new))
    assert BEAM in result["changed"] or "geometry" in result["coverage"]["unknown"][BEAM]
    same = told(beam(old), beam(old, issue="again"))
    assert (same["changed"], same["coverage"]["unknown"]) == ({}, {})


def opened(shape: Callable[[Model], Entity], at: float = 0.0, origin: float = 0.0) -> Model:
    """Return a wall with an opening; the wall's own origin is `origin` further along, and nothing else is."""
    model = Model()
    wall = model.element("IfcWall", "wall")
    wall.ObjectPlacement = model.place((origin, 0.0, 0.0))
    body = block(model, 6.0, 0.2, 3.0)
    body.Position.Location = point(model, -origin, 0.0, 0.0)
    represent(model, wall, "Body", body)
    opening = model.root("IfcOpeningElement", "opening")
    opening.ObjectPlacement = model.place((at - origin, 0.0, 0.0), wall.ObjectPlacement)
    represent(model, opening, "Body", shape(model))
    model.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    return model


def openings(old: Model, new: Model) -> Any:
    return told_both_ways(old, new)["changed"].get(WALL, {}).get("geometry_changed", {}).get("openings")


def of_radius(radius: float) -> Callable[[Model], Entity]:
    return lambda model: cylinder(model, radius)


def test_openings_without_a_mesh_are_compared_as_they_are_written() -> None:
    opening = global_id("opening")
    assert openings(opened(of_radius(0.3)), opened(of_radius(0.9))) == [{"guid": opening, "change": "resized"}]
    assert openings(opened(of_radius(0.3)), opened(of_radius(0.3), at=1.0)) == [{"guid": opening, "change": "moved"}]
    assert openings(opened(of_radius(0.3)), opened(of_radius(0.3))) is None


def test_openings_stay_where_their_host_only_got_another_origin() -> None:
    assert told_both_ways(opened(room), opened(room, origin=1.0))["changed"] == {}
    moved = openings(opened(room), opened(room, at=0.5, origin=1.0))
    assert moved == [{"guid": global_id("opening"), "change": "moved"}]
