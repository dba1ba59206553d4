"""What moved by itself, what was taken along, and placements that lead nowhere."""

import math

import pytest

from tests.engine.models import Model, changed, global_id, told, told_both_ways

WALL, STOREY = global_id("wall"), global_id("BuildingStorey")


def with_wall(at: tuple[float, float, float] = (1.0, 2.0, 0.0), storey: float = 0.0, unit: str = "METRE") -> Model:
    """Return a model of a wall that stands relative to its storey, `storey` metres up."""
    model = Model(unit=unit)
    model.storey.ObjectPlacement = model.place((0.0, 0.0, storey), model.building.ObjectPlacement)
    wall = model.element("IfcWall", "wall")
    wall.ObjectPlacement = model.place(at, model.storey.ObjectPlacement)
    return model


@pytest.mark.parametrize("unit", ["METRE", "MILLIMETRE", "FOOT"])
def test_a_move_is_told_in_metres_and_world_axes(unit: str) -> None:
    found = changed(with_wall(unit=unit), with_wall((1.3, 1.6, 0.0), unit=unit))
    assert found == {WALL: {"placement_changed": {"moved": [0.3, -0.4, 0.0], "distance": 0.5, "rotated": 0.0}}}


def test_the_same_place_in_other_units_is_no_move() -> None:
    assert changed(with_wall(unit="MILLIMETRE"), with_wall(unit="FOOT")) == {}


def test_less_than_the_tolerance_is_no_move() -> None:
    assert changed(with_wall(), with_wall((1.00009, 2.0, 0.0))) == {}
    assert WALL in changed(with_wall(), with_wall((1.00011, 2.0, 0.0)))


def test_without_a_tolerance_what_did_not_move_has_not() -> None:
    result = told_both_ways(with_wall(), with_wall((1.00001, 2.0, 0.0)), tolerance=0.0)
    assert result["changed"].keys() == {WALL}


def test_a_turn_is_told_in_degrees() -> None:
    old, new = with_wall(), with_wall()
    axes = new.file.by_guid(WALL).ObjectPlacement.RelativePlacement
    turn = math.radians(30)
    axes.RefDirection = new.file.create_entity("IfcDirection", (math.cos(turn), math.sin(turn), 0.0))
    axes.Axis = new.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    value = changed(old, new)[WALL]["placement_changed"]
    assert value == {"moved": [0.0, 0.0, 0.0], "distance": 0.0, "rotated": 30.0}


def test_what_its_storey_took_along_is_told_once() -> None:
    found = changed(with_wall(), with_wall(storey=0.5))
    assert found.keys() == {STOREY}
    assert found[STOREY]["placement_changed"] == {
        "moved": [0.0, 0.0, 0.5],
        "distance": 0.5,
        "rotated": 0.0,
        "carried": 1,
    }


def test_what_moved_beyond_its_storey_is_told_by_that() -> None:
    found = changed(with_wall(), with_wall((1.0, 3.0, 0.0), storey=0.5))
    assert found[WALL]["placement_changed"]["moved"] == [0.0, 1.0, 0.0]
    assert "carried" not in found[STOREY]["placement_changed"]


def test_what_stays_while_its_storey_moves_has_not_moved() -> None:
    assert changed(with_wall(), with_wall((1.0, 2.0, -0.5), storey=0.5)).keys() == {STOREY}


def test_another_chain_to_the_same_place_is_no_move() -> None:
    old, new = with_wall(storey=0.5), with_wall(storey=0.5)
    new.file.by_guid(WALL).ObjectPlacement = new.place((1.0, 2.0, 0.5))
    assert changed(old, new) == {}


def test_a_placement_gained_is_told_as_that() -> None:
    old, new = with_wall(), with_wall()
    old.file.by_guid(WALL).ObjectPlacement = None
    assert changed(old, new)[WALL]["placement_changed"]["placed"] == {"old": False, "new": True}


def test_a_placement_that_refers_to_itself_is_not_known() -> None:
    old, new = with_wall(), with_wall((4.0, 2.0, 0.0))
    placement = new.file.by_guid(WALL).ObjectPlacement
    placement.PlacementRelTo = placement
    result = told(old, new)
    assert "refers to itself" in result["coverage"]["unknown"][WALL]["placement"]


def on_grid(at: tuple[float, float, float], turned: bool = False, name: str = "", schema: str = "IFC4") -> Model:
    """Return a model of a column that stands where two axes of a grid cross, which is `at` some place."""
    model = Model(schema)
    make = model.file.create_entity
    axes = []
    for tag, ends in (("1", ((0.0, 0.0), (9.0, 0.0))), ("A", ((3.0, 0.0), (3.0, 9.0)))):
        line = make("IfcPolyline", [make("IfcCartesianPoint", each) for each in ends])
        axes.append(make("IfcGridAxis", AxisTag=tag, AxisCurve=line, SameSense=True))
    grid = model.element("IfcGrid", "grid", UAxes=axes[:1], VAxes=axes[1:])
    grid.ObjectPlacement = model.place(at)
    if turned:
        grid.ObjectPlacement.RelativePlacement.RefDirection = make("IfcDirection", (0.0, 1.0, 0.0))
        grid.ObjectPlacement.RelativePlacement.Axis = make("IfcDirection", (0.0, 0.0, 1.0))
    column = model.element("IfcColumn", "wall", Description=name or None)
    crossing = make("IfcVirtualGridIntersection", axes, (0.0, 0.0, 0.0))
    column.ObjectPlacement = make("IfcGridPlacement", PlacementLocation=crossing)
    return model


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
@pytest.mark.parametrize("name", ["", "edited"])
def test_what_stands_on_a_grid_goes_along_with_it(name: str, schema: str) -> None:
    result = told_both_ways(on_grid((0.0, 0.0, 0.0), schema=schema), on_grid((2.0, 0.0, 0.0), name=name, schema=schema))
    assert result["changed"].pop(WALL, {}).keys() == ({"attributes_changed"} if name else set())
    moved = {"moved": [2.0, 0.0, 0.0], "distance": 2.0, "rotated": 0.0, "carried": 1}
    assert result["changed"] == {global_id("grid"): {"placement_changed": moved}}


def test_what_moves_on_a_turned_grid_is_told_in_world_axes() -> None:
    old, new = on_grid((0.0, 0.0, 0.0), turned=True), on_grid((0.0, 0.0, 0.0), turned=True)
    new.file.by_guid(WALL).ObjectPlacement.PlacementLocation.OffsetDistances = (0.5, 0.0, 0.0)
    moved = told_both_ways(old, new)["changed"][WALL]["placement_changed"]["moved"]
    assert moved == pytest.approx([-0.5, 0.0, 0.0])


def test_a_direction_that_is_not_at_a_right_angle_is_projected() -> None:
    def with_direction(*ratios: float) -> Model:
        model = with_wall()
        axes = model.file.by_guid(WALL).ObjectPlacement.RelativePlacement
        axes.Axis = model.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
        axes.RefDirection = model.file.create_entity("IfcDirection", ratios)
        return model

    assert changed(with_direction(1.0, 0.0, 0.0), with_direction(1.0, 0.0, 1.0)) == {}
    lost = told(with_direction(1.0, 0.0, 0.0), with_direction(0.0, 0.0, 1.0))
    assert "direction" in lost["coverage"]["unknown"][WALL]["placement"]


@pytest.mark.parametrize("lost", ["IfcGridPlacement", "IfcVirtualGridIntersection", "IfcGridAxis"])
def test_what_stands_on_a_grid_that_is_not_there_is_not_known(lost: str) -> None:
    old, new = on_grid((0.0, 0.0, 0.0)), on_grid((0.0, 0.0, 0.0), name="edited")
    (gone, *_) = new.file.by_type(lost)
    attribute = {"IfcGridPlacement": "PlacementLocation", "IfcGridAxis": "AxisCurve"}.get(lost, "IntersectingAxes")
    setattr(gone, attribute, None)
    result = told(old, new)
    assert "grid" in result["coverage"]["unknown"][WALL]["placement"]
    assert "attributes_changed" in result["changed"][WALL]
