"""The first table of FIELD.md, line by line, but for the lines on placement and geometry: what ifcdiff gets wrong."""

import io
import json
import logging

import pytest

from ifcdelta import Options
from ifcdelta.errors import BadFilterError, UnknownRelationshipError
from ifcdelta.writers import WRITERS
from tests.engine.models import Entity, Model, changed, global_id, told


def house(schema: str = "IFC4", issue: str = "") -> Model:
    """Return a house with something of every aspect but shapes."""
    model = Model(schema, issue=issue)
    pipe = "IfcFlowSegment" if schema == "IFC2X3" else "IfcPipeSegment"
    walls = [model.element("IfcWall", f"wall {each}", Tag=str(each)) for each in range(4)]
    wholes = [model.element("IfcElementAssembly", f"assembly {each}") for each in range(2)]
    for number, part in enumerate(model.element("IfcBeam", f"beam {each}") for each in range(4)):
        model.aggregate(wholes[number % 2], part)
    for number, wall in enumerate(walls):
        model.define(
            model.pset(
                "Pset_WallCommon",
                model.single("FireRating", "IfcLabel", f"R{30 * number}"),
                model.single("IsExternal", "IfcBoolean", number == 0),
            ),
            wall,
        )
        model.define(
            model.quantities("Qto", model.file.create_entity("IfcQuantityArea", Name="A", AreaValue=1.5)), wall
        )
    model.type("IfcWallType", "type", *walls, PredefinedType="STANDARD", HasPropertySets=[model.pset("Pset_Type")])
    model.material(model.file.create_entity("IfcMaterial", Name="Brick"), *walls)
    model.group("IfcSystem", "system", *(model.element(pipe, f"pipe {each}") for each in range(2)))
    classify(model, walls[0], "A", "B")
    return model


def classify(model: Model, element: Entity, *codes: str) -> None:
    code = "ItemReference" if model.file.schema == "IFC2X3" else "Identification"
    for each in codes:
        reference = model.file.create_entity("IfcClassificationReference", Name=each, **{code: each})
        model.relate("IfcRelAssociatesClassification", RelatedObjects=[element], RelatingClassification=reference)


def test_line_1_a_wall_that_became_a_slab() -> None:
    old, new = Model(), Model()
    old.element("IfcWall", "it")
    new.element("IfcSlab", "it")
    found = changed(old, new)[global_id("it")]
    assert found["class_changed"] == {"old": "IfcWall", "new": "IfcSlab"}


@pytest.mark.parametrize("aspects", [("container", "aggregate"), ("property",), Options().relationships])
def test_lines_2_and_3_another_export_of_the_same(aspects: tuple[str, ...]) -> None:
    assert changed(house(), house(issue="again"), relationships=aspects) == {}


def test_line_4_several_kinds_of_change_on_one_element() -> None:
    old, new = house(), house()
    wall = new.file.by_type("IfcWall")[3]
    wall.Name = "renamed"
    classify(new, wall, "C")
    new.group("IfcZone", "zone", wall)
    old.group("IfcZone", "zone", old.file.by_type("IfcWall")[1])
    found = changed(old, new)
    assert list(found[global_id("wall 3")]) == ["attributes_changed", "classification_changed", "group_changed"]
    assert list(found[global_id("wall 1")]) == ["group_changed"]


def test_line_8_an_edit_takes_an_element_out_of_the_filter() -> None:
    old, new = house(), house()
    rating = next(each for each in new.file.by_type("IfcPropertySingleValue") if each.NominalValue[0] == "R60")
    rating.NominalValue = new.value("IfcLabel", "R90")
    result = told(old, new, filter_elements="IfcWall, Pset_WallCommon.FireRating=R60")
    assert (result["added"], result["deleted"]) == ([], [])
    assert result["changed"][global_id("wall 2")]["properties_changed"] == {
        "Pset_WallCommon": {"FireRating": {"old": "R60", "new": "R90"}}
    }


def test_line_9_unknown_relationships_and_filters_are_told() -> None:
    with pytest.raises(UnknownRelationshipError) as raised:
        told(house(), house(), relationships=("pset",))
    assert "property" in raised.value.sentence
    with pytest.raises(BadFilterError):
        told(house(), house(), filter_elements="IfcWall((")
    assert told(house(), house(), filter_elements="IfcMaterial")["changed"] == {}


def test_line_10_ifc2x3_against_ifc4() -> None:
    result = told(house("IFC2X3"), house("IFC4"))
    assert (result["added"], result["deleted"]) == ([], [])
    assert result["changed"] == {}
    renames = {(each["old"], each["new"], each["elements"]) for each in result["model"]["schema_renames"].values()}
    assert renames == {("IfcFlowSegment", "IfcPipeSegment", 2)}


def test_line_11_classifications_in_another_order() -> None:
    old, new = Model(), Model()
    for model, codes in ((old, "ABC"), (new, "CAB")):
        classify(model, model.element("IfcWall", "wall"), *codes)
    assert changed(old, new) == {}


def test_line_12_what_is_renamed_is_told_where_it_happened() -> None:
    old, new = house(), house()
    new.project.Name = "Tower"
    new.storey.Name = "First floor"
    new.file.by_type("IfcWallType")[0].Name = "Other type"
    new.file.by_type("IfcSystem")[0].Name = "Other system"
    new.file.by_type("IfcMaterial")[0].Name = "Stone"
    found = changed(old, new)
    renamed = {global_id(name) for name in ("project", "BuildingStorey", "type", "system")}
    walls = {global_id(f"wall {each}") for each in range(4)}
    assert {guid for guid, change in found.items() if list(change) == ["attributes_changed"]} == renamed
    assert {guid for guid, change in found.items() if list(change) == ["material_changed"]} == walls
    assert set(found) == renamed | walls


def test_line_14_every_change_has_its_old_and_new_value() -> None:
    old, new = house(), house()
    new.file.by_type("IfcMaterial")[0].Name = "Stone"
    for change in changed(old, new).values():
        assert change == {"material_changed": {"old": "Brick", "new": "Stone"}}


def test_line_15_the_same_input_gives_the_same_bytes() -> None:
    texts = set()
    for seed in range(3):
        old, new = house(), house(issue=str(seed))
        new.storey.Name = "First floor"
        for name in ("x", "y", "z"):
            new.element("IfcWall", name)
        result = told(old, new)
        for side in ("old", "new"):
            # The header has the time.
            result[side].pop("sha256")
            result[side].pop("size")
            result[side].pop("date")
        result.pop("doubts")
        stream = io.BytesIO()
        WRITERS["json"](result, stream)
        texts.add(stream.getvalue())
        assert result["added"] == sorted(result["added"])
        assert json.loads(stream.getvalue()) == json.loads(json.dumps(result))
    assert len(texts) == 1


def test_line_16_a_list_attribute_gained_and_lost() -> None:
    old, new = Model(), Model()
    new.site.LandTitleNumber = "7"
    new.building.BuildingAddress = new.file.create_entity("IfcPostalAddress", AddressLines=["1 Street"])
    sides = {"old": None, "new": {"class": "IfcPostalAddress", "AddressLines": ["1 Street"]}}
    assert changed(old, new)[global_id("Building")] == {"attributes_changed": {"BuildingAddress": sides}}
    back = {"old": sides["new"], "new": None}
    assert changed(new, old)[global_id("Building")] == {"attributes_changed": {"BuildingAddress": back}}


def test_line_18_logging_is_left_alone() -> None:
    before = (logging.root.manager.disable, logging.root.level, list(logging.root.handlers))
    told(house(), house())
    assert (logging.root.manager.disable, logging.root.level, list(logging.root.handlers)) == before
