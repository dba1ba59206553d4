"""The whole that an element is part of, by aggregation or nesting. Knows no containment."""

from typing import Final

import ifcopenshell

from ifcdelta.compare.base import Context, Pair, Side, Value
from ifcdelta.compare.references import compare_ones

_WHOLES: Final = (
    ("IfcRelAggregates", "RelatedObjects", "RelatingObject"),
    ("IfcRelNests", "RelatedObjects", "RelatingObject"),
    # IFC2X3's way to say what IFC4 says by nesting a port in its element.
    ("IfcRelConnectsPortToElement", "RelatingPort", "RelatedElement"),
)


def wholes_of(side: Side, step_id: int) -> tuple[ifcopenshell.entity_instance, ...]:
    """Return what an object is a part of."""
    return tuple(whole for relation in _WHOLES for whole in side.related(*relation).get(step_id, ()))


def compare(pair: Pair, context: Context) -> Value | None:
    """Return the old and the new whole where they differ."""
    return compare_ones(wholes_of(context.old, pair.old.id()), wholes_of(context.new, pair.new.id()), context)
