"""The type that an occurrence is of. Knows nothing of what it inherits from it."""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.references import compare_ones
from ifcdelta.match.pair import Pair
from ifcdelta.read.relationships import types_of


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the old and the new type where they differ."""
    return compare_ones(types_of(context.old, pair.old), types_of(context.new, pair.new), context)
