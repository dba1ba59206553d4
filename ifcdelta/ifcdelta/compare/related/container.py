"""The spatial structure that contains an element. Knows no placement."""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.references import compare_ones
from ifcdelta.match.pair import Pair
from ifcdelta.read.relationships import containers_of


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the old and the new container where they differ."""
    return compare_ones(containers_of(context.old, pair.old), containers_of(context.new, pair.new), context)
