"""The whole that an element is part of, by aggregation or nesting. Knows no containment."""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.references import compare_ones
from ifcdelta.match.pair import Pair
from ifcdelta.read.relationships import wholes_of


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the old and the new whole where they differ."""
    return compare_ones(wholes_of(context.old, pair.old), wholes_of(context.new, pair.new), context)
