"""References to instances that a file does not have: what they leave unknown. Opens no model and compares nothing."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from ifcdelta.index import Index
from ifcdelta.scan import argument_of
from ifcdelta.schema_table import IN_SCOPE, PRODUCT
from ifcdelta.values import NO_GLOBAL_ID

NO_INSTANCE: Final = "#"
"""The key of coverage for dangling references of what is no element: it has no GlobalId to be told by."""

_PLACEMENT: Final = 5
_REPRESENTATION: Final = 6
"""Arguments of IfcProduct.ObjectPlacement and IfcProduct.Representation, in every schema."""

_ASPECTS: Final = {
    "property": ("IfcRelDefinesByProperties", "IfcPropertyDefinition", "IfcProperty", "IfcPhysicalQuantity"),
    "type": ("IfcRelDefinesByType",),
    "material": ("IfcRelAssociatesMaterial", "IfcMaterialDefinition", "IfcMaterialUsageDefinition"),
    "classification": ("IfcRelAssociatesClassification", "IfcClassificationReference"),
    "container": ("IfcRelContainedInSpatialStructure",),
    "aggregate": ("IfcRelAggregates", "IfcRelNests", "IfcRelConnectsPortToElement"),
    "group": ("IfcRelAssignsToGroup",),
    "placement": ("IfcObjectPlacement", "IfcPlacement"),
    "geometry": ("IfcRepresentation", "IfcRepresentationItem", "IfcProductRepresentation", "IfcProfileDef"),
}
"""What cannot be known where an instance of a class refers to nothing."""


def dangling(index: Index, side: str) -> Iterator[tuple[str, str, str]]:
    """Yield a GlobalId (or `NO_GLOBAL_ID`, `NO_INSTANCE`), an aspect and why that is not known of the `side` model."""
    places = np.flatnonzero(index.refs < 0)
    rows = np.searchsorted(index.scan.ref_starts, places, side="right") - 1
    others: Counter[tuple[str, str, str]] = Counter()
    for place, row in zip(places.tolist(), rows.tolist(), strict=True):
        number = int(index.scan.types[row])
        if not 0 <= number < len(index.table.names):
            continue
        kinds = int(index.table.kinds[number])
        if not kinds & IN_SCOPE:
            others[NO_INSTANCE, _of_other(index, number), index.table.names[number]] += 1
            continue
        aspect = _of_element(int(argument_of(index.scan.slots[place])), is_product=bool(kinds & PRODUCT))
        guid = index.global_id(row)
        if guid:
            yield guid, aspect, f"it refers to an instance that is not in the {side} model"
        else:
            others[NO_GLOBAL_ID, aspect, index.table.names[number]] += 1
    for key in sorted({(key, aspect) for key, aspect, _ in others}):
        told = ", ".join(f"{count} of {name}" for (*of, name), count in sorted(others.items()) if tuple(of) == key)
        yield *key, f"references to instances that are not in the {side} model: {told}"


def _of_element(argument: int, *, is_product: bool) -> str:
    if is_product and argument == _PLACEMENT:
        return "placement"
    return "geometry" if is_product and argument == _REPRESENTATION else "attributes"


def _of_other(index: Index, number: int) -> str:
    for aspect, classes in _ASPECTS.items():
        if any(name in index.table.names and index.table.subclasses(name)[number] for name in classes):
            return aspect
    return "attributes"
