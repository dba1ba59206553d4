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
