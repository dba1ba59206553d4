"""The spatial structure that contains an element. Knows no placement."""

import ifcopenshell

from ifcdelta.compare.base import Context, Pair, Side, Value
from ifcdelta.compare.references import compare_ones


def containers_of(side: Side, step_id: int) -> tuple[ifcopenshell.entity_instance, ...]:
    """Return the spatial structure element that contains an element."""
    relation = "IfcRelContainedInSpatialStructure"
    return side.related(relation, "RelatedElements", "RelatingStructure").get(step_id, ())


def compare(pair: Pair, context: Context) -> Value | None:
    """Return the old and the new container where they differ."""
    return compare_ones(containers_of(context.old, pair.old.id()), containers_of(context.new, pair.new.id()), context)
