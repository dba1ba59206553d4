"""How an element looks: its presentation layers, and its styles with their colours. Knows no shape."""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.appearance import appearance_of
from ifcdelta.read.values import equal


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the old and the new layers, and styles, where they differ."""
    old = appearance_of(context.old, pair.old, context.tolerance)
    new = appearance_of(context.new, pair.new, context.tolerance)
    changes: AspectChange = {
        name: {"old": before, "new": after}
        for name, before, after in zip(("layers", "styles"), old, new, strict=True)
        if not equal(before, after, context.tolerance)
    }
    return changes or None
