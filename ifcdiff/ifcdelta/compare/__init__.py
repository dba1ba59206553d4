"""The aspects of an element, one module each, in the contract's order.

An aspect of `ELEMENTWISE` is compared pair by pair: `compare(pair, context)` returns what changed or None, or raises
`Unknown`. Placement and geometry are compared for all pairs at once:
`placement.compare_all(pairs, context) -> dict[GlobalId, Value]` leaves out what was merely carried along and tells
`"carried"` on what carried it; `geometry.compare_all(pairs, context, threads, progress) ->
(dict[GlobalId, Value], dict[GlobalId, reason])`. GlobalIds there are `Pair.guid`. Adding an aspect is adding a file.
"""

from collections.abc import Callable
from typing import Final

from ifcdelta.compare import (
    aggregate,
    attributes,
    class_,
    classification,
    container,
    group,
    material,
    property_,
    type_,
)
from ifcdelta.compare.base import Context, Pair, Value

KEYS: Final = {
    "class": "class_changed",
    "attributes": "attributes_changed",
    "property": "properties_changed",
    "type": "type_changed",
    "material": "material_changed",
    "classification": "classification_changed",
    "container": "container_changed",
    "aggregate": "aggregate_changed",
    "group": "group_changed",
    "placement": "placement_changed",
    "geometry": "geometry_changed",
}
"""Each aspect's key in the result file."""

ASPECTS: Final = tuple(KEYS)

ELEMENTWISE: Final[dict[str, Callable[[Pair, Context], Value | None]]] = {
    "class": class_.compare,
    "attributes": attributes.compare,
    "property": property_.compare,
    "type": type_.compare,
    "material": material.compare,
    "classification": classification.compare,
    "container": container.compare,
    "aggregate": aggregate.compare,
    "group": group.compare,
}
"""The aspects that are compared pair by pair."""
