"""Edits of solids: swept, clipped, built of primitives; and of whole shapes, lost and gained."""

import math
from typing import Any

import ifcopenshell
import ifcopenshell.geom

from tests.engine.exam import find
from tests.engine.exam.edits.item import edit_item
from tests.engine.exam.key import Key, change
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


@REGISTER.edit("geometry: extrusion's depth")
def depth(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Half as deep again."""

    def edit(item: Any) -> None:
        item.Depth *= 1.5

    # What is clipped off may be just what the depth adds.
    return edit_item(model, picker, "IfcExtrudedAreaSolid", edit, _is_drawn)


@REGISTER.edit("geometry: extruded the other way")
def direction(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The same volume on the other side."""

    def edit(item: Any) -> None:
        opposite = [-each for each in item.ExtrudedDirection.DirectionRatios]
        item.ExtrudedDirection = model.create_entity("IfcDirection", opposite)

    return edit_item(model, picker, "IfcExtrudedAreaSolid", edit, _is_drawn, stays_itself=True)


def _is_drawn(item: Any) -> bool:
    """Tell whether nothing is made of an item in turn."""
    return not any(each.is_a("IfcBooleanResult") for each in item.file.get_inverse(item))


@REGISTER.edit("geometry: profile's x and y swapped")
def swapped(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The same volume, the same count and sums of coordinates."""

    def edit(item: Any) -> None:
        old = item.SweptArea
        item.SweptArea = model.create_entity(
            "IfcRectangleProfileDef", old.ProfileType, old.ProfileName, old.Position, old.YDim, old.XDim
        )

    def suits(item: Any) -> bool:
        profile = item.SweptArea
        return bool(profile.is_a() == "IfcRectangleProfileDef" and abs(profile.XDim / profile.YDim - 1) > 0.1)

    return edit_item(model, picker, "IfcExtrudedAreaSolid", edit, suits, stays_itself=True)


@REGISTER.edit("geometry: profile's point")
def profile_point(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One corner of a polygon."""

    def edit(item: Any) -> None:
        profile = item.SweptArea
        points = list(profile.OuterCurve.Points)
        is_closed = points[0].Coordinates == points[-1].Coordinates
        at = len(points) // 2
        towards = [sum(each) / len(points) for each in zip(*(point.Coordinates for point in points), strict=True)]
        moved = [old + 0.2 * (middle - old) for old, middle in zip(points[at].Coordinates, towards, strict=True)]
        points[at] = model.create_entity("IfcCartesianPoint", moved)
        if not is_closed:
            points.append(points[0])
        line = model.create_entity("IfcPolyline", points)
        item.SweptArea = model.create_entity("IfcArbitraryClosedProfileDef", profile.ProfileType, None, line)

    def suits(item: Any) -> bool:
        profile = item.SweptArea
        is_polygon = profile.is_a() == "IfcArbitraryClosedProfileDef" and profile.OuterCurve.is_a("IfcPolyline")
        return bool(is_polygon and 4 < len(profile.OuterCurve.Points) < 20)

    return edit_item(model, picker, "IfcExtrudedAreaSolid", edit, suits)


@REGISTER.edit("geometry: parameter of a steel profile")
def steel(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The web of an I profile."""

    def edit(item: Any) -> None:
        attributes = {key: value for key, value in item.SweptArea.get_info().items() if key not in {"id", "type"}}
        item.SweptArea = model.create_entity(item.SweptArea.is_a(), **attributes)
        item.SweptArea.WebThickness *= 1.4

    return edit_item(
        model, picker, "IfcExtrudedAreaSolid", edit, lambda item: item.SweptArea.is_a() == "IfcIShapeProfileDef"
    )


@REGISTER.edit("geometry: arc of an indexed curve")
def arc(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The middle point of an arc."""

    def edit(item: Any) -> None:
        points = item.SweptArea.OuterCurve.Points
        middle = next(each for each in item.SweptArea.OuterCurve.Segments if each.is_a("IfcArcIndex")).wrappedValue[1]
        listed = [list(each) for each in points.CoordList]
        listed[middle - 1][0] += 0.2 / find.metres(model)
        points.CoordList = listed

    def suits(item: Any) -> bool:
        curve = getattr(item.SweptArea, "OuterCurve", None)
        segments = curve.Segments if curve is not None and curve.is_a("IfcIndexedPolyCurve") else None
        return any(each.is_a("IfcArcIndex") for each in segments or ())

    return edit_item(model, picker, "IfcExtrudedAreaSolid", edit, suits)


@REGISTER.edit("geometry: solid's own position")
def position(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Moved within its element, whose placement stays."""

    def edit(item: Any) -> None:
        old = item.Position
        origin = old.Location.Coordinates if old else (0.0, 0.0, 0.0)
        moved = [origin[0] + 0.3 / find.metres(model), *origin[1:]]
        point = model.create_entity("IfcCartesianPoint", moved)
        item.Position = model.create_entity("IfcAxis2Placement3D", point, old and old.Axis, old and old.RefDirection)

    return edit_item(model, picker, "IfcExtrudedAreaSolid", edit, _is_drawn, stays_itself=True)


@REGISTER.edit("geometry: angle of a revolution")
def revolution(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A third less."""

    def edit(item: Any) -> None:
        item.Angle *= 0.66

    return edit_item(model, picker, "IfcRevolvedAreaSolid", edit)


@REGISTER.edit("geometry: radius of a swept disk")
def radius(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Twice as thick."""

    def edit(item: Any) -> None:
        item.Radius *= 2

    return edit_item(model, picker, "IfcSweptDiskSolid", edit)


@REGISTER.edit("geometry: plane of a clipping")
def clipping(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Half a decimetre along its normal, where it cuts something off."""

    def edit(item: Any) -> None:
        position = item.SecondOperand.BaseSurface.Position
        normal = position.Axis.DirectionRatios if position.Axis else (0.0, 0.0, 1.0)
        step = 0.05 / find.metres(model) / math.hypot(*normal)
        moved = [at + step * along for at, along in zip(position.Location.Coordinates, normal, strict=True)]
        point = model.create_entity("IfcCartesianPoint", moved)
        axes = model.create_entity("IfcAxis2Placement3D", point, position.Axis, position.RefDirection)
        half = item.SecondOperand
        item.SecondOperand = model.create_entity(
            "IfcHalfSpaceSolid", model.create_entity("IfcPlane", axes), half.AgreementFlag
        )

    return edit_item(model, picker, "IfcBooleanResult", edit, lambda item: _cuts_off(model, item))


def _cuts_off(model: ifcopenshell.file, item: Any) -> bool:
    """Tell whether a clipping is the last one of its shape and takes something away from it."""
    if item.SecondOperand.is_a() != "IfcHalfSpaceSolid" or not item.SecondOperand.BaseSurface.is_a("IfcPlane"):
        return False
    if not all(user.is_a("IfcShapeRepresentation") for user in model.get_inverse(item)):
        return False
    settings = ifcopenshell.geom.settings()
    try:
        whole: Any = ifcopenshell.geom.create_shape(settings, item.FirstOperand)
        rest: Any = ifcopenshell.geom.create_shape(settings, item)
    except RuntimeError:
        return False
    return sorted(whole.verts) != sorted(rest.verts)


@REGISTER.edit("geometry: primitive of a CSG tree")
def primitive(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The block from which another is cut off."""

    def edit(item: Any) -> None:
        item.FirstOperand.XLength *= 1.3

    return edit_item(model, picker, "IfcBooleanResult", edit, lambda item: item.FirstOperand.is_a("IfcBlock"))


@REGISTER.edit("geometry: lost")
def lost(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An element has no representation any more, and with it no layers and styles."""
    candidates = [each for each in find.products(model) if each.Representation and not each.HasOpenings]
    element = picker.one(candidates)
    if element is None:
        return None
    element.Representation = None
    return _whole_shape(element)


@REGISTER.edit("geometry: gained")
def gained(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An element that had none gets a representation: a copy of another's extrusion."""
    element = picker.one(each for each in find.products(model) if each.Representation is None)
    solids = find.solids(model, "IfcExtrudedAreaSolid")
    if element is None or not solids:
        return None
    users = [each for each in model.get_inverse(solids[0]) if each.is_a("IfcShapeRepresentation")]
    if not users:
        return None
    shape = model.create_entity("IfcShapeRepresentation", users[0].ContextOfItems, "Body", "SweptSolid", [solids[0]])
    element.Representation = model.create_entity("IfcProductDefinitionShape", None, None, [shape])
    return _whole_shape(element)


def _whole_shape(element: Any) -> Key:
    key = change(element.GlobalId, "geometry")
    key.allowed = {(element.GlobalId, aspect) for aspect in ("representation", "appearance")}
    return key
