"""Beams and columns as Revit writes them: IFC2X3, a type for each, mapped bodies, origins chosen anew every time."""

from typing import Any

from tests.engine.models import Entity, Model, global_id, told_both_ways

Point = tuple[float, float, float]
COLUMN, BEAM, JOINED = (global_id(name) for name in ("column", "beam", "joined"))


def shaped(model: Model, element: Entity, size: Point, placed: Point, mapped: Point, inside: Point) -> Entity:
    """Give an element a type that is its own and a body mapped from it; it stands at the sum of the three points."""
    element.ObjectPlacement = model.place(placed, model.storey.ObjectPlacement)
    make = model.file.create_entity
    solid = model.box(element, size).Representation.Representations[0].Items[0]
    solid.Position = model.axes(inside)
    solid.SweptArea.Position = make("IfcAxis2Placement2D", make("IfcCartesianPoint", (0.0, 0.0)))
    source = make("IfcRepresentationMap", model.axes((0.0, 0.0, 0.0)), element.Representation.Representations[0])
    target = make("IfcCartesianTransformationOperator3D", LocalOrigin=model.axes(mapped).Location)
    body = make(
        "IfcShapeRepresentation", model.context, "Body", "MappedRepresentation", [make("IfcMappedItem", source, target)]
    )
    element.Representation = make("IfcProductDefinitionShape", Representations=[body])
    type_ = model.type(f"{element.is_a()}Type", f"type of {element.Name}", element, PredefinedType="NOTDEFINED")
    type_.RepresentationMaps = [source]
    return element


def frame(
    *,
    storey: float = 3.0,
    column: tuple[Point, Point, Point, Point] = ((0.3, 0.45, 3.0), (0.0, 0.0, -3.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    beam: tuple[Point, Point, Point, Point] = ((0.4, 9.0, 0.8), (5.0, 0.0, -0.8), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    joined: tuple[Point, Point, Point, Point] = ((4.0, 0.4, 0.8), (2.8, 4.7, 0.0), (0.0, 0.0, -0.8), (0.0, 0.0, 0.0)),
) -> Model:
    """Return a model of a column below a storey, a beam under it and one that is joined to that.

    Of each its size, where it is placed, mapped, and written within its own axes.
    """
    model = Model("IFC2X3", unit="MILLIMETRE")
    model.storey.ObjectPlacement = model.place((0.0, 0.0, storey), model.building.ObjectPlacement)
    for class_, name, each in (
        ("IfcColumn", "column", column),
        ("IfcBeam", "beam", beam),
        ("IfcBeam", "joined", joined),
    ):
        shaped(model, model.element(class_, name), *each)
    return model


def told_of(new: Model) -> dict[str, Any]:
    result = told_both_ways(frame(), new)
    assert (result["coverage"]["unknown"], result["added"], result["deleted"]) == ({}, [], [])
    found: dict[str, Any] = result["changed"]
    return found


def test_a_beam_of_another_section_and_the_one_that_is_joined_to_it_were_reshaped() -> None:
    thinner = (0.3, 9.0, 0.6), (5.0, 0.0, 0.0), (0.0, 1.0, -0.6), (0.0, -1.0, 0.0)
    longer = (4.05, 0.4, 0.8), (2.0, 4.7, 0.0), (0.0, 0.0, -0.8), (0.825, 0.0, 0.0)
    found = told_of(frame(beam=thinner, joined=longer))
    assert {guid: list(value) for guid, value in found.items()} == {
        BEAM: ["geometry_changed"],
        JOINED: ["geometry_changed"],
    }
    assert found[BEAM]["geometry_changed"]["volume"] == {"old": 2.88, "new": 1.62}
    assert found[BEAM]["geometry_changed"]["world"]["new"] == [[4.85, -4.5, 2.4], [5.15, 4.5, 3.0]]


def test_a_column_that_moved_moved_whatever_its_origin_is() -> None:
    moved = (0.3, 0.45, 3.0), (-4.0, 7.0, -3.0), (4.0, 0.0, 0.0), (0.25, -7.0, 0.0)
    value = {"moved": [0.25, 0.0, 0.0], "distance": 0.25, "rotated": 0.0}
    assert told_of(frame(column=moved)) == {COLUMN: {"placement_changed": value}}


def test_a_storey_that_was_raised_carries_its_beams_and_lengthens_the_columns() -> None:
    taller = (0.3, 0.45, 4.0), (0.0, 0.0, -4.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
    anew = (0.4, 9.0, 0.8), (0.0, 0.0, -4.8), (5.0, 0.0, 0.0), (0.0, 0.0, 4.0)
    found = told_of(frame(storey=4.0, column=taller, beam=anew))
    assert found.keys() == {global_id("BuildingStorey"), COLUMN}
    assert found[global_id("BuildingStorey")] == {
        "placement_changed": {"moved": [0.0, 0.0, 1.0], "distance": 1.0, "rotated": 0.0, "carried": 2}
    }
    assert found[COLUMN].keys() == {"geometry_changed"}
