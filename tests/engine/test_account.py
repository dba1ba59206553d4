"""Every instance is accounted for: what is unseen, what is the same by meaning, and what is noise."""

from pathlib import Path

import ifcopenshell
import pytest

from ifcdelta import Options, diff, fingerprint
from ifcdelta.account.unread import TYPED, UNREAD
from ifcdelta.index.schema import schema_table
from ifcdelta.result.words import sentence
from tests.engine.exam import spf
from tests.engine.exam.corpus import edited_building
from tests.engine.exam.picker import chance
from tests.engine.models import Model, reexported, told, told_both_ways, write
from tests.engine.test_reexport import _noises


def test_a_model_beside_itself_leaves_nothing(tmp_path: Path) -> None:
    path, _ = edited_building(0, tmp_path)
    again = write(reexported(path.read_text("utf-8")), "again.ifc", tmp_path)
    for other in (path, again):
        result = diff(path, other)
        assert (result["coverage"]["unseen"], result["coverage"]["equivalent"]) == ({}, {})
        assert result["old"]["content"] == result["new"]["content"] == fingerprint(path)
        assert sentence(result).endswith("everything was compared.")


def test_what_is_noise_leaves_nothing(tmp_path: Path) -> None:
    path, _ = edited_building(0, tmp_path)
    content = fingerprint(path)
    for noise in _noises():
        document = spf.read(path.read_text("utf-8"))
        noise.make(document, chance(noise.name))
        again = tmp_path / "again.ifc"
        again.write_text(document.text(), "utf-8", newline="")
        assert fingerprint(again) == content, noise.name


def _typed(type_: str) -> Model:
    model = Model()
    rating = model.single("Rating", type_, "A")
    model.define(model.pset("Pset_WallCommon", rating), model.element("IfcWall", "wall"))
    return model


def test_what_no_aspect_reads_is_unseen_not_equivalent() -> None:
    coverage = told(_typed("IfcLabel"), _typed("IfcText"))["coverage"]
    assert coverage["unseen"] == {"IfcPropertySingleValue": {"old": 1, "new": 1}}
    assert coverage["equivalent"] == {}


@pytest.mark.parametrize("name", [None, "a name that nothing reads"])
def test_what_is_said_on_the_occurrence_too_is_equivalent_but_for_what_its_relationship_says(name: str | None) -> None:
    old, new = Model(), Model()
    for model, is_said_again in ((old, False), (new, True)):
        wall = model.element("IfcWall", "wall")
        material = model.file.create_entity("IfcMaterial", "Brick")
        model.material(material, model.type("IfcWallType", "type", wall))
        if is_said_again:
            model.material(material, wall).Name = name
    result = told_both_ways(old, new)
    assert result["changed"] == {}
    assert "said on the type or on the occurrence" in result["coverage"]["equivalent"]
    assert result["coverage"]["unseen"] == ({} if name is None else {"IfcRelAssociatesMaterial": {"old": 0, "new": 1}})


def test_an_added_element_explains_its_relationships() -> None:
    old, new = Model(), Model()
    for model, names in ((old, ("a",)), (new, ("a", "b"))):
        walls = [model.element("IfcWall", name) for name in names]
        model.define(model.pset("Pset_WallCommon", model.single("Rating", "IfcLabel", "A")), *walls)
        model.group("IfcGroup", "group", *walls)
    result = told(old, new)
    assert (len(result["added"]), result["coverage"]["unseen"]) == (1, {})


def test_of_a_part_of_the_aspects_nothing_is_said_to_be_unseen() -> None:
    result = told(_typed("IfcLabel"), _typed("IfcText"), relationships=("attributes",))
    assert "unseen" not in result["coverage"]
    assert sentence(result).endswith("everything asked for was compared.")
    assert Options().asks_for_all
    assert not Options(is_shallow=True).asks_for_all


def test_what_is_not_read_is_in_the_schemas() -> None:
    tables = [schema_table(name) for name in ("IFC2X3", "IFC4", "IFC4X3_ADD2")]
    for class_, attributes in (*UNREAD.items(), *((name, ()) for name in TYPED)):
        known = {
            name
            for table in tables
            if class_ in table.names
            for number in table.subclasses(class_).nonzero()[0].tolist()
            for name in table.attributes(number)
        }
        assert known.issuperset(attributes), class_
        assert known, class_


def test_the_kind_of_a_representation_follows_from_its_items() -> None:
    old, new = (Model() for _ in range(2))
    for model in (old, new):
        for number in range(12):
            model.box(model.element("IfcWall", f"wall {number}"), (5.0, 0.3, 2.8))
    new.file.by_type("IfcShapeRepresentation")[0].RepresentationType = "AdvancedSweptSolid"
    assert told(old, new)["coverage"]["unseen"] == {"IfcShapeRepresentation": {"old": 0, "new": 1}}
    (body,) = (each for each in new.file.by_type("IfcShapeRepresentation") if each.RepresentationType != "SweptSolid")
    solid = body.Items[0]
    profile = new.file.create_entity("IfcArbitraryClosedProfileDef", "AREA", None, _outline(new, 5.0, 0.3))
    body.Items = [new.file.create_entity("IfcExtrudedAreaSolid", profile, *list(solid)[1:])]
    coverage = told(old, new)["coverage"]
    assert coverage["unseen"] == {}
    assert list(coverage["equivalent"]) == ["another representation of the same body"]


def _outline(model: Model, x: float, y: float) -> ifcopenshell.entity_instance:
    corners = ((-x / 2, -y / 2), (x / 2, -y / 2), (x / 2, y / 2), (-x / 2, y / 2))
    points = [model.file.create_entity("IfcCartesianPoint", corner) for corner in (*corners, corners[0])]
    return model.file.create_entity("IfcPolyline", points)


def test_what_another_schema_has_no_attribute_for_says_nothing_where_it_is_empty() -> None:
    old, new = Model("IFC2X3"), Model("IFC4")
    for model in (old, new):
        plate = model.element("IfcPlate", "plate")
        material = model.file.create_entity("IfcMaterial", "Glass")
        model.material(material, plate)
        system = model.file.create_entity("IfcClassification", Source="CSI", Edition="1998", Name="Uniformat")
        reference = model.file.create_entity("IfcClassificationReference", Name="Glazing", ReferencedSource=system)
        model.relate("IfcRelAssociatesClassification", RelatedObjects=[plate], RelatingClassification=reference)
    new.file.by_type("IfcPlate")[0].PredefinedType = "NOTDEFINED"
    result = told(old, new)
    assert (result["changed"], result["coverage"]["unseen"]) == ({}, {})
    new.file.by_type("IfcPlate")[0].PredefinedType = "SHEET"
    assert told(old, new)["coverage"]["unseen"] == {"IfcPlate": {"old": 0, "new": 1}}


def test_a_name_that_nothing_reads_is_missed_where_others_keep_it() -> None:
    old, new = Model(), Model()
    for model in (old, new):
        for number in range(12):
            model.box(model.element("IfcWall", f"wall {number}"), (5.0, 0.3, 2.8))
        for profile in model.file.by_type("IfcProfileDef"):
            profile.ProfileName = "300"
    new.file.by_type("IfcProfileDef")[0].ProfileName = None
    assert told(old, new)["coverage"]["unseen"] == {"IfcRectangleProfileDef": {"old": 0, "new": 1}}


def test_what_is_placed_relative_to_another_at_the_same_place_is_accounted_for() -> None:
    def made(within: str) -> Model:
        model = Model()
        wall = model.element("IfcWall", "wall")
        wall.ObjectPlacement = model.place((1.0, 2.0, 3.0), getattr(model, within).ObjectPlacement)
        return model

    result = told(made("storey"), made("building"))
    assert (result["changed"], result["coverage"]["unseen"]) == ({}, {})
    assert list(result["coverage"]["equivalent"]) == ["same place by other axes"]
    assert result["old"]["content"] != result["new"]["content"]
