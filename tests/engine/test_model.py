"""What is told of the model itself, and models of other schemas and units."""

import re
from pathlib import Path
from typing import Any

import pytest

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from tests.engine.models import Model, global_id, reexported, told, told_both_ways, write


def house(schema: str = "IFC4", unit: str = "METRE") -> Model:
    """Return a house with a value of every kind that has a unit."""
    model = Model(schema, unit)
    model.storey.Elevation = 3.0 * model.metre
    class_ = "IfcWallStandardCase" if schema == "IFC2X3" else "IfcWall"
    wall = model.element(class_, "wall")
    length = model.single("Length", "IfcLengthMeasure", 4.2 * model.metre)
    model.define(model.pset("Pset", length), wall)
    brick = model.file.create_entity("IfcMaterial", Name="Brick")
    layer = model.file.create_entity("IfcMaterialLayer", Material=brick, LayerThickness=0.2 * model.metre)
    model.material(model.file.create_entity("IfcMaterialLayerSet", MaterialLayers=[layer]), wall)
    return model


@pytest.mark.parametrize("unit", ["MILLIMETRE", "FOOT"])
def test_other_units_are_told_of_the_model_alone(unit: str) -> None:
    result = told(house(), house(unit=unit))
    assert (result["changed"], result["added"], result["deleted"]) == ({}, [], [])
    assert list(result["model"]) == ["units"]
    assert result["model"]["units"]["LENGTHUNIT"]["old"] == "METRE"


def test_other_schemas_are_told_of_the_model_and_of_classes_that_were_renamed() -> None:
    result = told(house("IFC2X3"), house("IFC4", "MILLIMETRE"))
    assert (result["added"], result["deleted"]) == ([], [])
    assert result["changed"] == {global_id("wall"): {"class_changed": {"old": "IfcWallStandardCase", "new": "IfcWall"}}}
    assert result["model"]["schema"] == {"old": "IFC2X3", "new": "IFC4"}
    assert told(house("IFC4"), house("IFC4X3_ADD2"))["changed"] == {}


def test_project_name_and_true_north() -> None:
    old, new = Model(), Model()
    new.project.LongName = "Tower"
    new.context.TrueNorth = new.file.create_entity("IfcDirection", (-1.0, 1.0))
    assert told(old, new)["model"] == {
        "project": {"LongName": {"new": "Tower"}},
        "true_north": {"old": 0.0, "new": 45.0},
    }


def test_a_true_north_that_says_what_none_says_is_no_change() -> None:
    old, new = Model(), Model()
    new.context.TrueNorth = new.file.create_entity("IfcDirection", (0.0, 1.0))
    assert told(old, new)["model"] == {}


def georeferenced(eastings: float, unit: str = "METRE", latitude: tuple[int, ...] = (52, 0, 0, 0)) -> Model:
    model = Model(unit=unit)
    metre = model.file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE")
    crs = model.file.create_entity("IfcProjectedCRS", Name="EPSG:28992", MapUnit=metre)
    model.file.create_entity(
        "IfcMapConversion", model.context, crs, eastings, 0.0, 0.0, 1.0, 0.0, None if unit == "METRE" else 0.001
    )
    model.site.RefLatitude = latitude
    return model


def test_georeference() -> None:
    moved = told(georeferenced(1000.0), georeferenced(2000.0, latitude=(52, 0, 1, 0)))
    assert moved["model"]["georeference"] == {
        "IfcMapConversion.Eastings": {"old": 1000.0, "new": 2000.0},
        "IfcSite.RefLatitude": {"old": 52.0, "new": pytest.approx(52 + 1 / 3600)},
    }
    assert list(moved["changed"]) == [global_id("Site")]
    assert "georeference" in told(Model(), georeferenced(0.0))["model"]


def test_a_georeference_in_other_units_is_the_same() -> None:
    assert list(told(georeferenced(1000.0), georeferenced(1000.0, unit="MILLIMETRE"))["model"]) == ["units"]


def test_the_order_of_several_sites_and_operations_says_nothing() -> None:
    model = georeferenced(1000.0)
    model.aggregate(model.project, model.root("IfcSite", "other", RefLatitude=(10, 0, 0)))
    second = model.file.create_entity("IfcProjectedCRS", Name="EPSG:31370")
    north = model.file.create_entity("IfcDirection", (1.0, 1.0))
    context = model.file.create_entity(
        "IfcGeometricRepresentationContext", None, "Model", 3, None, model.axes((5.0, 0.0, 0.0)), north
    )
    model.file.create_entity("IfcMapConversion", context, second, 7.0, 8.0, 9.0)
    text = model.file.to_string()
    for seed in range(5):
        assert told(text, reexported(text, seed))["model"] == {}
    model.file.by_type("IfcMapConversion")[1].Eastings = 8.0
    assert told(text, model)["model"]["georeference"]["IfcMapConversion.Eastings"] == {
        "old": [7.0, 1000.0],
        "new": [8.0, 1000.0],
    }


def test_a_schema_name_that_ifcopenshell_spells_otherwise_opens() -> None:
    text = house("IFC4X3_ADD2").file.to_string()
    result = told(text, text.replace("'IFC4X3_ADD2'", "'IFC4X3'"))
    assert result["changed"] == {}
    assert result["model"] == {"schema": {"old": "IFC4X3_ADD2", "new": "IFC4X3"}}


def test_a_byte_order_mark_is_no_change() -> None:
    text = house().file.to_string()
    for new in (text, text.replace("'wall'", "'other'")):
        assert told(text, "\ufeff" + new)["model"] == {}
    assert told("\ufeff" + text, text, filter_elements="IfcWall")["changed"] == {}


def test_an_id_that_ifcopenshell_does_not_read_is_told() -> None:
    text = house().file.to_string()
    with pytest.raises(UnreadableFileError):
        told(
            text,
            text.replace("ENDSEC;\nEND", f"#4294967297=IFCWALL('{global_id('x')}',$,$,$,$,$,$,$,$);\nENDSEC;\nEND"),
        )


@pytest.mark.parametrize("content", ["", "%PDF-1.4", "<html></html>", "ISO-10303-21;\nDATA;\n"])
def test_what_is_no_model_is_told(content: str) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        told(house(), write(content, "bad.ifc"))
    assert raised.value.code == "unreadable_file"
    assert "new" in raised.value.sentence


def test_a_file_that_is_not_there_is_not_told_as_a_damaged_one() -> None:
    with pytest.raises(FileNotFoundError):
        told(Path("/nowhere/old.ifc"), house())


def test_an_unknown_schema_is_told() -> None:
    text = house().file.to_string().replace("'IFC4'", "'IFC5'")
    with pytest.raises(UnsupportedSchemaError) as raised:
        told(text, text + " ")
    assert raised.value.code == "unsupported_schema"


def test_what_is_told_of_the_files() -> None:
    model: Any = house()
    result = told(model, model)
    for side in ("old", "new"):
        assert result[side].keys() == {"file", "sha256", "content", "size", "schema", "application", "date", "elements"}
        assert (result[side]["file"], result[side]["schema"], result[side]["elements"]) == (f"{side}.ifc", "IFC4", 5)


def test_when_a_file_was_written_is_told_as_it_says_it() -> None:
    text = re.sub(r"(FILE_NAME\('[^']*',)'[^']*'", r"\1'2015-04-23T10:31:02'", house().file.to_string())
    result = told(text, text.replace("2015-04-23T10:31:02", ""))
    assert (result["old"]["date"], result["new"]["date"]) == ("2015-04-23T10:31:02", None)
    assert result["old"]["content"] == result["new"]["content"]


def test_where_the_model_s_axes_point_on_the_map() -> None:
    def turned(x: float | None, y: float | None) -> Model:
        model = georeferenced(0.0)
        conversion = model.file.by_type("IfcMapConversion")[0]
        conversion.XAxisAbscissa, conversion.XAxisOrdinate = x, y
        return model

    assert told(turned(None, None), turned(1.0, 0.0))["model"] == {}
    assert told(turned(0.6, 0.8), turned(6.0, 8.0))["model"] == {}
    assert told(turned(1.0, 0.0), turned(0.6, 0.8))["model"]["georeference"] == {
        "IfcMapConversion.XAxisAbscissa": {"old": 1.0, "new": 0.6},
        "IfcMapConversion.XAxisOrdinate": {"old": 0.0, "new": 0.8},
    }


def test_axes_of_the_world() -> None:
    old, new = Model(), Model()
    new.context.WorldCoordinateSystem.RefDirection = new.file.create_entity("IfcDirection", (0.0, 1.0, 0.0))
    new.context.WorldCoordinateSystem.Axis = new.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    z = [0.0, 0.0, 1.0]
    assert told(old, new)["model"] == {"world_axes": {"old": [[1.0, 0.0, 0.0], z], "new": [[0.0, 1.0, 0.0], z]}}


def test_axes_of_the_world_that_cannot_be_read_end_nothing() -> None:
    old, new = Model(), Model()
    along = new.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    new.context.WorldCoordinateSystem.Axis = new.context.WorldCoordinateSystem.RefDirection = along
    told_of = told(old, new)["model"]
    assert told_of["world_origin"] == {"old": [0.0, 0.0, 0.0]}


def test_a_reference_system_that_nothing_refers_to_says_nothing() -> None:
    def alone(name: str) -> Model:
        model = Model()
        model.file.create_entity("IfcProjectedCRS", Name=name)
        for number in range(6):
            model.element("IfcWall", f"wall {number}")
        return model

    result = told_both_ways(alone("EPSG:1"), alone("EPSG:2"))
    assert (result["model"], result["coverage"]["unseen"]) == ({}, {})
    assert result["old"]["content"] == result["new"]["content"]


def test_a_derived_unit_without_one_of_its_parts() -> None:
    def with_part(*, is_there: bool) -> Model:
        model = Model()
        make = model.file.create_entity
        parts = [
            make("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE"),
            make("IfcSIUnit", UnitType="TIMEUNIT", Name="SECOND"),
        ]
        elements = [
            make("IfcDerivedUnitElement", part, exponent) for part, exponent in zip(parts, (1, -1), strict=True)
        ]
        if not is_there:
            elements[1].Unit = None
        assignment = model.project.UnitsInContext
        assignment.Units = [*assignment.Units, make("IfcDerivedUnit", elements, "LINEARVELOCITYUNIT")]
        return model

    units = told(with_part(is_there=True), with_part(is_there=False))["model"]["units"]
    assert units == {"LINEARVELOCITYUNIT": {"old": "METRE^1 SECOND^-1", "new": "METRE^1"}}


def test_a_context_that_only_equal_elements_use_is_there_on_both_sides() -> None:
    def made(*names: str) -> Model:
        model = Model()
        make = model.file.create_entity
        within = {"ParentContext": model.context, "ContextType": "Model", "TargetView": "GRAPH_VIEW"}
        axes = make("IfcGeometricRepresentationSubContext", ContextIdentifier="Axis", TargetScale=0.02, **within)
        for name in names:
            wall = model.box(model.element("IfcWall", name), (4.0, 0.3, 2.5))
            line = make("IfcPolyline", [make("IfcCartesianPoint", at) for at in ((0.0, 0.0), (4.0, 0.0))])
            body = wall.Representation.Representations
            axis = make("IfcShapeRepresentation", axes, "Axis", "Curve2D", [line])
            wall.Representation.Representations = [*body, axis]
        return model

    walls = [f"wall {number}" for number in range(6)]
    result = told_both_ways(made(*walls), made(*walls, "more"))
    assert (result["added"], result["model"]) == ([global_id("more")], {})
