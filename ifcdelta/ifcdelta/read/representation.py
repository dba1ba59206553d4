"""What represents an element: bodies, which the kernel makes meshes of, or curves and points, which it does not.

A representation without a body is compared as plain content, in metres. Knows no mesh.
"""

from typing import Final

import ifcopenshell

from ifcdelta.read.optional import optional
from ifcdelta.read.side import Side
from ifcdelta.read.values import Plain, equal, order_key, text

BODIES: Final = (
    "IfcSolidModel",
    "IfcBooleanResult",
    "IfcCsgPrimitive3D",
    "IfcTessellatedFaceSet",
    "IfcFaceBasedSurfaceModel",
    "IfcShellBasedSurfaceModel",
    "IfcSurface",
    "IfcSectionedSpine",
)
"""Representation items that fill space or bound it (IFC 4.3, 8.8 and 8.9)."""
ABOUT: Final = frozenset({"Axis", "FootPrint", "Box", "CoG", "Profile", "Reference", "Clearance", "Lighting"})
"""RepresentationIdentifier of what only helps to read an element that has a body (IFC 4.3, 8.19.2)."""
_STANDING: Final = ("body", "", "facetation", "tessellation", "surface", "body-fallback")
"""What is the body of an element, or stands for it where there is none before it, in small letters."""
_NOT_MADE: Final = ("IfcRightCircularCylinder", "IfcRightCircularCone")
"""Primitives that IfcOpenShell's kernels leave out of a boolean operation."""
_NOT_READ: Final = {
    "IfcSweptDiskSolid": ("StartParam", "EndParam"),
    "IfcSweptDiskSolidPolygonal": ("StartParam", "EndParam"),
    "IfcFixedReferenceSweptAreaSolid": ("FixedReference",),
    "IfcCenterLineProfileDef": ("Thickness",),
}
"""Attributes that they take no notice of."""
_MADE_OF: Final = ("FirstOperand", "SecondOperand", "TreeRootExpression", "SweptArea")
_DEEPEST: Final = 8
_DEEPEST_TREE: Final = 200

_X: Final = [1.0, 0.0, 0.0]
_Y: Final = [0.0, 1.0, 0.0]
_Z: Final = [0.0, 0.0, 1.0]
_DEFAULTS: Final[dict[str, dict[str, Plain]]] = {
    "IfcAxis1Placement": {"Axis": _Z},
    "IfcAxis2Placement2D": {"RefDirection": _X[:2]},
    "IfcAxis2Placement3D": {"Axis": _Z, "RefDirection": _X},
    "IfcCartesianTransformationOperator2D": {"Axis1": _X[:2], "Axis2": _Y[:2], "Scale": 1.0},
    "IfcCartesianTransformationOperator3D": {"Axis1": _X, "Axis2": _Y, "Axis3": _Z, "Scale": 1.0},
}
"""What the attributes of a class mean where they are left out."""

_CONTEXT: Final = "ContextOfItems"
"""What a mapped representation says of the model."""

Representations = tuple[ifcopenshell.entity_instance, ...]


def representations_of(entity: ifcopenshell.entity_instance) -> Representations:
    """Return the representations of a product, or those that a type maps."""
    shape = optional(entity, "Representation")
    if shape is not None:
        return tuple(each for each in shape.Representations or () if each is not None)
    maps = optional(entity, "RepresentationMaps") or ()
    return tuple(
        each.MappedRepresentation for each in maps if each is not None and each.MappedRepresentation is not None
    )


def bodies_of(entity: ifcopenshell.entity_instance) -> Representations:
    """Return those representations that the kernel makes the body of: `Body`, or what stands for it; none beside it."""
    found = [
        each
        for each in representations_of(entity)
        if each.RepresentationIdentifier not in ABOUT and any(_is_body(item, 0) for item in each.Items or ())
    ]
    first = min((_rank(each) for each in found), default=None)
    return tuple(each for each in found if _rank(each) == first)


def _rank(representation: ifcopenshell.entity_instance) -> tuple[int, str]:
    """Return how soon a representation stands for the body; the least one does."""
    identifier = str(representation.RepresentationIdentifier or "")
    kind = identifier.casefold()
    return (_STANDING.index(kind) if kind in _STANDING else len(_STANDING)), kind


def beside_body(entity: ifcopenshell.entity_instance) -> dict[str, Representations]:
    """Return by RepresentationIdentifier what represents an element beside its body."""
    bodies = {each.id() for each in bodies_of(entity)}
    found: dict[str, Representations] = {}
    for each in representations_of(entity):
        if each.id() not in bodies:
            identifier = text(each.RepresentationIdentifier or "")
            found[identifier] = (*found.get(identifier, ()), each)
    return found


def body_by_representation(entity: ifcopenshell.entity_instance) -> dict[int, int | None]:
    """Return the body that each of a product's representations is, or that maps it, by STEP id; None: no body."""
    found: dict[int, int | None] = {}
    bodies = {each.id() for each in bodies_of(entity)}
    for each in sorted(representations_of(entity), key=lambda one: one.id() in bodies):
        body = each.id() if each.id() in bodies else None
        mapped = (_mapped_by(item) for item in each.Items or () if item.is_a("IfcMappedItem"))
        found |= dict.fromkeys([each.id(), *(inner.id() for inner in mapped if inner is not None)], body)
    return found


def _mapped_by(item: ifcopenshell.entity_instance) -> ifcopenshell.entity_instance | None:
    """Return the representation that an IfcMappedItem maps; None where its reference leads nowhere."""
    return item.MappingSource.MappedRepresentation if item.MappingSource is not None else None


def _is_body(item: ifcopenshell.entity_instance, depth: int) -> bool:
    if item.is_a("IfcMappedItem") and depth < _DEEPEST:
        inner = _mapped_by(item)
        return inner is not None and any(_is_body(each, depth + 1) for each in inner.Items or ())
    return any(item.is_a(name) for name in BODIES)


def left_out_of(side: Side, representations: Representations) -> list[Plain]:
    """Return what the kernel passes over in silence where it makes a body, as plain values in SI."""
    found: list[Plain] = []
    for each in representations:
        for item in each.Items or ():
            _add_left_out(side, item, found, 0)
    return sorted(found, key=order_key)


def _add_left_out(side: Side, entity: ifcopenshell.entity_instance | None, found: list[Plain], depth: int) -> None:
    """Add what is left out of an item, or of what it is made of; `found` has it in no order."""
    if entity is None or depth > _DEEPEST_TREE:
        return
    if any(entity.is_a(name) for name in _NOT_MADE):
        found.append(meant(side.reader.value(entity)))
        return
    values = {name: side.reader.value(getattr(entity, name)) for name in _NOT_READ.get(entity.is_a(), ())}
    if values:
        found.append({"class": entity.is_a(), **values})
    if entity.is_a("IfcMappedItem"):
        inner = _mapped_by(entity)
        made_of = (inner.Items or ()) if inner is not None else ()
    else:
        made_of = tuple(optional(entity, name) for name in _MADE_OF)
    for part in made_of:
        _add_left_out(side, part, found, depth + 1)


def content_of(side: Side, representations: Representations) -> list[Plain]:
    """Return representations as plain values in SI: what they are, and of what items, which are a set."""
    return [
        {
            "identifier": each.RepresentationIdentifier,
            "type": each.RepresentationType,
            "items": sorted((meant(side.reader.value(item)) for item in each.Items or ()), key=order_key),
        }
        for each in sorted(representations, key=lambda each: str(each.RepresentationIdentifier))
    ]


def meant(value: Plain) -> Plain:
    """Return a value without what its class means anyway where it is left out (IFC 4.3, 8.9.3)."""
    if isinstance(value, list):
        return [meant(each) for each in value]
    if not isinstance(value, dict):
        return value
    defaults = _DEFAULTS.get(value.get("class", ""), {})
    said = {name: meant(each) for name, each in value.items() if name != _CONTEXT}
    if all(name not in said or _is_default(said[name], default) for name, default in defaults.items()):
        said = {name: each for name, each in said.items() if name not in defaults}
    return _polyline(said) if said.get("class") == "IfcIndexedPolyCurve" else said


def _polyline(curve: dict[str, Plain]) -> dict[str, Plain]:
    """Return an IfcIndexedPolyCurve without arcs as the IfcPolyline that it is; one with arcs as it is."""
    if "Points" not in curve:
        return curve
    points, segments = curve["Points"]["CoordList"], curve.get("Segments")
    if segments is None:
        order = list(range(len(points)))
    elif all(each["class"] == "IfcLineIndex" for each in segments):
        # A segment begins where the one before ends.
        order = [segments[0]["values"][0] - 1, *(at - 1 for each in segments for at in each["values"][1:])]
    else:
        return curve
    if not all(0 <= at < len(points) for at in order):
        return curve
    return {
        "class": "IfcPolyline",
        "Points": [{"class": "IfcCartesianPoint", "Coordinates": points[at]} for at in order],
    }


def _is_default(value: Plain, default: Plain) -> bool:
    found = value["DirectionRatios"] if isinstance(value, dict) and "DirectionRatios" in value else value
    return equal(found, default, 0.0)
