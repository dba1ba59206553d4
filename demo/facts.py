"""What is said of the demo house beside its shape: property sets, quantities, materials, a classification."""

from typing import Any

import ifcopenshell
import ifcopenshell.api.classification
import ifcopenshell.api.material
import ifcopenshell.api.pset

Entity = ifcopenshell.entity_instance

_LAYERS = {
    "Outer wall 300": (("Plaster", 15), ("Brick", 175), ("Insulation", 95), ("Render", 15)),
    "Partition 150": (("Plaster", 15), ("Brick", 120), ("Plaster", 15)),
}
"""Material and thickness in millimetres, from the inside."""


def add_all(model: ifcopenshell.file, named: dict[str, Entity]) -> None:
    """Add all facts to the entities of the house, which are given by name."""
    _add_properties(model, named)
    _add_quantities(model)
    _add_materials(model, named)
    _add_classification(model)


def set_properties(entity: Entity, set_name: str, **properties: Any) -> None:
    """Write properties into a property set of an entity, which is made if it is not there."""
    sets = [
        relation.RelatingPropertyDefinition
        for relation in getattr(entity, "IsDefinedBy", ())
        if relation.RelatingPropertyDefinition.Name == set_name
    ]
    sets += [each for each in getattr(entity, "HasPropertySets", None) or () if each.Name == set_name]
    pset = sets[0] if sets else ifcopenshell.api.pset.add_pset(entity.file, product=entity, name=set_name)
    ifcopenshell.api.pset.edit_pset(entity.file, pset=pset, properties=properties)


def _add_properties(model: ifcopenshell.file, named: dict[str, Entity]) -> None:
    for wall in model.by_type("IfcWall"):
        outer = "Partition" not in wall.Name
        set_properties(wall, "Pset_WallCommon", IsExternal=outer, LoadBearing=outer, FireRating="REI 60")
    for name, transmittance in (("Outer wall 300", 0.28), ("Partition 150", 1.9)):
        set_properties(named[name], "Pset_WallCommon", ThermalTransmittance=transmittance, AcousticRating="Rw 48 dB")
    for window in model.by_type("IfcWindow"):
        set_properties(window, "Pset_WindowCommon", GlazingAreaFraction=0.8, ThermalTransmittance=1.1)
    for door in model.by_type("IfcDoor"):
        set_properties(door, "Pset_DoorCommon", FireRating="EI 30", HandicapAccessible=True)
    for space in model.by_type("IfcSpace"):
        set_properties(space, "Pset_SpaceCommon", Reference=space.LongName, PubliclyAccessible=False)


def _add_quantities(model: ifcopenshell.file) -> None:
    for space in model.by_type("IfcSpace"):
        quantities = ifcopenshell.api.pset.add_qto(model, product=space, name="Qto_SpaceBaseQuantities")
        ifcopenshell.api.pset.edit_qto(model, qto=quantities, properties={"NetFloorArea": 34.225, "Height": 2750.0})
    for wall in model.by_type("IfcWall"):
        quantities = ifcopenshell.api.pset.add_qto(model, product=wall, name="Qto_WallBaseQuantities")
        ifcopenshell.api.pset.edit_qto(model, qto=quantities, properties={"Height": 2750.0})


def _add_materials(model: ifcopenshell.file, named: dict[str, Entity]) -> None:
    materials = {
        name: ifcopenshell.api.material.add_material(model, name=name)
        for name in ("Plaster", "Brick", "Insulation", "Render", "Concrete C25/30", "Clay tile", "Steel")
    }
    for type_name, layers in _LAYERS.items():
        layer_set = ifcopenshell.api.material.add_material_set(model, name=type_name, set_type="IfcMaterialLayerSet")
        for material, thickness in layers:
            layer = ifcopenshell.api.material.add_layer(model, layer_set=layer_set, material=materials[material])
            ifcopenshell.api.material.edit_layer(model, layer=layer, attributes={"LayerThickness": float(thickness)})
        ifcopenshell.api.material.assign_material(
            model, products=[named[type_name]], type="IfcMaterialLayerSet", material=layer_set
        )
    for slab in model.by_type("IfcSlab"):
        of = materials["Clay tile" if slab.PredefinedType == "ROOF" else "Concrete C25/30"]
        ifcopenshell.api.material.assign_material(model, products=[slab], material=of)
    for stove in model.by_type("IfcBuildingElementProxy"):
        ifcopenshell.api.material.assign_material(model, products=[stove], material=materials["Steel"])


def _add_classification(model: ifcopenshell.file) -> None:
    system = ifcopenshell.api.classification.add_classification(model, classification="House elements")
    for code, name, ifc_class in (("21", "External walls", "IfcWall"), ("23", "Floors", "IfcSlab")):
        ifcopenshell.api.classification.add_reference(
            model, products=list(model.by_type(ifc_class)), identification=code, name=name, classification=system
        )
