"""The lines of FIELD's first table that are about shapes: profiles, openings, bodies that the kernel cannot make."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest

import tests.engine.exam.edits  # noqa: F401 - registers what it holds
from ifcdelta import Options, diff
from tests.engine.exam.building import build
from tests.engine.exam.picker import Picker, chance
from tests.engine.exam.registry import REGISTER

Model = ifcopenshell.file


@pytest.fixture
def model() -> Model:
    return build(11)


def _diff(model: Model, edit: Callable[[Model], Any], folder: Path, **options: Any) -> dict[str, Any]:
    """Return the diff of a model and itself edited."""
    old, new = folder / "old.ifc", folder / "new.ifc"
    model.write(old)
    edit(model)
    model.write(new)
    return diff(old, new, Options(**options))


def _named(model: Model, name: str) -> Any:
    return next(each for each in model.by_type("IfcElement") if each.Name == name)


def _solid(element: Any) -> Any:
    return element.Representation.Representations[0].Items[0]


def test_line_5_x_and_y_swapped(model: Model, tmp_path: Path) -> None:
    wall = _named(model, "wall 9")
    profile = _solid(wall).SweptArea

    def swap(_model: Model) -> None:
        profile.XDim, profile.YDim = profile.YDim, profile.XDim

    told = _diff(model, swap, tmp_path)["changed"]
    # The same body, turned.
    assert {guid: list(each) for guid, each in told.items()} == {wall.GlobalId: ["placement_changed"]}
    assert told[wall.GlobalId]["placement_changed"]["rotated"] == pytest.approx(90.0)


def test_line_5_extruded_the_other_way(model: Model, tmp_path: Path) -> None:
    slab = _named(model, "plate 1")

    def turn(_model: Model) -> None:
        _solid(slab).ExtrudedDirection = model.create_entity("IfcDirection", (0.0, 0.0, -1.0))

    told = _diff(model, turn, tmp_path)["changed"]
    # The same body, below.
    assert {guid: list(each) for guid, each in told.items()} == {slab.GlobalId: ["placement_changed"]}


@pytest.mark.parametrize(("edit", "change"), [("opening: moved", "moved"), ("opening: resized", "resized")])
def test_line_6_an_opening(edit: str, change: str, model: Model, tmp_path: Path) -> None:
    told = _diff(model, lambda each: REGISTER.edits[edit].make(each, Picker(chance(1))), tmp_path)["changed"]
    ((guid, changes),) = told.items()
    assert model.by_guid(guid).is_a("IfcWall")
    (opening,) = changes["geometry_changed"]["openings"]
    assert opening["change"] == change
    assert model.by_guid(opening["guid"]).is_a("IfcOpeningElement")


def test_line_7_one_body_that_the_kernel_cannot_make(model: Model, tmp_path: Path) -> None:
    broken, sound = _named(model, "block 0"), _named(model, "block 1")

    def edit(_model: Model) -> None:
        _solid(broken).Depth = 0.0
        _solid(sound).Depth *= 2
        broken.Name = "broken now"

    result = _diff(model, edit, tmp_path)
    assert "geometry" in result["coverage"]["unknown"][broken.GlobalId]
    assert set(result["changed"][broken.GlobalId]) == {"attributes_changed"}
    assert set(result["changed"][sound.GlobalId]) == {"geometry_changed"}


def test_line_13_a_body_in_the_models_own_context(model: Model, tmp_path: Path) -> None:
    context = model.by_type("IfcGeometricRepresentationContext", include_subtypes=False)[0]
    for shape in model.by_type("IfcShapeRepresentation"):
        shape.ContextOfItems = context
    column = _named(model, "column 0")

    def lengthen(_model: Model) -> None:
        _solid(column).Depth += 0.5

    told = _diff(model, lengthen, tmp_path)["changed"]
    assert {guid: list(each) for guid, each in told.items()} == {column.GlobalId: ["geometry_changed"]}


def test_line_17_the_number_of_threads_changes_nothing(model: Model, tmp_path: Path) -> None:
    edits = [each for each in REGISTER.edits.values() if each.family == "geometry"]
    picker = Picker(chance(3))

    def edit(each: Model) -> None:
        for one in edits:
            one.make(each, picker)

    one = _diff(model, edit, tmp_path, threads=1)
    two = diff(tmp_path / "old.ifc", tmp_path / "new.ifc", Options(threads=2))
    assert len(one["changed"]) > 10
    assert one == two


def test_line_18_logging_is_left_alone_by_the_kernel_too(model: Model, tmp_path: Path) -> None:
    before = logging.root.manager.disable
    _diff(model, lambda each: REGISTER.edits["geometry: extrusion's depth"].make(each, Picker(chance(1))), tmp_path)
    assert logging.root.manager.disable == before
