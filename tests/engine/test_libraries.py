"""What a model says of its materials and its systems of codes: told with the model itself."""

from typing import Any

import ifcopenshell.util.element
import pytest

from tests.engine.models import Model, told_both_ways


def model(conductivity: float = 1.6, edition: str = "1998", red: float = 0.5, schema: str = "IFC4") -> Model:
    """Return a model of walls of a material that has a property and a colour, and of a classification system."""
    built = Model(schema)
    file = built.file
    walls = [built.element("IfcWall", f"wall {number}") for number in range(12)]
    material = file.create_entity("IfcMaterial", Name="Concrete")
    built.material(material, *walls)
    held = [built.single("Lambda", "IfcThermalConductivityMeasure", conductivity)]
    if schema == "IFC2X3":
        file.create_entity("IfcExtendedMaterialProperties", material, held, None, "Thermal")
    else:
        file.create_entity("IfcMaterialProperties", "Thermal", None, held, material)
    shading = file.create_entity("IfcSurfaceStyleShading", file.create_entity("IfcColourRgb", None, red, 0.0, 0.0))
    style = file.create_entity("IfcSurfaceStyle", "paint", "BOTH", [shading])
    styles = [file.create_entity("IfcPresentationStyleAssignment", [style])] if schema == "IFC2X3" else [style]
    item = file.create_entity("IfcStyledItem", None, styles)
    shown = file.create_entity("IfcStyledRepresentation", built.context, "Style", "Material", [item])
    file.create_entity("IfcMaterialDefinitionRepresentation", Representations=[shown], RepresentedMaterial=material)
    system = file.create_entity("IfcClassification", Source="CSI", Edition=edition, Name="Uniformat")
    code = file.create_entity("IfcClassificationReference", None, "B2010", None, system)
    built.relate("IfcRelAssociatesClassification", RelatedObjects=walls[:1], RelatingClassification=code)
    return built


def of_model(old: Model, new: Model) -> Any:
    result = told_both_ways(old, new)
    assert (result["added"], result["deleted"], result["changed"], result["coverage"]["unseen"]) == ([], [], {}, {})
    return result["model"]


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
def test_a_property_of_a_material(schema: str) -> None:
    assert of_model(model(schema=schema), model(schema=schema)) == {}
    found = of_model(model(schema=schema), model(0.9, schema=schema))
    assert found == {"materials": {"Concrete.Thermal.Lambda": {"old": 1.6, "new": 0.9}}}


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
def test_the_colour_of_a_material(schema: str) -> None:
    found = of_model(model(schema=schema), model(red=0.25, schema=schema))
    assert list(found["materials"]) == ["Concrete.style"]


def test_the_edition_of_a_classification_system() -> None:
    found = of_model(model(), model(edition="2010"))
    assert found == {"classifications": {"Uniformat.Edition": {"old": "1998", "new": "2010"}}}


def test_a_colour_with_other_last_digits_is_the_same_of_all_that_share_its_name() -> None:
    old, new = model(), model()
    for built, red in ((old, 0.5), (new, 0.50000000000004)):
        style = built.file.by_type("IfcMaterialDefinitionRepresentation")[0]
        again = ifcopenshell.util.element.copy_deep(built.file, style, exclude=["IfcMaterial"])
        again.Representations[0].Items[0].Styles[0].Styles[0].SurfaceColour.Red = red
    assert of_model(old, new) == {}
