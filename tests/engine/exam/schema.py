"""What the schema says of an instance's attributes: names, which are sets. From IfcOpenShell's tables."""

from functools import cache
from typing import Any, NamedTuple

import ifcopenshell

SET = 3
"""aggregation_type.type_of_aggregation(): array, bag, list, set."""


class Attribute(NamedTuple):
    """One explicit attribute of an entity."""

    name: str
    is_set: bool
    is_optional: bool


@cache
def attributes(schema: str, entity: str) -> tuple[Attribute, ...]:
    """Return the attributes of an entity in the order of its arguments."""
    declared: Any = ifcopenshell.schema_by_name(schema).declaration_by_name(entity).as_entity()
    found = []
    for each in declared.all_attributes():
        kind = each.type_of_attribute()
        while kind.as_named_type() and kind.declared_type().as_type_declaration():
            kind = kind.declared_type().as_type_declaration().declared_type()
        aggregate = kind.as_aggregation_type()
        is_set = aggregate is not None and aggregate.type_of_aggregation() == SET
        found.append(Attribute(each.name(), is_set, each.optional()))
    return tuple(found)


@cache
def position(schema: str, entity: str, attribute: str) -> int:
    """Return where an attribute is among the arguments, -1 where the entity has none of that name."""
    names = [each.name for each in attributes(schema, entity)]
    return names.index(attribute) if attribute in names else -1


@cache
def is_a(schema: str, entity: str, parent: str) -> bool:
    """Tell whether an entity is, or inherits from, another."""
    declared: Any = ifcopenshell.schema_by_name(schema).declaration_by_name(entity)
    return bool(declared._is(parent))
