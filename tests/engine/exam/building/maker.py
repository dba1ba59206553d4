"""Makes instances of one file: what every part of the building needs. Knows no part."""

from collections.abc import Sequence
from random import Random
from typing import Any

import ifcopenshell
import ifcopenshell.guid

Entity = ifcopenshell.entity_instance


class Maker:
    """A file in the making, with its unit of length and its chance."""

    def __init__(self, file: ifcopenshell.file, random: Random, metre: float) -> None:
        self.file = file
        self.random = random
        self.metre = metre
        self.body: Entity
        self.project: Entity
        self.storeys: list[Entity] = []
        self.history: Entity

    def make(self, kind: str, **attributes: Any) -> Entity:
        """Return a new instance; a rooted one gets a GlobalId for the time being."""
        entity = self.file.create_entity(kind, **attributes)
        if entity.is_a("IfcRoot"):
            entity.GlobalId = ifcopenshell.guid.new()
        return entity

    def length(self, metres: float) -> float:
        """Return a length in the file's unit."""
        return round(metres * self.metre, 6)

    def some(self, least: float, most: float) -> float:
        """Return a length drawn between two, in the file's unit, to the millimetre."""
        return self.length(round(self.random.uniform(least, most), 3))

    def point(self, *metres: float) -> Entity:
        """Return a point; coordinates in metres."""
        return self.make("IfcCartesianPoint", Coordinates=[self.length(each) for each in metres])

    def direction(self, *ratios: float) -> Entity:
        """Return a direction."""
        return self.make("IfcDirection", DirectionRatios=[float(each) for each in ratios])

    def axes(self, *origin: float, ahead: Sequence[float] | None = None) -> Entity:
        """Return a placement in space at `origin`, in metres, upright, its x axis `ahead`."""
        axes = self.make("IfcAxis2Placement3D", Location=self.point(*(origin or (0.0, 0.0, 0.0))))
        if ahead is not None:
            axes.Axis, axes.RefDirection = self.direction(0, 0, 1), self.direction(*ahead)
        return axes

    def flat_axes(self) -> Entity:
        """Return the placement of a profile."""
        return self.make("IfcAxis2Placement2D", Location=self.point(0.0, 0.0))

    def placement(self, parent: Entity | None, *origin: float, ahead: Sequence[float] | None = None) -> Entity:
        """Return a local placement relative to that of `parent`."""
        above = None if parent is None else parent.ObjectPlacement
        return self.make("IfcLocalPlacement", PlacementRelTo=above, RelativePlacement=self.axes(*origin, ahead=ahead))

    def shape(self, kind: str, *items: Entity) -> Entity:
        """Return a body representation."""
        return self.make(
            "IfcShapeRepresentation",
            ContextOfItems=self.body,
            RepresentationIdentifier="Body",
            RepresentationType=kind,
            Items=list(items),
        )

    def product_shape(self, kind: str, *items: Entity) -> Entity:
        """Return the definition of a product's shape with a body alone."""
        return self.make("IfcProductDefinitionShape", Representations=[self.shape(kind, *items)])

    def relate(self, kind: str, **attributes: Any) -> Entity:
        """Return a new relationship."""
        return self.make(kind, **attributes)
