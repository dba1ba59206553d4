"""Whether two files are the pair that somebody meant: told beside the result, with what to do about it."""

from pathlib import Path
from typing import Any

import ifcopenshell
import pytest

from ifcdelta import diff
from ifcdelta.result.doubt_words import DoubtText, doubt_texts
from ifcdelta.result.origin import named
from tests.engine.models import Model, global_id


def house(walls: int = 12, **of_model: Any) -> Model:
    model = Model(**of_model)
    for number in range(walls):
        wall = model.element("IfcWall", f"wall {number}")
        wall.ObjectPlacement = model.place((float(number), 0.0, 0.0), model.storey.ObjectPlacement)
    return model


def written(model: Model, path: Path, date: str = "2026-11-17T12:00:00") -> Path:
    model.file.header.file_name.time_stamp = date
    model.file.write(path)
    return path


def doubts(tmp_path: Path, old: Model, new: Model, *dates: str) -> list[DoubtText]:
    before, after = dates or ("2026-11-17T12:00:00", "2026-11-24T12:00:00")
    return doubt_texts(diff(written(old, tmp_path / "old.ifc", before), written(new, tmp_path / "new.ifc", after)))


def kinds(found: list[DoubtText]) -> list[tuple[str, str]]:
    return [(each.doubt, each.action) for each in found]


def test_two_issues_of_one_model_are_in_no_doubt(tmp_path: Path) -> None:
    new = house()
    new.file.by_guid(global_id("wall 3")).Name = "another"
    assert doubts(tmp_path, house(), new) == []


def test_the_same_file_twice(tmp_path: Path) -> None:
    path = written(house(), tmp_path / "model.ifc")
    assert kinds(doubt_texts(diff(path, path))) == [("same_file", "other_files")]


def test_an_older_date_on_the_right(tmp_path: Path) -> None:
    (found,) = doubts(tmp_path, house(), house(13), "2026-11-24T12:00:00", "2026-11-17T12:00:00")
    assert (found.doubt, found.action) == ("swapped", "swap")
    assert "(2026-11-17 12:00:00, 2026-11-24 12:00:00)" in found.sentence


@pytest.mark.parametrize("date", ["", "yesterday", "2026-11-17T12:00:00+01:00"])
def test_a_date_that_cannot_be_compared_says_nothing(tmp_path: Path, date: str) -> None:
    assert doubts(tmp_path, house(), house(13), "2026-11-24T12:00:00", date) == []


def test_models_with_little_in_common(tmp_path: Path) -> None:
    old, new = house(30), Model()
    for number in range(30):
        new.element("IfcSlab", f"slab {number}").ObjectPlacement = new.place((0.0, float(number), 9.0))
    (found,) = doubts(tmp_path, old, new)
    assert (found.doubt, found.action) == ("little_in_common", "other_files")
    assert "Only 4 of 34 elements (12 %)" in found.sentence


def test_a_model_that_moved_as_a_whole(tmp_path: Path) -> None:
    old, new = house(), house()
    for model in (old, new):
        model.storey.ObjectPlacement.PlacementRelTo = model.building.ObjectPlacement
        model.building.ObjectPlacement.PlacementRelTo = model.site.ObjectPlacement
    new.site.ObjectPlacement.RelativePlacement = new.axes((1000.0, 0.0, 0.0))
    (found,) = doubts(tmp_path, old, new)
    assert (found.doubt, found.action) == ("moved", "go_on")
    assert found.sentence == "The whole model moved 1000 m: X +1000: 15 of 16 elements are elsewhere by that."


def test_another_schema_unit_and_application(tmp_path: Path) -> None:
    old, new = house(), house(unit="FOOT", schema="IFC4X3_ADD2")
    for model, version in ((old, "11"), (new, "20")):
        model.file.create_entity("IfcApplication", None, version, "ArchiCAD", "ArchiCAD")
    assert kinds(doubts(tmp_path, old, new)) == [
        ("other_schema", "go_on"), ("other_units", "go_on"), ("other_application", "go_on"),
    ]  # fmt: skip


def test_what_wrote_a_model_is_what_most_of_its_owner_histories_name(tmp_path: Path) -> None:
    model = house()
    script, revit = (
        model.file.create_entity("IfcApplication", None, version, name, name)
        for name, version in (("a script", "1"), ("Autodesk Revit 2015", "2015"))
    )
    for application in (script, revit, revit):
        model.file.create_entity("IfcOwnerHistory", OwningApplication=application, CreationDate=1)
    path = written(model, tmp_path / "model.ifc")
    about = diff(path, path)["old"]
    assert (about["application"], about["date"]) == ("Autodesk Revit 2015", "2026-11-17T12:00:00")


@pytest.mark.parametrize(
    ("full_name", "version", "expected"),
    [("Tekla Structures", "18.1", "Tekla Structures 18.1"), ("Revit 2015", "2015", "Revit 2015"), ("", None, None)],
)
def test_a_name_and_its_version(full_name: str, version: str | None, expected: str | None) -> None:
    assert named(full_name, version) == expected


def test_a_model_without_an_application_is_called_as_its_header_has_it(tmp_path: Path) -> None:
    path = written(house(), tmp_path / "model.ifc")
    told = ifcopenshell.open(path).header.file_name.originating_system
    assert diff(path, path)["new"]["application"] == told
