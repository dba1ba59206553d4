"""Materials of every shape that IFC has, in words: by their names and sizes, never as the record that they are."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from ifcdelta.writers import WRITERS
from tests.engine.models import Entity, Model, global_id, told

Build = Callable[[Model, float, str], Entity]


def material(model: Model, name: str = "Beton", category: str | None = "concrete") -> Entity:
    return model.file.create_entity("IfcMaterial", Name=name, Category=category)


def layers(model: Model, size: float, category: str) -> Entity:
    create = model.file.create_entity
    beton = create("IfcMaterialLayer", material(model, category=category), size, Name="core", Category="LoadBearing")
    return create("IfcMaterialLayerSet", [beton, create("IfcMaterialLayer", None, 0.05)], "W")


def used(model: Model, size: float, category: str) -> Entity:
    of = layers(model, 0.2, category)
    return model.file.create_entity("IfcMaterialLayerSetUsage", of, "AXIS2", "POSITIVE", size)


def constituents(model: Model, size: float, category: str) -> Entity:
    create = model.file.create_entity
    frame = create("IfcMaterialConstituent", "frame", None, material(model, category=category), size, "Framing")
    return create("IfcMaterialConstituentSet", "S", None, [frame])


def profiles(model: Model, size: float, category: str) -> Entity:
    create = model.file.create_entity
    profile = create("IfcRectangleProfileDef", "AREA", "R1", XDim=size, YDim=0.2)
    beam = create("IfcMaterialProfile", "P", None, material(model, category=category), profile, 1, "Beam")
    return create("IfcMaterialProfileSet", "S", None, [beam])


def listed(model: Model, size: float, category: str) -> Entity:
    second = material(model, f"No {size:g}")
    return model.file.create_entity("IfcMaterialList", [material(model, category=category), second])


def by_itself(model: Model, size: float, category: str) -> Entity:
    return model.file.create_entity("IfcMaterialLayer", material(model, category=category), size)


def bare(model: Model, size: float, category: str) -> Entity:
    return material(model, f"No {size:g}", category)


def changed(build: Build, old: tuple[float, str], new: tuple[float, str]) -> dict[str, Any]:
    models = Model(), Model()
    for model, values in zip(models, (old, new), strict=True):
        model.material(build(model, *values), model.element("IfcWall", "wall"))
    return told(*models)


def rows(result: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return field, old and new value of the rows that the result has as CSV."""
    stream = io.BytesIO()
    WRITERS["csv"](result, stream)
    found = csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig")))
    return [(each["field"], each["old"], each["new"], each["unit"]) for each in found]


@pytest.mark.parametrize(
    ("build", "size", "category"),
    [
        (
            layers,
            ("Beton 200 mm, (no material) 50 mm", "Beton 300 mm, (no material) 50 mm"),
            "layers 1 material category",
        ),
        (used, ("0.2", "0.3"), "set layers 1 material category"),
        (constituents, ("Beton 20 %", "Beton 30 %"), "constituents 1 material category"),
        (profiles, ("0.2", "0.3"), "profiles 1 material category"),
        (listed, ("Beton, No 0.2", "Beton, No 0.3"), "materials 1 category"),
        (by_itself, ("Beton 200 mm", "Beton 300 mm"), "material category"),
        (bare, ("No 0.2", "No 0.3"), "category"),
    ],
)
def test_a_material_is_told_by_name_and_size(build: Build, size: tuple[str, str], category: str) -> None:
    results = changed(build, (0.2, "concrete"), (0.3, "concrete")), changed(build, (0.2, "concrete"), (0.2, "wood"))
    (told_size,), (told_category,) = map(rows, results)
    assert told_size[1:3] == size
    assert told_category == (category, "concrete", "wood", "")
    for result in results:
        assert result["changed"].keys() == {global_id("wall")}
        for form in ("csv", "markdown"):
            stream = io.BytesIO()
            WRITERS[form](result, stream)
            assert not any(sign in stream.getvalue() for sign in (b"{'", b'{"'))


def test_several_materials_and_what_a_property_has_of_several_parts() -> None:
    create = "IfcPropertyBoundedValue"
    models = Model(), Model()
    for model, size in zip(models, (0.2, 0.3), strict=True):
        wall = model.element("IfcWall", "wall")
        model.material(material(model, "A"), wall)
        model.material(material(model, f"No {size:g}"), wall)
        upper = model.value("IfcReal", size)
        cost = model.single("cost", "IfcReal", 10 * size, model.file.create_entity("IfcMonetaryUnit", "EUR"))
        model.define(model.pset("Set", model.file.create_entity(create, "range", None, upper), cost), wall)
    assert rows(told(*models)) == [
        ("", "A; No 0.2", "A; No 0.3", ""),
        ("Set.cost", "2.0 EUR", "3.0 EUR", ""),
        ("Set.range", "upper: 0.2", "upper: 0.3", ""),
    ]
