"""Scenes of small models with something odd: units, schemas, names, GlobalIds, no shape at all, georeferences."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ifcdelta import Options, diff
from tests.engine.models import Model, global_id, write
from tests.engine.scene.glb import Glb, scene
from tests.engine.scene.validator import issues_of

HOSTILE = "</script><img src=x onerror=alert(1)> =cmd|' \u202e"


def shown(old: Model, new: Model, part: Any = "all") -> Glb:
    """Diff two models and make a scene of it, which has to be valid."""
    paths = [write(each.file.to_string(), name) for each, name in ((old, "old.ifc"), (new, "new.ifc"))]
    made = scene(paths[0], paths[1], diff(paths[0], paths[1], Options()), part)
    assert [each for each in issues_of_where_possible(made) if each["severity"] < 2] == []
    return made


def issues_of_where_possible(glb: Glb) -> list[dict[str, Any]]:
    try:
        return issues_of(glb.data)
    except pytest.skip.Exception:
        return []


def walls(schema: str = "IFC4", unit: str = "METRE", x: float = 1.0, far: float = 0.0) -> Model:
    """A wall that stands at x, and one that does not move, `far` from the origin."""
    model = Model(schema, unit)
    for name, at in (("one", x), ("other", 5.0)):
        wall = model.element("IfcWall", name)
        wall.ObjectPlacement = model.place((far + at, far + 2.0, 3.0))
        profile = model.box(wall, (0.5, 0.25, 2.0)).Representation.Representations[0].Items[0].SweptArea
        point = model.file.create_entity("IfcCartesianPoint", (0.0, 0.0))
        profile.Position = model.file.create_entity("IfcAxis2Placement2D", point)  # IFC2X3 does not do without
    return model


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3_ADD2"])
@pytest.mark.parametrize("unit", ["METRE", "MILLIMETRE", "FOOT"])
def test_places_are_metres_in_every_unit_and_schema(schema: str, unit: str) -> None:
    made = shown(walls(schema, unit), walls(schema, unit, x=2.0))
    boxes = {(each.name, each.extras["side"]): each.box for each in made.nodes}
    assert boxes.keys() == {(global_id("one"), "old"), (global_id("one"), "new"), (global_id("other"), "both")}
    for key, x in (((global_id("one"), "old"), 1.0), ((global_id("one"), "new"), 2.0)):
        assert boxes[key] == pytest.approx(np.array([[x - 0.25, 1.875, 3.0], [x + 0.25, 2.125, 5.0]]), abs=1e-5)
    assert len({each.mesh for each in made.nodes}) == 2
    assert len(made.json["accessors"]) == 2


def test_far_from_the_origin_single_precision_keeps_millimetres() -> None:
    made = shown(walls(far=4_000_000.0), walls(x=1.001, far=4_000_000.0))
    far = made.json["nodes"][-1]["matrix"]
    assert abs(far[12]) > 3_999_000
    single = [np.float32(each["matrix"][12:15]) for each in made.json["nodes"] if "mesh" in each]
    assert np.abs(single).max() < 1000
    boxes = {each.extras["side"]: each.box for each in made.nodes}
    assert boxes["new"][0, 0] - boxes["old"][0, 0] == pytest.approx(0.001, abs=1e-6)


def test_what_names_say_is_text() -> None:
    old, new = walls(), walls(x=2.0)
    for model in (old, new):
        model.storey.Name = HOSTILE
    (node, *_) = shown(old, new).nodes
    assert node.extras["storey"] == HOSTILE


def test_models_without_geometry_are_an_empty_scene() -> None:
    made = shown(Model(), Model())
    assert made.nodes == []
    assert made.missing == {}
    assert [each["name"] for each in made.json["scenes"]] == ["new", "old"]


@pytest.mark.parametrize("part", ["all", "unchanged"])
def test_elements_that_share_a_global_id_are_all_shown(part: str) -> None:
    old, new = walls(), walls()
    new.file.by_guid(global_id("other")).GlobalId = global_id("one")
    names = [each.name for each in shown(old, new, part).nodes if each.extras["state"] == "unchanged"]
    assert names == [global_id("one")] * 2


def test_a_whole_is_shown_by_its_parts() -> None:
    old, new = Model(), Model()
    for model, height in ((old, 1.0), (new, 2.0)):
        whole = model.element("IfcElementAssembly", "whole", Description=f"{height}")
        part = model.root("IfcMember", "part", ObjectPlacement=model.place((0.0, 0.0, 0.0), whole.ObjectPlacement))
        model.aggregate(whole, model.box(part, (1.0, 1.0, height)))
    made = shown(old, new)
    assert {each.name for each in made.nodes} == {global_id("part")}
    assert {each.extras["storey"] for each in made.nodes} == {"BuildingStorey"}
    assert sorted(each.box[1, 2] for each in made.nodes) == pytest.approx([1.0, 2.0])


def test_what_cannot_be_placed_is_left_out_and_counted() -> None:
    old, new = walls(), walls()
    for model in (old, new):
        model.file.by_guid(global_id("one")).ObjectPlacement.PlacementRelTo = model.file.by_guid(
            global_id("one")
        ).ObjectPlacement
    made = shown(old, new)
    assert {each.name for each in made.nodes} == {global_id("other")}
    assert made.missing.keys() == {global_id("one")}
    assert "placement" in made.missing[global_id("one")]


def test_what_its_opening_leaves_nothing_of_is_counted_too() -> None:
    old, new = walls(), walls()
    for model in (old, new):
        wall = model.file.by_guid(global_id("one"))
        opening = model.root("IfcOpeningElement", "opening", ObjectPlacement=model.place(within=wall.ObjectPlacement))
        model.box(opening, (2.0, 2.0, 4.0))
        model.root("IfcRelVoidsElement", "voids", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    made = shown(old, new, "unchanged")
    assert {each.name for each in made.nodes} == {global_id("other")}
    assert made.missing == {global_id("one"): "the geometry kernel makes no shape of it, in the new model"}


def test_a_shape_drawn_from_another_origin_stands_where_it_stood() -> None:
    old, new = Model(), Model()
    for model, at in ((old, 0.0), (new, 1.0)):
        wall = model.box(model.element("IfcWall", "wall", Description=f"{at}"), (1.0, 1.0, 1.0))
        wall.ObjectPlacement = model.place((at, 0.0, 0.0))
        solid = wall.Representation.Representations[0].Items[0]
        solid.Position = model.axes((-at, 0.0, 0.0))
    before, after = shown(old, new).nodes
    assert before.box == pytest.approx(after.box)
    assert before.box[:, 0] == pytest.approx([-0.5, 0.5])


def test_a_file_that_names_step_ids_twice_is_read_as_ifcopenshell_does(tmp_path: Path) -> None:
    text = walls().file.to_string()
    line = next(each for each in text.splitlines() if "IFCWALL(" in each)
    path = write(text.replace(line, f"{line}\n{line}"), "old.ifc", tmp_path)
    made = scene(path, path, diff(path, path, Options()))
    assert {global_id("one"), global_id("other")} == {each.name for each in made.nodes}
