"""Edits of placements: moved, turned, and moved with all that is placed relative to it."""

import math
from collections.abc import Iterable
from typing import Any

import ifcopenshell
import ifcopenshell.util.placement
import numpy as np

from tests.engine.exam import find
from tests.engine.exam.key import Check, Key, change
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


def _children(placement: Any) -> list[Any]:
    return list(find.of_inverse(placement, "ReferencedByPlacements"))


def carried(product: Any) -> set[str]:
    """Return the GlobalIds of the products in scope that are placed relative to one, at any depth."""
    found: set[str] = set()
    waiting = _children(product.ObjectPlacement)
    while waiting:
        placement = waiting.pop()
        waiting += _children(placement)
        found |= {each.GlobalId for each in placement.PlacesObject if not each.is_a("IfcFeatureElement")}
    return found


def _has_one_of_its_own(product: Any) -> bool:
    placement = product.ObjectPlacement
    if placement is None or not placement.is_a("IfcLocalPlacement") or len(placement.PlacesObject) != 1:
        return False
    return bool(placement.RelativePlacement.is_a("IfcAxis2Placement3D"))


def _matrix(product: Any) -> Any:
    return ifcopenshell.util.placement.get_local_placement(product.ObjectPlacement)


def _own_axes(model: ifcopenshell.file, product: Any) -> Any:
    """Return axes that no other placement shares, in place of the product's."""
    old = product.ObjectPlacement.RelativePlacement
    point = model.create_entity("IfcCartesianPoint", old.Location.Coordinates)
    axes = model.create_entity("IfcAxis2Placement3D", point, old.Axis, old.RefDirection)
    product.ObjectPlacement.RelativePlacement = axes
    return axes


def _displaced(model: ifcopenshell.file, product: Any, before: Any, *, took: int = 0) -> Check:
    """Accept what really happened to a placement, in metres and world axes."""
    after = _matrix(product)
    moved = (after[:3, 3] - before[:3, 3]) * find.metres(model)
    cosine = (np.trace(after[:3, :3] @ before[:3, :3].T) - 1) / 2
    angle = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))

    def check(value: Any) -> bool:
        is_near = np.allclose(value["moved"], moved, atol=2e-6) and abs(value["rotated"] - angle) < 1e-4
        is_near = is_near and abs(value["distance"] - np.linalg.norm(moved)) < 2e-6
        return bool(is_near) and (value.get("carried") or 0) == took

    return check


def move(model: ifcopenshell.file, product: Any, *metres: float) -> Check:
    """Move a product in the axes of its parent and return what must be told of it."""
    before, axes = _matrix(product), _own_axes(model, product)
    steps = [each / find.metres(model) for each in metres]
    axes.Location.Coordinates = [old + step for old, step in zip(axes.Location.Coordinates, steps, strict=True)]
    return _displaced(model, product, before, took=len(carried(product)))


def _free(model: ifcopenshell.file) -> list[Any]:
    """Return elements on which nothing is placed."""
    return [each for each in find.products(model) if _has_one_of_its_own(each) and not _children(each.ObjectPlacement)]


@REGISTER.edit("placement: moved")
def moved(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """By some decimetres."""
    element = picker.one(_free(model))
    return element and change(element.GlobalId, "placement", move(model, element, 0.25, -0.1, 0.0))


@REGISTER.edit("placement: moved by a millimetre")
def moved_a_little(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Ten times the tolerance."""
    element = picker.one(_free(model))
    return element and change(element.GlobalId, "placement", move(model, element, 0.0, 0.001, 0.0))


def _is_round(model: ifcopenshell.file, element: Any) -> bool:
    """Tell whether an element may look the same however it is turned."""
    shape = element.Representation
    return shape is not None and any(each.is_a("IfcCircleProfileDef") for each in model.traverse(shape))


@REGISTER.edit("placement: turned")
def turned(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """By 30 degrees about its z axis."""
    element = picker.one([each for each in _free(model) if not _is_round(model, each)])
    if element is None:
        return None
    before = _matrix(element)
    axes = _own_axes(model, element)
    local = ifcopenshell.util.placement.get_axis2placement(axes)
    angle = math.radians(30)
    ahead = local[:3, 0] * math.cos(angle) + local[:3, 1] * math.sin(angle)
    axes.Axis = model.create_entity("IfcDirection", [float(each) for each in local[:3, 2]])
    axes.RefDirection = model.create_entity("IfcDirection", [float(each) for each in ahead])
    return change(element.GlobalId, "placement", _displaced(model, element, before))


@REGISTER.edit("placement: moved and turned upside down")
def upside_down(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """By 180 degrees about its x axis, and up."""
    element = picker.one(_free(model))
    if element is None:
        return None
    before = _matrix(element)
    move(model, element, 0.0, 0.0, 0.5)
    axes = element.ObjectPlacement.RelativePlacement
    local = ifcopenshell.util.placement.get_axis2placement(axes)
    axes.Axis = model.create_entity("IfcDirection", [float(-each) for each in local[:3, 2]])
    axes.RefDirection = model.create_entity("IfcDirection", [float(each) for each in local[:3, 0]])
    return change(element.GlobalId, "placement", _as_seen(_displaced(model, element, before)))


def _as_seen(check: Check) -> Check:
    """Accept as well that what looks the same upside down moved and turned less."""
    return lambda value: check(value) or (value["rotated"] < 180.0 and value["distance"] > 0)


def _with_others(candidates: Iterable[Any]) -> list[Any]:
    return [each for each in candidates if _has_one_of_its_own(each) and carried(each)]


def _touches(product: Any) -> set[str]:
    return {product.GlobalId} | carried(product)


@REGISTER.edit("placement: storey moved")
def storey(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """What stands in it is carried, and told nowhere else."""
    product = picker.one(_with_others(model.by_type("IfcBuildingStorey")), _touches)
    return product and change(product.GlobalId, "placement", move(model, product, 0.0, 0.0, 0.4))


@REGISTER.edit("placement: assembly moved")
def assembly(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """What is placed relative to an element is carried too."""
    product = picker.one(_with_others(find.products(model)), _touches)
    return product and change(product.GlobalId, "placement", move(model, product, 0.3, 0.0, 0.0))


@REGISTER.edit("placement: relative to another, the place kept")
def other_parent(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The same place in the world, written from the world's origin: no change."""
    element = picker.one(_free(model))
    if element is None:
        return None
    matrix = _matrix(element)
    point = model.create_entity("IfcCartesianPoint", [float(each) for each in matrix[:3, 3]])
    axes = [model.create_entity("IfcDirection", [float(each) for each in matrix[:3, column]]) for column in (2, 0)]
    placed = model.create_entity("IfcAxis2Placement3D", point, *axes)
    element.ObjectPlacement = model.create_entity("IfcLocalPlacement", None, placed)
    return Key()
