"""Edits of shapes made of faces, and of shapes that a type lends to its occurrences."""

import itertools
from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.edits.item import edit_item, shape_told
from tests.engine.exam.key import Key, change
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


def _inward(points: list[Any]) -> list[float]:
    """Return the first of some coordinates, a fifth of the way towards their middle."""
    middle = [sum(each) / len(points) for each in zip(*points, strict=True)]
    return [old + 0.2 * (towards - old) for old, towards in zip(points[0], middle, strict=True)]


def _move_vertex(model: ifcopenshell.file, faces: Any) -> None:
    """Move one vertex of some faces in every loop that has it; what else uses the point keeps it."""
    loops = [bound.Bound for face in faces for bound in face.Bounds]
    points = list({each.id(): each for each in itertools.chain(*(loop.Polygon for loop in loops))}.values())
    old = points[0].Coordinates
    new = model.create_entity("IfcCartesianPoint", _inward([each.Coordinates for each in points]))
    for loop in loops:
        loop.Polygon = [new if each.Coordinates == old else each for each in loop.Polygon]


def _are_its_own(model: ifcopenshell.file, faces: Any) -> bool:
    """Tell whether nothing else is made of some faces, nor of their loops."""
    bounds = [bound for face in faces for bound in face.Bounds]
    parts = [*faces, *bounds, *(bound.Bound for bound in bounds)]
    return all(model.get_total_inverses(each) == 1 for each in parts)


@REGISTER.edit("geometry: vertex of a brep")
def brep(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """In all the faces that meet there."""
    return edit_item(
        model,
        picker,
        "IfcFacetedBrep",
        lambda item: _move_vertex(model, item.Outer.CfsFaces),
        lambda item: _are_its_own(model, item.Outer.CfsFaces),
    )


@REGISTER.edit("geometry: vertex of a surface model")
def surface(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An open shell."""
    return edit_item(
        model,
        picker,
        "IfcShellBasedSurfaceModel",
        lambda item: _move_vertex(model, item.SbsmBoundary[0].CfsFaces),
        lambda item: _are_its_own(model, item.SbsmBoundary[0].CfsFaces),
    )


def _tessellation(model: ifcopenshell.file, picker: Picker, kind: str) -> Key | None:
    if model.schema == "IFC2X3":
        return None

    def edit(item: Any) -> None:
        listed = [list(each) for each in item.Coordinates.CoordList]
        listed[0] = _inward(listed)
        item.Coordinates = model.create_entity("IfcCartesianPointList3D", listed)

    return edit_item(model, picker, kind, edit)


@REGISTER.edit("geometry: vertex of a triangulation")
def triangulation(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One of its coordinates."""
    return _tessellation(model, picker, "IfcTriangulatedFaceSet")


@REGISTER.edit("geometry: vertex of polygonal faces")
def polygonal(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One of its coordinates."""
    return _tessellation(model, picker, "IfcPolygonalFaceSet")


@REGISTER.edit("geometry: shape of a type, mapped")
def mapped(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A change of the type and of all its occurrences."""
    candidates = []
    for map_ in model.by_type("IfcRepresentationMap"):
        for item in map_.MappedRepresentation.Items:
            is_simple = item.is_a("IfcExtrudedAreaSolid") or item.is_a("IfcFacetedBrep")
            if is_simple and len(find.owners(model, item)) > 1:
                candidates.append(item)
    item = picker.one(candidates, lambda each: find.owners(model, each))
    if item is None:
        return None
    owners = find.owners(model, item)
    occurrences = {guid for guid in owners if model.by_guid(guid).is_a("IfcProduct")}
    # What one occurrence alone maps is told on that; on the type too where it has others.
    key = change(occurrences if len(occurrences) == 1 else owners, "geometry", shape_told)
    key.allowed |= {(guid, "geometry") for guid in owners - occurrences}
    if item.is_a("IfcFacetedBrep"):
        _move_vertex(model, item.Outer.CfsFaces)
    else:
        item.Depth *= 1.3
    return key


@REGISTER.edit("geometry: where a shape is mapped to")
def mapping(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One occurrence has its type's shape elsewhere."""

    def edit(item: Any) -> None:
        old = item.MappingTarget
        attributes = {key: value for key, value in old.get_info().items() if key not in {"id", "type"}}
        moved = [old.LocalOrigin.Coordinates[0] + 0.4 / find.metres(model), *old.LocalOrigin.Coordinates[1:]]
        attributes["LocalOrigin"] = model.create_entity("IfcCartesianPoint", moved)
        item.MappingTarget = model.create_entity(old.is_a(), **attributes)

    return edit_item(model, picker, "IfcMappedItem", edit, stays_itself=True)
