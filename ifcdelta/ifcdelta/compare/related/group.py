"""The groups, systems and zones that an object is assigned to. Knows no spatial structure."""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.references import compare_sets
from ifcdelta.match.pair import Pair
from ifcdelta.read.relationships import related_by


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the groups entered and left."""
    old, new = related_by(context.old, pair.old, "group"), related_by(context.new, pair.new, "group")
    removed, added = compare_sets(old, new, context)
    return {"added": added, "removed": removed} if added or removed else None
