"""What looks the same from several sides did what one can see of it, not what its axes did."""

import math
from typing import Any

import pytest

from tests.engine.models import Entity, Model, global_id, told_both_ways

PLATE, STOREY = global_id("plate"), global_id("BuildingStorey")
Point = tuple[float, float, float]


def turn(model: Model, axes: Entity, degrees: float) -> None:
    angle = math.radians(degrees)
    axes.Axis = model.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    axes.RefDirection = model.file.create_entity("IfcDirection", (math.cos(angle), math.sin(angle), 0.0))


def with_plate(
    degrees: float = 0.0, at: Point = (1.0, 2.0, 0.0), inside: Point = (0.0, 0.0, 0.0), size: Point = (1.0, 1.0, 0.2)
) -> Model:
    """Return a model of a plate, square unless said otherwise, that is turned about its own axis."""
    model = Model()
    model.storey.ObjectPlacement = model.place()
    plate = model.box(model.element("IfcPlate", "plate"), size)
    plate.ObjectPlacement = model.place(at, model.storey.ObjectPlacement)
    turn(model, plate.ObjectPlacement.RelativePlacement, degrees)
    plate.Representation.Representations[0].Items[0].Position = model.axes(inside)
    return model


def rounded(model: Model) -> Model:
    """Return the model with a round plate."""
    circle = model.file.create_entity("IfcCircleProfileDef", ProfileType="AREA", Radius=0.2)
    model.file.by_guid(PLATE).Representation.Representations[0].Items[0].SweptArea = circle
    return model


def with_hole(model: Model) -> Model:
    """Return the model with a hole in a corner of the plate."""
    plate = model.file.by_guid(PLATE)
    hole = model.root("IfcOpeningElement", "hole", ObjectPlacement=model.place((0.3, 0.3, -0.1), plate.ObjectPlacement))
    model.box(hole, (0.2, 0.2, 1.0))
    model.relate("IfcRelVoidsElement", RelatingBuildingElement=plate, RelatedOpeningElement=hole)
    return model


def told_of(old: Model, new: Model) -> dict[str, Any]:
    result = told_both_ways(old, new)
    assert (result["coverage"]["unknown"], result["coverage"]["unseen"]) == ({}, {})
    found: dict[str, Any] = result["changed"]
    return found


def moved(*by: float, rotated: float = 0.0) -> dict[str, Any]:
    return {PLATE: {"placement_changed": {"moved": list(by), "distance": math.hypot(*by), "rotated": rotated}}}


def test_what_looks_as_before_did_nothing() -> None:
    assert told_of(with_plate(), with_plate(90.0)) == {}
    assert told_of(with_plate(size=(4.0, 0.3, 2.5)), with_plate(180.0, size=(4.0, 0.3, 2.5))) == {}
    assert told_of(rounded(with_plate()), rounded(with_plate(33.0))) == {}


def test_what_looks_as_before_elsewhere_moved_and_did_not_turn() -> None:
    assert told_of(with_plate(), with_plate(90.0, at=(2.0, 2.0, 0.0))) == moved(1.0, 0.0, 0.0)
    assert told_of(rounded(with_plate()), rounded(with_plate(33.0, at=(1.0, 3.0, 0.0)))) == moved(0.0, 1.0, 0.0)
    away = (3.0, 0.0, 0.0)
    assert told_of(with_plate(inside=away), with_plate(180.0, inside=away)) == moved(-6.0, 0.0, 0.0)


def test_a_turn_is_the_least_that_one_can_see() -> None:
    assert told_of(with_plate(), with_plate(100.0)) == moved(0.0, 0.0, 0.0, rotated=10.0)
    assert told_of(with_plate(size=(4.0, 0.3, 2.5)), with_plate(90.0, size=(4.0, 0.3, 2.5))) == moved(
        0.0, 0.0, 0.0, rotated=90.0
    )


def test_a_hole_tells_from_which_side_it_is_seen() -> None:
    assert told_of(with_hole(with_plate()), with_hole(with_plate(90.0))) == moved(0.0, 0.0, 0.0, rotated=90.0)


def test_a_round_body_whose_axes_are_chosen_anew_and_turned_did_nothing() -> None:
    angle = math.radians(33.0)
    at = (1.0 - 0.3 * math.cos(angle), 2.0 - 0.3 * math.sin(angle), 0.0)
    assert told_of(rounded(with_plate()), rounded(with_plate(33.0, at, (0.3, 0.0, 0.0)))) == {}


@pytest.mark.parametrize("degrees", [90.0, 33.0])
def test_what_looks_as_before_is_carried_by_what_turned(degrees: float) -> None:
    new = with_plate()
    turn(new, new.storey.ObjectPlacement.RelativePlacement, degrees)
    new.file.by_guid(PLATE).Description = "edited"
    found = told_of(with_plate(), new)
    assert found[PLATE].keys() == {"attributes_changed"}
    assert found[STOREY]["placement_changed"]["carried"] == 1
