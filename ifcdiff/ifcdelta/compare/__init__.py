"""The aspects of an element, one module each, in the contract's order.

An aspect of `ELEMENTWISE` is compared pair by pair: `compare(pair, context)` returns what changed or None, or raises
`Unknown`. Placement and geometry are compared for all pairs at once:
`placement.compare_all(pairs, context) -> dict[GlobalId, Value]` leaves out what was merely carried along and tells
`"carried"` on what carried it; `geometry.compare_all(pairs, context, threads, progress) ->
(dict[GlobalId, Value], dict[GlobalId, reason])`. GlobalIds there are `Pair.guid`. Adding an aspect is adding a file.
"""

from typing import Final

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
