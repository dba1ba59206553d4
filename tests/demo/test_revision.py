"""Every item of `REVISIONS` is really in the pair: what each file says of the element before and after."""

from collections.abc import Callable
from typing import Any, Final

import ifcopenshell
import ifcopenshell.util.classification
import ifcopenshell.util.element
import ifcopenshell.util.placement
import pytest

from demo.revision import REVISIONS, Revision

Entity = ifcopenshell.entity_instance
Model = ifcopenshell.file
Fact = Callable[[Model, str], object]
"""What a model says of the element with a GlobalId."""


def _of(fact: Callable[[Entity], object]) -> Fact:
    return lambda model, global_id: fact(model.by_guid(global_id))


def _value(set_name: str, name: str) -> Fact:
    return _of(lambda element: ifcopenshell.util.element.get_pset(element, set_name, name))


def _name(element: Entity | None) -> object:
    return element.Name if element else None


def _is_there(model: Model, global_id: str) -> bool:
    return global_id in {root.GlobalId for root in model.by_type("IfcRoot")}


def _is_there_and_named(name: str) -> Fact:
    """Tell whether the GlobalId is there, and how many elements have the name."""
    return lambda model, global_id: (
        _is_there(model, global_id),
        sum(element.Name == name for element in model.by_type("IfcElement")),
    )


def _codes(element: Entity) -> list[str]:
    return [each.Identification for each in ifcopenshell.util.classification.get_references(element)]


def _insulation(wall_type: Entity) -> float:
    layers: Any = ifcopenshell.util.element.get_material(wall_type)
    return next(float(each.LayerThickness) for each in layers.MaterialLayers if each.Material.Name == "Insulation")


def _zones(space: Entity) -> list[str]:
    return [each.Name for each in ifcopenshell.util.element.get_groups(space)]


def _x(element: Entity) -> float:
    """Return the element's place along the world's x axis in millimetres."""
    return round(float(ifcopenshell.util.placement.get_local_placement(element.ObjectPlacement)[0, 3]), 3)


def _solid(element: Entity) -> Any:
    return element.Representation.Representations[0].Items[0]


def _opening(wall: Entity, number: int) -> Entity:
    found: list[Entity] = [relation.RelatedOpeningElement for relation in wall.HasOpenings]
    return next(each for each in found if str(each.Name).endswith(f"opening {number}"))


def _width(opening: Entity) -> float:
    return max(float(x) for x, _ in _solid(opening).SweptArea.OuterCurve.Points.CoordList)


def _columns(storey: Entity) -> list[str]:
    return sorted(each.Name for each in ifcopenshell.util.element.get_contained(storey) if each.is_a("IfcColumn"))


EXPECTED: Final[dict[str, tuple[Fact, object, object]]] = {
    "GF South wall": (
        _of(lambda wall: (wall.Name, wall.Tag)),
        ("GF South wall", "GF-W1"),
        ("GF South wall, entrance", "GF-W1a"),
    ),
    "GF Stove": (_of(lambda stove: stove.is_a()), "IfcBuildingElementProxy", "IfcFurniture"),
    "GF Partition": (_of(lambda wall: (_x(wall), _x(_opening(wall, 1)))), (5075.0, 5075.0), (5325.0, 5325.0)),
    "GF West wall": (_value("Pset_WallCommon", "FireRating"), "REI 60", "REI 90"),
    "Partition 150": (_value("Pset_WallCommon", "AcousticRating"), "Rw 48 dB", "Rw 53 dB"),
    "GF Kitchen": (_value("Qto_SpaceBaseQuantities", "NetFloorArea"), 34.225, 33.1),
    "FF East wall": (
        _of(lambda wall: _name(ifcopenshell.util.element.get_type(wall))),
        "Outer wall 300",
        "Outer wall 300 rendered",
    ),
    "Outer wall 300": (_of(_insulation), 95.0, 120.0),
    "GF Floor": (
        _of(lambda slab: _name(ifcopenshell.util.element.get_material(slab))),
        "Concrete C25/30",
        "Concrete C30/37",
    ),
    "Roof south": (_of(_codes), ["23"], ["27"]),
    "FF Stove": (
        _of(lambda stove: _name(ifcopenshell.util.element.get_container(stove))),
        "First floor",
        "Ground floor",
    ),
    "Roof north": (_of(lambda slab: _name(ifcopenshell.util.element.get_aggregate(slab))), "Roof", None),
    "FF Study": (_of(_zones), ["Sleeping zone"], ["Living zone"]),
    "FF Partition": (_of(lambda wall: _solid(wall).Depth), 2750.0, 2600.0),
    "FF South wall": (_of(lambda wall: _x(_opening(wall, 1))), 1900.0, 2300.0),
    "FF North wall": (_of(lambda wall: _width(_opening(wall, 2))), 1200.0, 1500.0),
    "GF East wall window 2": (_is_there_and_named("GF East wall window 2"), (True, 1), (False, 1)),
    "Ground floor": (_of(_columns), [], ["Carport post 1", "Carport post 2"]),
    "GF North wall window 2": (_is_there, True, False),
}
"""By the element's name in the old issue: the fact, and what it is in the old and in the new issue."""


def test_every_revision_is_looked_for() -> None:
    assert sorted(EXPECTED) == sorted(revision.element for revision in REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda revision: f"{revision.element}: {revision.sentence}")
def test_a_revision_is_in_the_pair(models: tuple[Model, Model], revision: Revision) -> None:
    named = [root.GlobalId for root in models[0].by_type("IfcRoot") if root.Name == revision.element]
    assert len(named) == 1
    fact, *expected = EXPECTED[revision.element]
    assert [fact(model, named[0]) for model in models] == expected


def test_a_property_of_a_type_changes_for_its_walls(models: tuple[Model, Model]) -> None:
    wall = next(each for each in models[0].by_type("IfcWall") if each.Name == "FF Partition")
    rating = _value("Pset_WallCommon", "AcousticRating")
    assert [rating(model, wall.GlobalId) for model in models] == ["Rw 48 dB", "Rw 53 dB"]
