"""Attributes that schemas name otherwise are compared with each other, and told by the later name."""

import pytest

from ifcdelta.read.renames import later_names
from tests.engine.models import Model, global_id, told


def roof(schema: str, value: str | None) -> Model:
    model = Model(schema)
    element = model.element("IfcRoof", "roof")
    setattr(element, "ShapeType" if schema == "IFC2X3" else "PredefinedType", value)
    return model


@pytest.mark.parametrize("schema", ["IFC4", "IFC4X3_ADD2"])
def test_a_renamed_attribute_is_compared(schema: str) -> None:
    flat, gable = "FLAT_ROOF", "GABLE_ROOF"
    found = told(roof("IFC2X3", flat), roof(schema, gable))["changed"]
    change = {"PredefinedType": {"old": flat, "new": gable}}
    assert found == {global_id("roof"): {"attributes_changed": change}}
    back = told(roof(schema, gable), roof("IFC2X3", flat))["changed"]
    change = {"PredefinedType": {"old": gable, "new": flat}}
    assert back == {global_id("roof"): {"attributes_changed": change}}
    assert told(roof("IFC2X3", flat), roof(schema, flat))["changed"] == {}
    assert told(roof("IFC2X3", "NOTDEFINED"), roof(schema, None))["changed"] == {}


@pytest.mark.parametrize(
    ("class_", "names"),
    [
        ("IfcSpace", {"InteriorOrExteriorSpace": "PredefinedType"}),
        ("IfcReinforcingBar", {"BarRole": "PredefinedType"}),
        ("IfcStairFlight", {"NumberOfRiser": "NumberOfRisers"}),
        ("IfcTask", {"TaskId": "Identification"}),
        ("IfcWall", {}),
    ],
)
def test_the_names_are_those_of_the_schemas(class_: str, names: dict[str, str]) -> None:
    assert later_names("IFC2X3", class_, "IFC4", class_) == names
    assert later_names("IFC4", class_, "IFC2X3", class_) == names


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("IFC2X3", "IfcDoorStyle"), ("IFC4", "IfcDoorType")),
        (("IFC2X3", "IfcFlowSegment"), ("IFC4", "IfcPipeSegment")),
        (("IFC2X3", "IfcElectricDistributionPoint"), ("IFC4", "IfcElectricDistributionBoard")),
        (("IFC4X3_ADD2", "IfcEarthworksFill"), ("IFC4", "IfcBuildingElementProxy")),
    ],
)
def test_a_class_of_another_name_is_told_once(old: tuple[str, str], new: tuple[str, str]) -> None:
    def made(schema: str, class_: str) -> Model:
        model = Model(schema)
        for name in ("one", "other"):
            if class_.endswith(("Style", "Type")):
                model.root(class_, name)
            else:
                model.element(class_, name)
        return model

    for one, other in ((old, new), (new, old)):
        result = told(made(*one), made(*other))
        assert (result["added"], result["deleted"], result["changed"]) == ([], [], {})
        renamed = {"old": one[1], "new": other[1], "elements": 2}
        assert result["model"]["schema_renames"] == {" = ".join(sorted((one[1], other[1]))): renamed}


@pytest.mark.parametrize(
    ("schema", "old", "new"), [("IFC4", "IfcBeam", "IfcMember"), ("IFC4", "IfcFlowTerminal", "IfcPipeSegment")]
)
def test_another_class_is_another_class(schema: str, old: str, new: str) -> None:
    one, other = Model("IFC2X3"), Model(schema)
    one.element(old, "element")
    other.element(new, "element")
    assert told(one, other)["changed"][global_id("element")]["class_changed"] == {"old": old, "new": new}


def test_what_a_context_says_of_itself_is_told() -> None:
    old, new = Model(), Model()
    new.context.Precision = 1e-3
    result = told(old, new)
    assert result["model"] == {"contexts": {"Model.Precision": {"old": 1e-5, "new": 1e-3}}}
    assert result["coverage"]["unseen"] == {}


@pytest.mark.parametrize(("old", "new"), [("IFC2X3", "IFC4"), ("IFC4", "IFC2X3")])
def test_types_that_another_schema_calls_otherwise_are_found_again_where_their_globalids_were_re_issued(
    old: str, new: str
) -> None:
    def made(schema: str, issue: str) -> Model:
        model = Model(schema)
        for number in range(3):
            door = model.element("IfcDoor", f"door {number}")
            style = model.type("IfcDoorStyle" if schema == "IFC2X3" else "IfcDoorType", f"{issue} {number}", door)
            style.Name, style.Tag = "810x2110mm", ("177724" if number else "179379")
        pipe = model.element("IfcFlowSegment" if schema == "IFC2X3" else "IfcPipeSegment", f"{issue} pipe")
        pipe.Name, pipe.Tag = "pipe", "4711"
        return model

    result = told(made(old, "first"), made(new, "second"))
    assert (result["added"], result["deleted"], result["changed"]) == ([], [], {})
    assert [each["by"] for each in result["matched"]].count("class, name and what it holds") == 2
    assert len(result["matched"]) == 4
