"""A small two-storey house in IFC4, drawn in millimetres, made from nothing over `ifcopenshell.api`.

`python -m demo.house FOLDER` writes it and its revision. What the revision changes is in revision.py.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import ifcopenshell
import ifcopenshell.api.aggregate
import ifcopenshell.api.context
import ifcopenshell.api.feature
import ifcopenshell.api.geometry
import ifcopenshell.api.group
import ifcopenshell.api.project
import ifcopenshell.api.root
import ifcopenshell.api.spatial
import ifcopenshell.api.type
import ifcopenshell.api.unit

from demo import facts
from demo.reissue import fix_global_ids, write_again
from demo.shapes import Matrix, Size, box, mesh, place, placement, prism

Entity = ifcopenshell.entity_instance

STOREY_HEIGHT: Final = 3.0
WIDTH: Final = 10.0
DEPTH: Final = 8.0
OUTER: Final = 0.3
INNER: Final = 0.15
SLAB: Final = 0.25

_WALLS: Final = (
    ("South wall", placement(0, 0, 0), WIDTH, OUTER),
    ("East wall", placement(WIDTH, OUTER, 0, 90), DEPTH - 2 * OUTER, OUTER),
    ("North wall", placement(WIDTH, DEPTH, 0, 180), WIDTH, OUTER),
    ("West wall", placement(0, DEPTH - OUTER, 0, 270), DEPTH - 2 * OUTER, OUTER),
    ("Partition", placement(5.075, OUTER, 0, 90), DEPTH - 2 * OUTER, INNER),
)
"""Name, placement on its storey, length and thickness in metres."""


@dataclass
class House:
    """The model while it is built: its context and what later steps refer to, by name."""

    model: ifcopenshell.file
    body: Entity
    building: Entity
    named: dict[str, Entity] = field(default_factory=dict)

    def add(self, ifc_class: str, name: str, **attributes: Any) -> Entity:
        """Make an entity, remember it by its name and return it."""
        entity = ifcopenshell.api.root.create_entity(self.model, ifc_class=ifc_class, name=name)
        for attribute, value in attributes.items():
            setattr(entity, attribute, value)
        self.named[name] = entity
        return entity

    def stand(self, entity: Entity, where: Matrix, shape: Entity | None = None) -> None:
        """Place an entity and give it a body of its own, unless its type has one."""
        place(entity, where)
        if shape is not None:
            ifcopenshell.api.geometry.assign_representation(self.model, product=entity, representation=shape)

    def typed(self, entity: Entity, type_name: str) -> None:
        """Make the entity an occurrence of the named type."""
        ifcopenshell.api.type.assign_type(self.model, related_objects=[entity], relating_type=self.named[type_name])


def build_house() -> ifcopenshell.file:
    """Return the house; the same every time, GlobalIds included."""
    house = _begin()
    _add_types(house)
    for number, name in enumerate(("Ground floor", "First floor")):
        _add_storey(house, name, number * STOREY_HEIGHT)
    _add_roof(house)
    facts.add_all(house.model, house.named)
    fix_global_ids(house.model)
    return house.model


def write_pair(folder: Path) -> tuple[Path, Path]:
    """Write the house and its revision into `folder` and return their paths; the same bytes every time."""
    from demo.revision import revise  # noqa: PLC0415 - the revision is made of the house, not the other way round

    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "house-rev-a.ifc", folder / "house-rev-b.ifc"
    write_again(build_house(), paths[0], issue="2026-11-17")
    write_again(revise(build_house()), paths[1], issue="2026-11-24", backwards=True)
    return paths


def _begin() -> House:
    model = ifcopenshell.api.project.create_file(version="IFC4")
    project = ifcopenshell.api.root.create_entity(model, ifc_class="IfcProject", name="House on the hill")
    units = [
        ifcopenshell.api.unit.add_si_unit(model, unit_type="LENGTHUNIT", prefix="MILLI"),
        ifcopenshell.api.unit.add_si_unit(model, unit_type="AREAUNIT"),
        ifcopenshell.api.unit.add_si_unit(model, unit_type="VOLUMEUNIT"),
        ifcopenshell.api.unit.add_si_unit(model, unit_type="PLANEANGLEUNIT"),
    ]
    ifcopenshell.api.unit.assign_unit(model, units=units)
    parent = ifcopenshell.api.context.add_context(model, context_type="Model")
    body = ifcopenshell.api.context.add_context(
        model, context_type="Model", context_identifier="Body", target_view="MODEL_VIEW", parent=parent
    )
    site = ifcopenshell.api.root.create_entity(model, ifc_class="IfcSite", name="Hillside 7")
    building = ifcopenshell.api.root.create_entity(model, ifc_class="IfcBuilding", name="House")
    ifcopenshell.api.aggregate.assign_object(model, products=[site], relating_object=project)
    ifcopenshell.api.aggregate.assign_object(model, products=[building], relating_object=site)
    for entity in (site, building):
        place(entity, placement(0, 0, 0))
    return House(model, body, building, {"Site": site, "Building": building, "Project": project})


def _add_types(house: House) -> None:
    for name in ("Outer wall 300", "Outer wall 300 rendered", "Partition 150"):
        house.add("IfcWallType", name, PredefinedType="SOLIDWALL")
    house.add("IfcSlabType", "Floor 250", PredefinedType="FLOOR")
    for ifc_class, name, size in (
        ("IfcWindowType", "Window 1200 x 1400", (1.2, 0.1, 1.4)),
        ("IfcDoorType", "Door 900 x 2100", (0.9, 0.1, 2.1)),
        ("IfcDoorType", "Front door 1000 x 2200", (1.0, 0.12, 2.2)),
    ):
        kind = house.add(ifc_class, name, PredefinedType=ifc_class.removeprefix("Ifc").removesuffix("Type").upper())
        if ifc_class == "IfcDoorType":
            kind.OperationType = "SINGLE_SWING_LEFT"
        else:
            kind.PartitioningType = "SINGLE_PANEL"
        ifcopenshell.api.geometry.assign_representation(house.model, product=kind, representation=box(house.body, size))


def _add_storey(house: House, name: str, elevation: float) -> None:
    storey = house.add("IfcBuildingStorey", name, Elevation=elevation * 1000)
    ifcopenshell.api.aggregate.assign_object(house.model, products=[storey], relating_object=house.building)
    place(storey, placement(0, 0, elevation))
    short = "GF" if elevation == 0 else "FF"
    slab = house.add("IfcSlab", f"{short} Floor", PredefinedType="FLOOR", Tag=f"{short}-S1")
    outline = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, DEPTH), (0.0, DEPTH)]
    contained = [slab]
    house.stand(slab, placement(0, 0, elevation - SLAB), prism(house.body, outline, SLAB))
    house.typed(slab, "Floor 250")
    for number, (wall_name, where, length, thickness) in enumerate(_WALLS, start=1):
        wall = house.add("IfcWall", f"{short} {wall_name}", PredefinedType="SOLIDWALL", Tag=f"{short}-W{number}")
        above = placement(0, 0, elevation) @ where
        house.stand(wall, above, box(house.body, (length, thickness, STOREY_HEIGHT - SLAB)))
        house.typed(wall, "Outer wall 300" if thickness == OUTER else "Partition 150")
        contained += [wall, *_add_fillings(house, wall, above, length, thickness)]
    contained.append(_add_stove(house, short, elevation))
    ifcopenshell.api.spatial.assign_container(house.model, products=contained, relating_structure=storey)
    _add_spaces(house, storey, short, elevation)


def _add_fillings(house: House, wall: Entity, where: Matrix, length: float, thickness: float) -> list[Entity]:
    """Cut openings into a wall and fill them: a door in the middle of some, two windows in the others."""
    if wall.Name == "GF South wall":
        wanted = [("IfcDoor", "Front door 1000 x 2200", length / 2, 0.0, (1.0, 2.2))]
    elif wall.Name.endswith("Partition"):
        wanted = [("IfcDoor", "Door 900 x 2100", length / 2, 0.0, (0.9, 2.1))]
    else:
        wanted = [("IfcWindow", "Window 1200 x 1400", length * part, 0.9, (1.2, 1.4)) for part in (0.25, 0.75)]
    fillings = []
    for number, (ifc_class, kind, middle, sill, (width, height)) in enumerate(wanted, start=1):
        start = where @ placement(middle - width / 2, 0, sill)
        opening = house.add("IfcOpeningElement", f"{wall.Name} opening {number}", PredefinedType="OPENING")
        house.stand(opening, start, box(house.body, (width, thickness, height)))
        ifcopenshell.api.feature.add_feature(house.model, feature=opening, element=wall)
        label = f"{wall.Name} {ifc_class.removeprefix('Ifc').lower()} {number}"
        filling = house.add(ifc_class, label, OverallWidth=width * 1000, OverallHeight=height * 1000)
        house.typed(filling, kind)
        place(filling, start @ placement(0, thickness / 2 - 0.05, 0))
        ifcopenshell.api.feature.add_filling(house.model, opening=opening, element=filling)
        fillings.append(filling)
    return fillings


def _add_stove(house: House, short: str, elevation: float) -> Entity:
    stove = house.add("IfcBuildingElementProxy", f"{short} Stove", Tag=f"{short}-F1")
    house.stand(stove, placement(8.5, 6.5, elevation), box(house.body, (0.6, 0.5, 1.1)))
    return stove


def _add_spaces(house: House, storey: Entity, short: str, elevation: float) -> None:
    """Add a room on each side of the partition, and the zone that both belong to."""
    size: Size = (4.625, DEPTH - 2 * OUTER, STOREY_HEIGHT - SLAB)
    rooms = ("Living", "Kitchen") if elevation == 0 else ("Bedroom", "Study")
    for name, x in zip(rooms, (OUTER, 5.075), strict=True):
        space = house.add("IfcSpace", f"{short} {name}", LongName=name, PredefinedType="INTERNAL")
        ifcopenshell.api.aggregate.assign_object(house.model, products=[space], relating_object=storey)
        house.stand(space, placement(x, OUTER, elevation), box(house.body, size))
    zone = house.add("IfcZone", "Living zone" if elevation == 0 else "Sleeping zone")
    spaces = [house.named[f"{short} {name}"] for name in rooms]
    ifcopenshell.api.group.assign_group(house.model, products=spaces, group=zone)


def _add_roof(house: House) -> None:
    """Add a pitched roof: a whole without a body of its own, of two slabs drawn as faces."""
    roof = house.add("IfcRoof", "Roof", PredefinedType="GABLE_ROOF")
    eaves, ridge, over, thick = 2 * STOREY_HEIGHT - SLAB, 2 * STOREY_HEIGHT + 2.25, 0.5, 0.25
    place(roof, placement(0, 0, eaves))
    sides = (("Roof south", -over, DEPTH / 2), ("Roof north", DEPTH + over, DEPTH / 2))
    faces = [[0, 1, 2, 3], [7, 6, 5, 4], [0, 4, 5, 1], [1, 5, 6, 2], [2, 6, 7, 3], [3, 7, 4, 0]]
    for name, low_y, high_y in sides:
        low, high = -over * (ridge - eaves) / (DEPTH / 2), ridge - eaves
        lower = [(-over, low_y, low), (WIDTH + over, low_y, low), (WIDTH + over, high_y, high), (-over, high_y, high)]
        points = [*lower, *((x, y, z + thick) for x, y, z in lower)]
        inward = faces if low_y > high_y else [face[::-1] for face in faces]
        slab = house.add("IfcSlab", name, PredefinedType="ROOF")
        house.stand(slab, placement(0, 0, eaves), mesh(house.body, points, inward))
        ifcopenshell.api.aggregate.assign_object(house.model, products=[slab], relating_object=roof)
    storey = house.named["First floor"]
    ifcopenshell.api.spatial.assign_container(house.model, products=[roof], relating_structure=storey)


if __name__ == "__main__":
    for path in write_pair(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
