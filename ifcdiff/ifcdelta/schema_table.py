"""What the index and the hashes must know of a schema's entities, from IfcOpenShell's declarations. Knows no file.

Roles of attributes and kinds of entities follow the IFC schema: IfcRoot and its three branches (IFC 4.3, 5.1.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from ifcopenshell import ifcopenshell_wrapper
from numpy.typing import NDArray

from ifcdelta.step_scan import MOST_TYPES, TABLE_SIZE, keyword, slot_of

_UNORDERED: Final = (ifcopenshell_wrapper.aggregation_type.set_type, ifcopenshell_wrapper.aggregation_type.bag_type)
_OF_ROOT: Final = 2
"""GlobalId and OwnerHistory say nothing about content."""
_OF_RELATIONSHIP: Final = 4
"""Neither do a relationship's Name and Description."""
_MOST_ATTRIBUTES: Final = 63

Bits = NDArray[np.uint64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class SchemaTable:
    """A schema's entities by number, in upper case; arrays are as long as `MOST_TYPES`, beyond `names` all zero."""

    schema: str
    names: tuple[str, ...]
    hashes: Bits
    """uint64[TABLE_SIZE]: hashes of the names, in open addressing."""
    kinds: NDArray[np.int32]
    """int32[TABLE_SIZE]: number of the name in a slot, -1 where it is free."""
    masks: Bits
    """uint64[MOST_TYPES, 2]: attributes that are not hashed; attributes that are sets."""
    attributes: tuple[tuple[str, ...], ...]
    """Names of each entity's attributes, in the order of its arguments."""

    def are(self, *classes: str) -> Flags:
        """Return which types are one of the classes or their subclasses; a class the schema lacks has none."""
        wanted = {name.upper() for name in classes}
        found = np.zeros(MOST_TYPES, np.bool_)
        for number, ancestors in enumerate(_ancestors(self.schema)):
            found[number] = not wanted.isdisjoint(ancestors)
        return found

    def bits(self, *attributes: str) -> Bits:
        """Return for each type the attributes of these names as bits."""
        found = np.zeros(MOST_TYPES, np.uint64)
        for number, names in enumerate(self.attributes):
            for index, name in enumerate(names[:_MOST_ATTRIBUTES]):
                if name in attributes:
                    found[number] |= np.uint64(1 << index)
        return found


@lru_cache(maxsize=16)
def schema_table(schema: str) -> SchemaTable:
    """Return the table of a schema that IfcOpenShell knows by this name, e.g. `IFC4X3_ADD2`.

    Raises:
        RuntimeError: IfcOpenShell does not know it.
    """
    entities = _entities(schema)
    names = tuple(entity.name().upper() for entity in entities)
    hashes, kinds = np.zeros(TABLE_SIZE, np.uint64), np.full(TABLE_SIZE, -1, np.int32)
    masks = np.zeros((MOST_TYPES, 2), np.uint64)
    for number, entity in enumerate(entities):
        spelt = np.frombuffer(names[number].encode(), np.uint8)
        name = np.uint64(keyword(spelt, 0, spelt.size, np.uint64(0))[1])
        slot = slot_of(hashes, kinds, name)
        hashes[slot], kinds[slot] = name, number
        masks[number] = _skipped(entity), _sets(entity)
    attributes = tuple(tuple(each.name() for each in entity.all_attributes()) for entity in entities)
    return SchemaTable(schema, names, hashes, kinds, masks, attributes)


@lru_cache(maxsize=16)
def _entities(schema: str) -> list[Any]:
    declarations = ifcopenshell_wrapper.schema_by_name(schema).declarations()
    return [entity for each in declarations if (entity := each.as_entity()) is not None]


@lru_cache(maxsize=16)
def _ancestors(schema: str) -> list[frozenset[str]]:
    return [frozenset(_lineage(entity)) for entity in _entities(schema)]


def _lineage(entity: Any) -> Iterator[str]:
    while entity is not None:
        yield entity.name().upper()
        entity = entity.supertype()


def _skipped(entity: Any) -> int:
    lineage = set(_lineage(entity))
    if "IFCRELATIONSHIP" in lineage:
        return (1 << _OF_RELATIONSHIP) - 1
    return (1 << _OF_ROOT) - 1 if "IFCROOT" in lineage else 0


def _sets(entity: Any) -> int:
    """Return the aggregates without order; of a relationship all: the order of its members is no content."""
    is_relationship = "IFCRELATIONSHIP" in _lineage(entity)
    bits = 0
    for index, attribute in enumerate(entity.all_attributes()[:_MOST_ATTRIBUTES]):
        aggregation = attribute.type_of_attribute().as_aggregation_type()
        if aggregation is None or aggregation.type_of_element().as_aggregation_type() is not None:
            continue
        if is_relationship or aggregation.type_of_aggregation() in _UNORDERED:
            bits |= 1 << index
    return bits
