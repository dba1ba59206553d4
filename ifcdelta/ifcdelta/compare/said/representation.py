"""What represents an element beside its body: axis, footprint, box, and bodies that stand in for the body.

By RepresentationIdentifier (IFC 4.3, 8.19.2). What represents an element without a body is its geometry.
"""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.representation import beside_body, bodies_of, content_of
from ifcdelta.read.values import equal


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return `{identifier: "added", "deleted" or "changed"}` of those that differ."""
    if not bodies_of(pair.old) and not bodies_of(pair.new):
        return None
    old, new = beside_body(pair.old), beside_body(pair.new)
    changes: AspectChange = {}
    for identifier in sorted(old.keys() | new.keys()):
        if identifier not in old:
            changes[identifier] = "added"
        elif identifier not in new:
            changes[identifier] = "deleted"
        else:
            sides = content_of(context.old, old[identifier]), content_of(context.new, new[identifier])
            if not equal(*sides, context.tolerance):
                changes[identifier] = "changed"
    return changes or None
