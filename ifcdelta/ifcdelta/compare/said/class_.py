"""The class of an element: a wall that became a slab under its GlobalId. Compares nothing else.

A class that two schemas name otherwise did not change; it is told once, with the model.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.renames import is_one_class


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the old and the new class where they differ."""
    old, new = pair.old.is_a(), pair.new.is_a()
    if old == new or _is_renamed(old, new, context):
        return None
    return {"old": old, "new": new}


def schema_renames(pairs: Iterable[Pair], context: Context) -> dict[str, dict[str, Any]]:
    """Return `{"one = other": {"old", "new", "elements": n}}` of the classes that the schemas name otherwise."""
    if context.old.schema == context.new.schema:
        return {}
    counts = Counter((pair.old.is_a(), pair.new.is_a()) for pair in pairs)
    return {
        " = ".join(sorted((old, new))): {"old": old, "new": new, "elements": count}
        for (old, new), count in sorted(counts.items())
        if old != new and _is_renamed(old, new, context)
    }


def _is_renamed(old: str, new: str, context: Context) -> bool:
    schemas = context.old.schema, context.new.schema
    return schemas[0] != schemas[1] and is_one_class(schemas[0], old, schemas[1], new)
