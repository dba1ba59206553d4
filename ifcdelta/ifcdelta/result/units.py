"""The units of the values that a result tells of attributes and properties, by their names. Compares nothing.

Knows the values as they were read; in the result file they are bare numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ifcdelta.read.units import Measured
from ifcdelta.read.values import Plain

UnitsByName = dict[str, Any]
"""`{"attributes": {name: symbol}, "property": {set: {name: symbol}}}`."""

_NO_UNIT: Final = ""


def units_of(changes: Iterable[Mapping[str, Any]]) -> UnitsByName:
    """Return the unit of each attribute and property in `changes`, elements' own parts of the result's `changed`.

    What has another unit, or none, on another side or element is told without one.
    """
    attributes: dict[str, set[str]] = defaultdict(set)
    properties: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for change in changes:
        _collect(change.get("attributes_changed", {}), attributes)
        for name, members in change.get("properties_changed", {}).items():
            _collect(members, properties[name])
    by_set = {name: _certain(members) for name, members in properties.items()}
    return {"attributes": _certain(attributes), "property": {name: units for name, units in by_set.items() if units}}


def _collect(named: Mapping[str, Mapping[str, Plain]], found: dict[str, set[str]]) -> None:
    for name, sides in named.items():
        for side in ("old", "new"):
            found[name].update(_units_in(sides.get(side)))


def _units_in(value: Plain) -> Iterator[str]:
    if isinstance(value, Measured):
        yield value.unit
    elif isinstance(value, list):
        for each in value:
            yield from _units_in(each)
    elif isinstance(value, dict) and value.keys() != {"value", "unit"}:
        for each in value.values():
            yield from _units_in(each)
    elif value is not None:
        # A value whose unit has no SI equivalent among them: it is told beside it.
        yield _NO_UNIT


def _certain(found: Mapping[str, set[str]]) -> dict[str, str]:
    return {name: min(units) for name, units in found.items() if len(units) == 1 and min(units)}
