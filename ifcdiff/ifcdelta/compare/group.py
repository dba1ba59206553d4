"""The groups, systems and zones that an object is assigned to. Knows no spatial structure."""

import ifcopenshell

from ifcdelta.compare.base import Context, Pair, Side, Value
from ifcdelta.compare.references import compare_sets


def groups_of(side: Side, step_id: int) -> tuple[ifcopenshell.entity_instance, ...]:
    """Return the groups of an object."""
    return side.related("IfcRelAssignsToGroup", "RelatedObjects", "RelatingGroup").get(step_id, ())


def compare(pair: Pair, context: Context) -> Value | None:
    """Return the groups entered and left."""
    old, new = groups_of(context.old, pair.old.id()), groups_of(context.new, pair.new.id())
    removed, added = compare_sets(old, new, context)
    return {"added": added, "removed": removed} if added or removed else None
