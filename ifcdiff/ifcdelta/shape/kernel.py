"""Shapes by IfcOpenShell's geometry kernel, sent off as they are made; runs in the processes of `pool`.

The kernel is the same for all: the fast exact one for planar solids, Open CASCADE for what that leaves over. Where
curved surfaces are in doubt, Open CASCADE makes all, as fine as is asked. Knows no aspect; shapes come in the element's
own axes and in metres.
"""

import math
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final, Literal

import ifcopenshell
import ifcopenshell.geom
import numpy as np

from ifcdelta.shape.outline import bodies_of, body_by_representation

DEFLECTION: Final = 1e-3
"""Metres that a mesh may be off a curved surface."""

Library = Literal["hybrid-cgal-simple-opencascade", "opencascade"]
FAST: Final = "hybrid-cgal-simple-opencascade"
EXACT: Final = "opencascade"
"""The only kernel that cuts every curved surface into triangles by the deflection."""
_LEAST: Final = 1e-9
NO_SHAPE: Final = "the geometry kernel makes no shape of it"
_ANY_GLOBAL_ID: Final = "0" * 22


@dataclass(frozen=True)
class Making:
    """How shapes are made."""

    openings: bool = False
    """Whether openings are cut out of products."""
    deflection: float = DEFLECTION
    library: Library = FAST
    """The kernel, by IfcOpenShell's name."""

    def settings(self) -> ifcopenshell.geom.settings:
        """Return the settings of the kernel."""
        settings = ifcopenshell.geom.settings()
        settings.set("disable-opening-subtractions", not self.openings)
        settings.set("no-normals", True)
        settings.set("apply-default-materials", False)
        settings.set("weld-vertices", True)
        settings.set("mesher-linear-deflection", self.deflection)
        return settings


ROUGHLY: Final = Making()
"""As fast as the kernel can, openings not cut out."""


def without_libraries(file: ifcopenshell.file) -> None:
    """Remove the project libraries of a model: beside one, the kernel takes every length for metres.

    It looks for units in the only IfcContext that there is (IfcOpenShell, issue 9294).
    """
    try:
        libraries = file.by_type("IfcProjectLibrary")
    except RuntimeError:  # The schema has none.
        return
    for library in libraries:
        file.remove(library)


def with_unit_directions(file: ifcopenshell.file) -> None:
    """Give every direction of a model the length 1, which it means anyway (IFC 4.3, 8.9.3.23 IfcDirection).

    The kernel makes a solid longer whose direction of extrusion is.
    """
    for direction in file.by_type("IfcDirection"):
        ratios = direction.DirectionRatios or ()
        length = math.hypot(*ratios)
        if length and abs(length - 1.0) > _LEAST:
            direction.DirectionRatios = [each / length for each in ratios]


def with_global_ids(file: ifcopenshell.file, ids: list[int]) -> None:
    """Give those of the products with these STEP ids a GlobalId that have none: the kernel makes no shape of them."""
    for each in map(file.by_id, ids):
        if each.is_a("IfcProduct") and each.GlobalId is None:
            each.GlobalId = _ANY_GLOBAL_ID


def make_together(file: ifcopenshell.file, ids: list[int], making: Making, sender: Connection) -> None:
    """Send the shapes of entities as they come, in the kernel's own order; of representations one by one.

    The kernel makes one for each representation of a product, and may make that of a mapped one twice: as it is, and
    as it is mapped, which is the one that counts. What is no body is left aside.
    """
    entities = [file.by_id(step_id) for step_id in ids]
    products = [entity for entity in entities if entity.is_a("IfcProduct")]
    if len(products) < len(entities):
        make_one_by_one(file, ids, making, sender)
        return
    iterator = ifcopenshell.geom.iterator(making.settings(), file, 1, include=products, geometry_library=making.library)
    bodies = {each.id(): body_by_representation(each) for each in products}
    sent: set[tuple[int, int]] = set()
    if iterator.initialize():
        while True:
            shape = iterator.get()
            made_of = int(shape.geometry.id.partition("-")[0])
            body = bodies[shape.id].get(made_of, made_of)
            if body is not None and (shape.id, body) not in sent:
                _send(sender, shape.id, body, shape.geometry)
            sent.add((shape.id, made_of))
            if not iterator.next():
                break


def make_one_by_one(file: ifcopenshell.file, ids: list[int], making: Making, sender: Connection) -> None:
    """Send the shapes of entities, and before each which one it is to be."""
    settings = making.settings()
    for step_id in ids:
        sender.send(("begin", step_id))
        entity = file.by_id(step_id)
        is_product = entity.is_a("IfcProduct")
        bodies = [(each.id(), each) for each in bodies_of(entity)] if is_product else [(step_id, None)]
        try:
            for body, representation in bodies:
                shape = ifcopenshell.geom.create_shape(
                    settings, entity, representation, geometry_library=making.library
                )
                _send(sender, step_id, body, getattr(shape, "geometry", shape))
        except RuntimeError:
            sender.send(("failed", step_id, NO_SHAPE))


def _send(sender: Connection, step_id: int, body: int, geometry: Any) -> None:
    points = np.frombuffer(geometry.verts_buffer, np.float64).reshape(-1, 3)
    faces = np.frombuffer(geometry.faces_buffer, np.int32).reshape(-1, 3)
    if faces.size and np.isfinite(points).all():
        sender.send(("mesh", step_id, body, points.copy(), faces.copy()))
    else:
        sender.send(("failed", step_id, NO_SHAPE))
