"""By which rule what is written otherwise means the same: the names of `coverage.equivalent`. Decides nothing is equal.

That an aspect found what it reads equal says which rule it went by; of what class an instance is says it closer.
"""

from collections.abc import Callable
from typing import Any, Final

from ifcdelta.account.difference import Differing
from ifcdelta.account.verdicts import BIT
from ifcdelta.index.schema import FEATURE

SCHEMA: Final = "name of another schema"
UNIT: Final = "another unit"
HOLE: Final = "hole cut otherwise"
INHERITED: Final = "said on the type or on the occurrence"
BODY: Final = "another representation of the same body"
PLACE: Final = "same place by other axes"
TOLERANCE: Final = "within tolerance"
_OF_ASPECT: Final = {"geometry": BODY, "placement": PLACE}
_HANDED_DOWN: Final = frozenset({"property", "material", "classification"})
_UNITS: Final = ("IfcUnitAssignment", "IfcNamedUnit", "IfcDerivedUnit", "IfcMonetaryUnit", "IfcMeasureWithUnit")


def rules(side: Differing, other: Differing, *, in_other_units: bool) -> Callable[[str, int], str]:
    """Return what names the rule of a class and the label of its instances; `in_other_units`: the models' differ."""
    table, theirs = side.index.table, frozenset(other.index.table.names)

    def is_one_of(name: str, *classes: str) -> bool:
        number = table.number(name)
        return any(each in table.names and table.subclasses(each)[number] for each in classes)

    def rule(name: str, label: Any) -> str:
        aspect = next(aspect for aspect, bit in BIT.items() if label & bit)
        if name not in theirs:
            return SCHEMA
        if is_one_of(name, *_UNITS):
            return UNIT
        if table.kinds[table.number(name)] & FEATURE or is_one_of(name, "IfcRelVoidsElement"):
            return HOLE
        if aspect in _HANDED_DOWN and is_one_of(name, "IfcRelationship"):
            return INHERITED
        return UNIT if in_other_units else _OF_ASPECT.get(aspect, TOLERANCE)

    return rule
