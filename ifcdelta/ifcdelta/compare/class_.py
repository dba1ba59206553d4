"""The class of an element: a wall that became a slab under its GlobalId. Compares nothing else."""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair


def compare(pair: Pair, context: Context) -> AspectChange | None:  # noqa: ARG001 - every aspect is called alike
    """Return the old and the new class where they differ."""
    old, new = pair.old.is_a(), pair.new.is_a()
    return None if old == new else {"old": old, "new": new}
