"""The next issue of the demo house: something of every kind changed. What, is listed in `REVISIONS`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import ifcopenshell
import ifcopenshell.api.aggregate
import ifcopenshell.api.classification
import ifcopenshell.api.geometry
import ifcopenshell.api.group
import ifcopenshell.api.material
import ifcopenshell.api.pset
import ifcopenshell.api.root
import ifcopenshell.api.spatial
import ifcopenshell.api.type
import ifcopenshell.guid
import ifcopenshell.util.placement

from demo.facts import set_properties
from demo.shapes import box, place, placement

Entity = ifcopenshell.entity_instance


@dataclass(frozen=True)
class Revision:
    """One edit: the name of the element it is on, in the old issue, what it is in a sentence, and how it is made."""

    element: str
    sentence: str
    make: Callable[[Entity], object]


def revise(model: ifcopenshell.file) -> ifcopenshell.file:
    """Make every revision in `model`, which is the house, and return it."""
    found = {entity.Name: entity for entity in model.by_type("IfcRoot") if entity.Name}
    for revision in REVISIONS:
        revision.make(found[revision.element])
    return model


def _named(model: ifcopenshell.file, ifc_class: str, name: str) -> Entity:
    return next(entity for entity in model.by_type(ifc_class) if entity.Name == name)


def _rename(wall: Entity) -> None:
    wall.Name, wall.Tag = "GF South wall, entrance", "GF-W1a"


def _change_class(stove: Entity) -> None:
    identifier = stove.GlobalId
    furniture = ifcopenshell.api.root.reassign_class(stove.file, product=stove, ifc_class="IfcFurniture")
    furniture.GlobalId = identifier


def _change_quantity(space: Entity) -> None:
    sets = [relation.RelatingPropertyDefinition for relation in space.IsDefinedBy]
    quantities = next(each for each in sets if each.is_a("IfcElementQuantity"))
    ifcopenshell.api.pset.edit_qto(space.file, qto=quantities, properties={"NetFloorArea": 33.1})


def _change_type(wall: Entity) -> None:
    rendered = _named(wall.file, "IfcWallType", "Outer wall 300 rendered")
    ifcopenshell.api.type.assign_type(wall.file, related_objects=[wall], relating_type=rendered)


def _thicken_insulation(wall_type: Entity) -> None:
    layer_set = wall_type.HasAssociations[0].RelatingMaterial
    layer = next(each for each in layer_set.MaterialLayers if each.Material.Name == "Insulation")
    ifcopenshell.api.material.edit_layer(wall_type.file, layer=layer, attributes={"LayerThickness": 120.0})


def _change_material(slab: Entity) -> None:
    concrete = ifcopenshell.api.material.add_material(slab.file, name="Concrete C30/37")
    ifcopenshell.api.material.assign_material(slab.file, products=[slab], material=concrete)


def _reclassify(slab: Entity) -> None:
    model = slab.file
    system = model.by_type("IfcClassification")[0]
    old = next(each for each in model.by_type("IfcClassificationReference") if each.Identification == "23")
    ifcopenshell.api.classification.remove_reference(model, reference=old, products=[slab])
    ifcopenshell.api.classification.add_reference(
        model, products=[slab], identification="27", name="Roofs", classification=system
    )


def _move_to_other_storey(stove: Entity) -> None:
    storey = _named(stove.file, "IfcBuildingStorey", "Ground floor")
    where = ifcopenshell.util.placement.get_local_placement(stove.ObjectPlacement)
    ifcopenshell.api.spatial.assign_container(stove.file, products=[stove], relating_structure=storey)
    where[:3, 3] /= 1000
    place(stove, where)


def _take_from_roof(slab: Entity) -> None:
    ifcopenshell.api.aggregate.unassign_object(slab.file, products=[slab])
    storey = _named(slab.file, "IfcBuildingStorey", "First floor")
    ifcopenshell.api.spatial.assign_container(slab.file, products=[slab], relating_structure=storey)


def _change_zone(space: Entity) -> None:
    model = space.file
    ifcopenshell.api.group.unassign_group(model, products=[space], group=_named(model, "IfcZone", "Sleeping zone"))
    ifcopenshell.api.group.assign_group(model, products=[space], group=_named(model, "IfcZone", "Living zone"))


def _shift(element: Entity, x: float = 0.0, y: float = 0.0) -> None:
    """Move the element by metres along its own axes."""
    where = ifcopenshell.util.placement.get_local_placement(element.ObjectPlacement)
    where[:3, 3] /= 1000
    place(element, where @ placement(x, y, 0))


def _move_partition(wall: Entity) -> None:
    _shift(wall, y=-0.25)
    for opening in _openings(wall):
        # The opening went with the wall: ifcopenshell.api leaves behind only what fills it.
        for filling in opening.HasFillings:
            _shift(filling.RelatedBuildingElement, y=-0.25)


def _lower(wall: Entity) -> None:
    _solid(wall).Depth = 2600.0


def _move_opening(wall: Entity) -> None:
    opening = _openings(wall)[0]
    _shift(opening, x=0.4)
    _shift(opening.HasFillings[0].RelatedBuildingElement, x=0.4)


def _widen_opening(wall: Entity) -> None:
    opening = _openings(wall)[1]
    _solid(opening).SweptArea.OuterCurve.Points.CoordList = ((0.0, 0.0), (1500.0, 0.0), (1500.0, 300.0), (0.0, 300.0))


def _openings(wall: Entity) -> list[Entity]:
    openings = (relation.RelatedOpeningElement for relation in wall.HasOpenings)
    return sorted(openings, key=lambda opening: str(opening.Name))


def _solid(element: Entity) -> Entity:
    solid: Entity = element.Representation.Representations[0].Items[0]
    return solid


def _reissue(window: Entity) -> None:
    window.GlobalId = ifcopenshell.guid.compress("5d2c4f10c0b54f6d9c1de5f6b7a81234")


def _add_carport(storey: Entity) -> None:
    model = storey.file
    body = next(each for each in model.by_type("IfcGeometricRepresentationSubContext"))
    for number, x in enumerate((12.0, 14.8), start=1):
        post = ifcopenshell.api.root.create_entity(model, ifc_class="IfcColumn", name=f"Carport post {number}")
        post.GlobalId = ifcopenshell.guid.compress(f"0a2c4f10c0b54f6d9c1de5f6b7a8123{number}")
        place(post, placement(x, 2.0, 0))
        ifcopenshell.api.geometry.assign_representation(model, product=post, representation=box(body, (0.2, 0.2, 2.4)))
        ifcopenshell.api.spatial.assign_container(model, products=[post], relating_structure=storey)


def _remove(element: Entity) -> None:
    ifcopenshell.api.root.remove_product(element.file, product=element)


REVISIONS: Final = (
    Revision("GF South wall", "renamed, with another tag", _rename),
    Revision("GF Stove", "became furniture, under the same GlobalId", _change_class),
    Revision("GF Partition", "moved 250 mm, with its door", _move_partition),
    Revision(
        "GF West wall",
        "fire rating REI 60 → REI 90",
        lambda wall: set_properties(wall, "Pset_WallCommon", FireRating="REI 90"),
    ),
    Revision(
        "Partition 150",
        "acoustic rating of the type Rw 48 dB → Rw 53 dB",
        lambda kind: set_properties(kind, "Pset_WallCommon", AcousticRating="Rw 53 dB"),
    ),
    Revision("GF Kitchen", "net floor area 34.225 → 33.1 m²", _change_quantity),
    Revision("FF East wall", "of another type", _change_type),
    Revision("Outer wall 300", "insulation 95 → 120 mm", _thicken_insulation),
    Revision("GF Floor", "of concrete C30/37", _change_material),
    Revision("Roof south", "classified 27 Roofs, no longer 23 Floors", _reclassify),
    Revision("FF Stove", "counted to the ground floor", _move_to_other_storey),
    Revision("Roof north", "no longer a part of the roof", _take_from_roof),
    Revision("FF Study", "in the living zone, no longer in the sleeping zone", _change_zone),
    Revision("FF Partition", "lowered to 2600 mm", _lower),
    Revision("FF South wall", "its first window moved by 400 mm", _move_opening),
    Revision("FF North wall", "its second opening widened to 1500 mm", _widen_opening),
    Revision("GF East wall window 2", "issued under another GlobalId", _reissue),
    Revision("Ground floor", "two posts of a carport added", _add_carport),
    Revision("GF North wall window 2", "removed", _remove),
)
