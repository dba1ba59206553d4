"""The type that an occurrence is of. Knows nothing of what it inherits from it."""

import ifcopenshell

from ifcdelta.compare.base import Context, Pair, Side, Value
from ifcdelta.compare.references import compare_ones


def types_of(side: Side, step_id: int) -> tuple[ifcopenshell.entity_instance, ...]:
    """Return the type of an occurrence; none, or more than one against the schema."""
    return side.related("IfcRelDefinesByType", "RelatedObjects", "RelatingType").get(step_id, ())


def compare(pair: Pair, context: Context) -> Value | None:
    """Return the old and the new type where they differ."""
    return compare_ones(types_of(context.old, pair.old.id()), types_of(context.new, pair.new.id()), context)
