"""A cut shapes its elements as the whole does: with their features and those of the wholes that they are parts of."""

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.element as element_util
import ifcopenshell.util.shape
import numpy as np
import pytest

from ifcdelta.index.element_hashes import ElementHashes, element_hashes
from ifcdelta.index.fingerprint import fingerprints
from ifcdelta.index.table import Index, read_index
from ifcdelta.narrow.cut import cut
from tests.engine.models import Model, global_id, told_both_ways


def boxed(model: Model, entity: ifcopenshell.entity_instance, size: tuple[float, float, float]) -> None:
    """Give an element a box, in metres, for its shape."""
    file = model.file
    profile = file.create_entity("IfcRectangleProfileDef", ProfileType="AREA", XDim=size[0], YDim=size[1])
    up = file.create_entity("IfcDirection", DirectionRatios=(0.0, 0.0, 1.0))
    solid = file.create_entity(
        "IfcExtrudedAreaSolid",
        SweptArea=profile,
        Position=model.axes((0.0, 0.0, 0.0)),
        ExtrudedDirection=up,
        Depth=size[2],
    )
    shape = file.create_entity(
        "IfcShapeRepresentation",
        ContextOfItems=model.context,
        RepresentationIdentifier="Body",
        RepresentationType="SweptSolid",
        Items=[solid],
    )
    entity.Representation = file.create_entity("IfcProductDefinitionShape", Representations=[shape])


def house(path: Path, width: float, *, is_in_whole: bool, note: str = "") -> Index:
    """Write a wall with a part and an opening of some width, in the part itself or in the wall; index it."""
    model = Model()
    wall = model.element("IfcWall", "wall")
    part = model.root("IfcBuildingElementPart", "part", ObjectPlacement=model.place(), Description=note or None)
    model.aggregate(wall, part)
    opening = model.root("IfcOpeningElement", "opening", ObjectPlacement=model.place())
    boxed(model, part, (4.0, 0.3, 3.0))
    boxed(model, opening, (width, 0.9, 0.5))
    host = wall if is_in_whole else part
    model.root("IfcRelVoidsElement", "voids", RelatingBuildingElement=host, RelatedOpeningElement=opening)
    model.file.write(str(path))
    return read_index(path)


def row_of(index: Index, elements: ElementHashes, name: str) -> int:
    return next(int(row) for row in elements.rows if index.global_id(int(row)) == global_id(name))


def volume(file: ifcopenshell.file, name: str) -> float:
    shape: Any = ifcopenshell.geom.create_shape(ifcopenshell.geom.settings(), file.by_guid(global_id(name)))
    return float(ifcopenshell.util.shape.get_volume(shape.geometry))


@pytest.mark.parametrize("is_in_whole", [True, False], ids=["opening of the whole", "opening of the part"])
def test_a_part_that_an_opening_cuts_is_left_over_and_cut_out_with_it(tmp_path: Path, is_in_whole: bool) -> None:
    old = house(tmp_path / "old.ifc", 0.5, is_in_whole=is_in_whole)
    new = house(tmp_path / "new.ifc", 0.9, is_in_whole=is_in_whole)
    before, after = element_hashes(old, fingerprints(old)), element_hashes(new, fingerprints(new))
    place = before.rows.tolist().index(row_of(old, before, "part"))
    assert np.array_equal(before.ids, after.ids)
    assert before.content[place] != after.content[place]
    assert before.shape[place] != after.shape[place]
    for index, elements, name in ((old, before, "old"), (new, after, "new")):
        small = cut(index, np.array([row_of(index, elements, "part")]))
        whole = ifcopenshell.open(tmp_path / f"{name}.ifc")
        assert isinstance(whole, ifcopenshell.file)
        assert volume(small, "part") == pytest.approx(volume(whole, "part"))
        assert volume(small, "part") < 3.55


def test_a_note_on_a_part_leaves_its_shape_as_it_is(tmp_path: Path) -> None:
    old = house(tmp_path / "old.ifc", 0.5, is_in_whole=True)
    new = house(tmp_path / "new.ifc", 0.5, is_in_whole=True, note="edited")
    before, after = element_hashes(old, fingerprints(old)), element_hashes(new, fingerprints(new))
    place = before.rows.tolist().index(row_of(old, before, "part"))
    assert before.content[place] != after.content[place]
    assert before.shape[place] == after.shape[place]


def test_what_is_asked_for_without_its_shape_comes_with_all_else(tmp_path: Path) -> None:
    index = house(tmp_path / "old.ifc", 0.5, is_in_whole=True)
    row = row_of(index, element_hashes(index, fingerprints(index)), "part")
    small = cut(index, np.array([row]), shapeless=np.array([row]))
    part = small.by_guid(global_id("part"))
    assert part.Representation is None
    assert part.ObjectPlacement is not None
    whole = element_util.get_aggregate(part)
    assert whole is not None
    assert whole.GlobalId == global_id("wall")


@pytest.mark.parametrize("moved", ["wall", "BuildingStorey", "opening"])
def test_an_opening_that_does_not_stand_on_its_host_stays_where_that_moves(moved: str) -> None:
    def wall(by: float) -> Model:
        model = Model()
        model.storey.ObjectPlacement = model.place((by if moved == "BuildingStorey" else 0.0, 0.0, 0.0))
        wall = model.element("IfcWall", "wall")
        wall.ObjectPlacement = model.place((by if moved == "wall" else 0.0, 0.0, 0.0), model.storey.ObjectPlacement)
        opening = model.root("IfcOpeningElement", "opening")
        opening.ObjectPlacement = model.place((by if moved == "opening" else 0.0, 0.0, 1.0))
        boxed(model, wall, (4.0, 0.3, 3.0))
        boxed(model, opening, (1.0, 0.9, 0.5))
        model.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
        return model

    found = told_both_ways(wall(0.0), wall(0.2))["changed"]
    assert found[global_id("wall")]["geometry_changed"]["openings"] == [
        {"guid": global_id("opening"), "change": "moved"}
    ]


def test_more_sets_than_the_file_has_instances_by_the_elements_that_share_them(tmp_path: Path) -> None:
    model = Model()
    walls = [model.element("IfcWall", f"wall {number}") for number in range(60)]
    for number in range(60):
        model.define(model.pset(f"Pset {number}", model.single("P", "IfcLabel", "x")), *walls)
    model.file.write(str(tmp_path / "model.ifc"))
    index = read_index(tmp_path / "model.ifc")
    small = cut(index, np.array([row_of(index, element_hashes(index, fingerprints(index)), "wall 7")]))
    assert [wall.GlobalId for wall in small.by_type("IfcWall")] == [global_id("wall 7")]
    assert len(small.by_type("IfcPropertySet")) == 60
