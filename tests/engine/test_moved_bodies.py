"""Moves are judged by the body: exporters choose origins anew, and write a new place into points or into axes."""

import math
from typing import Any

import numpy as np
import pytest

from ifcdelta.shape.congruence import motion_between
from ifcdelta.shape.mesh import Mesh, same
from tests.engine.models import Entity, Model, global_id, told_both_ways
from tests.support.data import DATA, absent

Point = tuple[float, float, float]
WALL, STOREY = global_id("wall"), global_id("BuildingStorey")
SIZE = (4.0, 0.3, 2.5)


def with_wall(
    at: Point = (1.0, 2.0, 0.0), inside: Point = (0.0, 0.0, 0.0), size: Point = SIZE, storey: float = 0.0
) -> Model:
    """Return a model of a wall that stands at a point of its storey, with its body at another point of its own axes."""
    model = Model()
    model.storey.ObjectPlacement = model.place((0.0, 0.0, storey), model.building.ObjectPlacement)
    wall = model.element("IfcWall", "wall")
    wall.ObjectPlacement = model.place(at, model.storey.ObjectPlacement)
    _solid(model.box(wall, size)).Position = model.axes(inside)
    return model


def _solid(wall: Entity) -> Entity:
    solid: Entity = wall.Representation.Representations[0].Items[0]
    return solid


def told_of(old: Model, new: Model) -> dict[str, Any]:
    result = told_both_ways(old, new)
    assert result["coverage"]["unknown"] == {}
    found: dict[str, Any] = result["changed"]
    return found


def moved(*by: float, **more: Any) -> dict[str, Any]:
    distance = round(math.hypot(*by), 6)
    return {"placement_changed": {"moved": list(by), "distance": distance, "rotated": 0.0, **more}}


def test_a_body_that_stays_while_its_axes_are_chosen_anew_does_nothing() -> None:
    assert told_of(with_wall(), with_wall((1.0, -7.775, 0.0), (0.0, 9.775, 0.0))) == {}


def test_a_body_that_moves_within_its_axes_moved() -> None:
    assert told_of(with_wall(), with_wall(inside=(0.0, 2.0, 0.0))) == {WALL: moved(0.0, 2.0, 0.0)}


def test_a_body_that_moves_while_its_axes_are_chosen_anew_moved_as_it_did() -> None:
    assert told_of(with_wall(), with_wall((1.0, -7.0, 0.0), (0.5, 9.0, 0.0))) == {WALL: moved(0.5, 0.0, 0.0)}


def test_a_body_that_turns_within_its_axes_turned() -> None:
    old, new = with_wall(), with_wall()
    axes = _solid(new.file.by_guid(WALL)).Position
    axes.Axis = new.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    axes.RefDirection = new.file.create_entity("IfcDirection", (math.cos(0.5), math.sin(0.5), 0.0))
    found = told_of(old, new)
    assert found[WALL].keys() == {"placement_changed"}
    assert found[WALL]["placement_changed"]["rotated"] == pytest.approx(math.degrees(0.5), abs=1e-3)
    assert found[WALL]["placement_changed"]["distance"] == pytest.approx(0.0, abs=1e-5)


def test_a_reshaped_body_in_its_place_did_not_move() -> None:
    found = told_of(with_wall(), with_wall((1.0, -7.775, 0.0), (0.0, 9.775, 0.0), (4.0, 0.2, 2.5)))
    assert found[WALL].keys() == {"geometry_changed"}
    world = found[WALL]["geometry_changed"]["world"]
    assert world == {
        "old": [[-1.0, 1.85, 0.0], [3.0, 2.15, 2.5]],
        "new": [[-1.0, 1.9, 0.0], [3.0, 2.1, 2.5]],
    }


def test_a_reshaped_body_that_left_its_place_moved() -> None:
    found = told_of(with_wall(), with_wall((1.0, 5.0, 0.0), size=(4.0, 0.2, 2.5)))
    assert found[WALL].keys() == {"geometry_changed", "placement_changed"}
    assert found[WALL]["placement_changed"] == moved(0.0, 3.0, 0.0)["placement_changed"]


def test_what_goes_along_within_its_axes_is_carried() -> None:
    found = told_of(with_wall(), with_wall(storey=1.0))
    assert told_of(with_wall(), with_wall((1.0, 2.0, -1.0), (0.0, 0.0, 1.0), storey=1.0)) == found
    assert found == {STOREY: moved(0.0, 0.0, 1.0, carried=1)}


def test_a_reshaped_body_that_went_along_is_carried() -> None:
    found = told_of(with_wall(), with_wall(size=(4.0, 0.2, 2.5), storey=9.0))
    assert found[STOREY] == moved(0.0, 0.0, 9.0, carried=1)
    assert found[WALL].keys() == {"geometry_changed"}


def test_what_it_did_in_the_world_is_told_beside_what_it_did_by_itself() -> None:
    found = told_of(with_wall(), with_wall((1.0, 2.5, 0.0), storey=1.0))
    assert found[WALL] == moved(0.0, 0.5, 0.0, in_world=[0.0, 0.5, 1.0])


def with_lamp(at: Point, inside: Point, size: Point = SIZE, lamp: Point = (0.5, 0.0, 0.5)) -> Model:
    """Return a model of a wall, and of a lamp on it that is placed relative to it."""
    model = with_wall(at, inside, size)
    fixture = model.box(model.element("IfcLightFixture", "lamp"), (0.3, 0.2, 0.1))
    fixture.ObjectPlacement = model.place(lamp, model.file.by_guid(WALL).ObjectPlacement)
    return model


def test_what_stands_on_axes_that_were_chosen_anew_moved_by_itself() -> None:
    old, lamp = with_lamp((1.0, 2.0, 0.0), (0.0, 0.0, 0.0)), global_id("lamp")
    assert told_of(old, with_lamp((1.0, -1.0, 0.0), (0.0, 3.0, 0.0))) == {lamp: moved(0.0, -3.0, 0.0)}
    assert told_of(old, with_lamp((1.0, -1.0, 0.0), (0.0, 3.0, 0.0), lamp=(0.5, 3.0, 0.5))) == {}
    assert told_of(old, with_lamp((1.0, 2.0, 0.0), (0.0, 3.0, 0.0))) == {WALL: moved(0.0, 3.0, 0.0)}
    found = told_of(old, with_lamp((1.0, 5.0, 0.0), (0.0, 0.0, 0.0)))
    assert found == {WALL: moved(0.0, 3.0, 0.0, carried=1)}


def test_what_stands_on_axes_of_a_body_that_moved_otherwise_is_told_beyond_it() -> None:
    old, new = with_lamp((1.0, 2.0, 0.0), (0.0, 0.0, 0.0)), with_lamp((1.0, 4.0, 0.0), (0.0, -1.5, 0.0))
    found = told_of(old, new)
    assert found == {WALL: moved(0.0, 0.5, 0.0), global_id("lamp"): moved(0.0, 1.5, 0.0, in_world=[0.0, 2.0, 0.0])}


def test_what_moved_within_a_room_whose_body_alone_turned_moved_by_itself() -> None:
    def made(size: Point, height: float) -> Model:
        model = Model()
        room, lamp = model.element("IfcSpace", "room"), model.element("IfcFurnishingElement", "lamp")
        model.box(room, size)
        model.box(lamp, (0.1, 0.2, 0.3))
        lamp.ObjectPlacement = model.place((1.0, 0.5, height), room.ObjectPlacement)
        return model

    found = told_of(made((4.0, 3.0, 2.5), 0.0), made((3.0, 4.0, 2.5), 0.5))
    assert found[global_id("room")]["placement_changed"]["rotated"] == pytest.approx(90.0)
    assert found[global_id("lamp")] == moved(0.0, 0.0, 0.5)


def test_what_stands_on_a_wall_that_was_only_shortened_moved_by_itself() -> None:
    old, new = (
        with_lamp((1.0, 2.0, 0.0), (0.0, 0.0, 0.0)),
        with_lamp((2.0, 2.0, 0.0), (-0.5, 0.0, 0.0), (3.0, 0.3, 2.5)),
    )
    found = told_of(old, new)
    assert found[WALL].keys() == {"geometry_changed"}
    assert found[global_id("lamp")] == moved(1.0, 0.0, 0.0)


def test_walls_of_one_shape_are_each_told_where_they_stand() -> None:
    models = []
    for size in (SIZE, (4.0, 0.2, 2.5)):
        model = with_wall(size=size)
        first = model.file.by_guid(WALL)
        second = model.element("IfcWall", "second")
        second.ObjectPlacement = model.place((0.0, 50.0, 0.0), model.storey.ObjectPlacement)
        second.Representation = first.Representation
        models.append(model)
    found = told_of(*models)
    boxes = [found[guid]["geometry_changed"]["world"]["old"][0] for guid in (WALL, global_id("second"))]
    assert boxes == [[-1.0, 1.85, 0.0], [-2.0, 49.85, 0.0]]


def test_a_shape_that_one_occurrence_maps_is_told_on_it() -> None:
    def mapped(size: Point, *names: str) -> Model:
        model = Model()
        body = model.box(model.root("IfcWall", "mould"), size).Representation.Representations[0]
        source = model.file.create_entity("IfcRepresentationMap", model.axes((0.0, 0.0, 0.0)), body)
        model.file.remove(model.file.by_guid(global_id("mould")))
        walls = [model.element("IfcWall", name) for name in names]
        for wall in walls:
            origin = model.file.create_entity("IfcCartesianPoint", (0.0, 0.0, 0.0))
            target = model.file.create_entity("IfcCartesianTransformationOperator3D", LocalOrigin=origin)
            item = model.file.create_entity("IfcMappedItem", source, target)
            shape = model.file.create_entity(
                "IfcShapeRepresentation", model.context, "Body", "MappedRepresentation", [item]
            )
            wall.Representation = model.file.create_entity("IfcProductDefinitionShape", Representations=[shape])
        model.type("IfcWallType", "type", *walls, PredefinedType="STANDARD").RepresentationMaps = [source]
        return model

    thin = (4.0, 0.2, 2.5)
    assert told_of(mapped(SIZE, "wall"), mapped(thin, "wall")).keys() == {WALL}
    every = {global_id(name) for name in ("wall", "second", "type")}
    assert told_of(mapped(SIZE, "wall", "second"), mapped(thin, "wall", "second")).keys() == every


@pytest.mark.parametrize(
    ("pair", "moves"),
    [("revit2018_M1_A-MG", set()), ("revit2018_M1_R-MI", {"2bCIrVlIbF5wbKkd2fSKd1"})],
)
def test_the_labelled_changes_moved_what_their_labels_say(pair: str, moves: set[str]) -> None:
    folder = DATA / "pairs" / pair
    if not folder.is_dir():
        pytest.skip(absent("pairs"))
    changed = told_both_ways(folder / "old.ifc", folder / "new.ifc")["changed"]
    assert {guid for guid, change in changed.items() if "placement_changed" in change} == moves


def wedge() -> Mesh:
    points = np.array([[0, 0, 0], [3, 0, 0], [0, 2, 0], [0, 0, 1]], float)
    return Mesh(points, np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]], np.int32))


def test_a_turned_body_is_found_and_a_mirrored_one_is_not() -> None:
    turn = np.linalg.qr(np.array([[1.0, 2.0, 0.5], [0.3, 1.0, -1.0], [0.2, 0.1, 1.0]]))[0]
    turn *= np.sign(np.linalg.det(turn))
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = turn, (5.0, -3.0, 1.0)
    found = motion_between(wedge(), wedge().placed(matrix), 1e-4, [np.eye(3)])
    assert found is not None
    assert same(wedge().placed(found), wedge().placed(matrix), 1e-4)
    assert motion_between(wedge(), Mesh(wedge().points * [1, 1, -1], wedge().faces), 1e-4, [np.eye(3)]) is None


def test_a_body_as_small_as_the_tolerance_has_no_turn_without_a_direction() -> None:
    points = 3.3e-4 * np.concatenate([np.eye(3), -np.eye(3)])
    faces = [[0, 1, 2], [1, 3, 2], [3, 4, 2], [4, 0, 2], [1, 0, 5], [3, 1, 5], [4, 3, 5], [0, 4, 5]]
    octahedron, matrix = Mesh(points, np.array(faces, np.int32)), np.eye(4)
    matrix[:3, :3] = np.array([[1, 1, 1], [-1, 1, 0], [-1, -1, 2]]).T / np.sqrt([3.0, 2.0, 6.0])  # A tip into a face.
    with np.errstate(all="raise"):
        found = motion_between(octahedron, octahedron.placed(matrix), 1e-4, [np.eye(3)])
    assert found is not None
