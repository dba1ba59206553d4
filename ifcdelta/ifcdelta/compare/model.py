"""What changed about the model itself: schema, units, georeference, project, its materials and systems of codes.

Knows no element.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final

import ifcopenshell
import numpy as np

from ifcdelta.compare.context import Context
from ifcdelta.compare.libraries import classifications, contexts, materials
from ifcdelta.compare.said.class_ import schema_renames
from ifcdelta.match.pair import Pair
from ifcdelta.read.optional import has, optional
from ifcdelta.read.placement import axes_of
from ifcdelta.read.property_sets import definitions_of, sets_in
from ifcdelta.read.side import Side, Unknown
from ifcdelta.read.units import Angle, Length, scale
from ifcdelta.read.values import Plain, changes, once, text

_PROJECT: Final = ("Name", "LongName", "Description", "Phase")
_SITE: Final = ("RefLatitude", "RefLongitude", "RefElevation")
_IN_IFC2X3: Final = ("ePSet_MapConversion", "ePSet_ProjectedCRS", "EPset_MapConversion", "EPset_ProjectedCRS")
"""Where an IFC2X3 model keeps what IFC4 has instances for (buildingSMART, User Guide for Geo-referencing)."""


def compare(context: Context, schemas: tuple[str, str], pairs: Iterable[Pair]) -> dict[str, Any]:
    """Return what differs, by part of the model; a part that is the same has no key.

    `schemas` are as the headers name them; `pairs` are those whose classes the schemas may name otherwise.
    """
    found: dict[str, Any] = {name: _changes(context, read) for name, read in _PARTS.items()}
    found |= _changes(context, _whole)
    found["schema_renames"] = schema_renames(pairs, context)
    if schemas[0] != schemas[1]:
        found["schema"] = dict(zip(("old", "new"), schemas, strict=True))
    return {name: value for name, value in found.items() if value}


def _changes(context: Context, read: Callable[[Side], Iterable[tuple[str, Plain]]]) -> dict[str, dict[str, Plain]]:
    """Return by name what differs of what is read of both models."""
    old, new = (_by_name(read(side), context.tolerance) for side in (context.old, context.new))
    return {name: change.sides() for name, change in changes(old, new, context.tolerance).items()}


def _units(side: Side) -> Iterator[tuple[str, Plain]]:
    """Yield the assigned units by type: the name that a person knows, and the scale that decides."""
    for name, units in side.reader.units.assigned.items():
        yield from ((name, _unit(each)) for each in units)


def _unit(unit: ifcopenshell.entity_instance) -> str:
    if unit.is_a("IfcMonetaryUnit"):
        return text(unit.Currency or "")
    if unit.is_a("IfcSIUnit"):
        return f"{unit.Prefix or ''}{unit.Name}"
    factor, offset = scale(unit)
    in_si = f"{factor:.9g}" if not offset else f"{factor:.9g} + {offset:.9g}"
    if unit.is_a("IfcDerivedUnit"):
        parts = sorted(f"{_unit(each.Unit)}^{each.Exponent}" for each in unit.Elements or () if each.Unit is not None)
        return " ".join(parts)
    return f"{text(unit.Name or '').upper()} ({in_si} SI)"


def _by_name(named: Iterable[tuple[str, Plain]], tolerance: float) -> dict[str, Plain]:
    """Return values by name; where several instances give a name several, each once, in an order of their own."""
    found: dict[str, list[Plain]] = defaultdict(list)
    for name, value in named:
        if value is not None:
            found[name].append(value)
    apart = {name: once(values, tolerance) for name, values in found.items()}
    return {name: values if len(values) > 1 else values[0] for name, values in apart.items()}


def _georeference(side: Side) -> Iterator[tuple[str, Plain]]:
    for operation in side.by_type("IfcCoordinateOperation"):
        for name, value in _operation(side, operation).items():
            yield f"{operation.is_a()}.{name}", value
    for system in side.by_type("IfcCoordinateReferenceSystem"):
        for name, value in side.reader.attributes(system).items():
            yield f"{system.is_a()}.{name}", value
    for site in side.by_type("IfcSite"):
        read = side.reader.attributes(site)
        for name in _SITE:
            yield f"IfcSite.{name}", read.get(name)
    yield from _kept_in_sets(side)


def _kept_in_sets(side: Side) -> Iterator[tuple[str, Plain]]:
    for holder in (*side.by_type("IfcProject"), *side.by_type("IfcSite")):
        for name, properties in sets_in(side, *definitions_of(side, holder)).items():
            if name in _IN_IFC2X3:
                yield from ((f"{name}.{key}", each.value) for key, each in properties.items())


def _operation(side: Side, operation: ifcopenshell.entity_instance) -> dict[str, Plain]:
    """Return a coordinate operation in metres: its lengths are in the map's unit, its scale is between the units."""
    unit = optional(operation.TargetCRS, "MapUnit")
    metres = side.length_scale if unit is None else scale(unit)[0]
    values: dict[str, Plain] = dict(zip(_X_AXIS, _x_axis(operation), strict=False))
    for each in side.reader.declared(operation):
        value = None if each.name in _X_AXIS else operation[each.index]
        if each.name in {"SourceCRS", "TargetCRS"} or (value is None and each.name != "Scale"):
            continue
        if each.name == "Scale":
            values["Scale"] = (1.0 if value is None else value) * metres / side.length_scale
        else:
            values[each.name] = side.reader.value(
                value, each.measure, unit if each.measure == "IfcLengthMeasure" else None
            )
    return values


_X_AXIS: Final = ("XAxisAbscissa", "XAxisOrdinate")


def _x_axis(operation: ifcopenshell.entity_instance) -> tuple[float, ...]:
    """Return where the x axis points on the map, of length 1; left out, it is the map's own (IFC 4.3, 8.18.3)."""
    if not has(operation, _X_AXIS[0]):
        return ()
    x, y = (getattr(operation, name) for name in _X_AXIS)
    along, across = 1.0 if x is None else float(x), 0.0 if y is None else float(y)
    length = math.hypot(along, across) or 1.0
    return along / length, across / length


def _project(side: Side) -> Iterator[tuple[str, Plain]]:
    projects = side.by_type("IfcProject")
    read = [side.reader.attributes(each, but=("RepresentationContexts", "UnitsInContext")) for each in projects]
    return ((name, each.get(name)) for each in read for name in _PROJECT)


def _whole(side: Side) -> Iterator[tuple[str, Plain]]:
    """Return true north and the world coordinate system, of the contexts of the 3D model."""
    contexts = [each for each in side.by_type("IfcGeometricRepresentationContext") if not each.is_a(_SUBCONTEXT)]
    model = [each for each in contexts if each.ContextType == "Model"] or contexts
    north = [("true_north", _true_north(each.TrueNorth)) for each in model]
    return chain(north, *(_world(side, each.WorldCoordinateSystem) for each in model))


_SUBCONTEXT: Final = "IfcGeometricRepresentationSubContext"


def _true_north(direction: ifcopenshell.entity_instance | None) -> Angle | None:
    """Return the degrees from the y axis to true north, counterclockwise; without a direction it is the y axis.

    None: the direction has no numbers.
    """
    if direction is None:
        return Angle(0.0)
    ratios = direction.DirectionRatios
    if ratios is None or len(ratios) < 2:
        return None
    x, y = ratios[:2]
    return Angle(round(math.degrees(math.atan2(-x, y)), 9) + 0.0)


def _world(side: Side, placement: ifcopenshell.entity_instance | None) -> Iterator[tuple[str, Plain]]:
    """Yield the origin and the x and z axes of the world coordinate system; nothing of one that cannot be read."""
    try:
        matrix = np.eye(4) if placement is None else axes_of(side, placement)
    except Unknown:
        return
    yield "world_origin", [Length(round(float(each), 9) + 0.0) for each in matrix[:3, 3]]
    yield "world_axes", [[round(float(each), 9) + 0.0 for each in matrix[:3, axis]] for axis in (0, 2)]


_PARTS: Final = {
    "units": _units,
    "georeference": _georeference,
    "project": _project,
    "materials": materials,
    "contexts": contexts,
    "classifications": classifications,
}
