"""What an element has from its type: material and codes, said on the type, on the occurrences or on both."""

from typing import Any

import pytest

from tests.engine.models import Entity, Model, global_id, told_both_ways

WALL, TYPE = global_id("wall"), global_id("type")


def building(of_type: str | None, of_wall: str | None, aspect: str, schema: str = "IFC4") -> Model:
    """Return a model of a wall and its type, each with a material or a code of this name, if it has one."""
    model = Model(schema)
    wall = model.element("IfcWall", "wall")
    type_ = model.type("IfcWallType", "type", wall, PredefinedType="STANDARD")
    for name, holder in ((of_type, type_), (of_wall, wall)):
        if name is not None:
            _say(model, aspect, name, holder)
    return model


def _say(model: Model, aspect: str, name: str, holder: Entity) -> None:
    if aspect == "material":
        model.material(model.file.create_entity("IfcMaterial", name), holder)
        return
    system = model.file.create_entity("IfcClassification", "S", "1", None, "Uniclass")
    code = model.file.create_entity("IfcClassificationReference", None, name, None, system)
    model.relate("IfcRelAssociatesClassification", RelatedObjects=[holder], RelatingClassification=code)


def told_of(old: Model, new: Model) -> dict[str, Any]:
    found: dict[str, Any] = told_both_ways(old, new)["changed"]
    return found


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3"])
@pytest.mark.parametrize("aspect", ["material", "classification"])
def test_said_on_the_type_or_on_the_occurrence_it_is_the_same(aspect: str, schema: str) -> None:
    on_type, on_both, on_wall = (
        building(of_type, of_wall, aspect, schema)
        for of_type, of_wall in (("Beton", None), ("Beton", "Beton"), (None, "Beton"))
    )
    assert told_of(on_type, on_both) == {} == told_of(on_both, on_type)
    assert told_of(on_both, on_wall).keys() == told_of(on_type, on_wall).keys() == {TYPE}


def test_another_material_of_the_type_is_told_of_its_occurrences() -> None:
    found = told_of(building("Beton", None, "material"), building("Holz", None, "material"))
    change = {"old": "Beton", "new": "Holz"}
    assert found == {TYPE: {"material_changed": change}, WALL: {"material_changed": {**change, "from": "type"}}}


def test_a_material_of_its_own_hides_the_types() -> None:
    found = told_of(building("Beton", "Stahl", "material"), building("Holz", "Stahl", "material"))
    assert found.keys() == {TYPE}


def test_another_code_of_the_type_is_told_of_its_occurrences() -> None:
    found = told_of(building("A", None, "classification"), building("B", None, "classification"))
    removed, added = ({"system": "Uniclass", "code": code, "name": None} for code in "AB")
    assert found[TYPE]["classification_changed"] == {"added": [added], "removed": [removed]}
    of_wall = {"added": [{**added, "from": "type"}], "removed": [{**removed, "from": "type"}]}
    assert found[WALL]["classification_changed"] == of_wall
