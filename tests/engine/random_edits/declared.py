"""What the schema says an attribute may hold, as far as an edit must know it. From IfcOpenShell's tables."""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import ifcopenshell

from tests.engine.exam.schema import SET


@dataclass(frozen=True)
class Simple:
    """A number, string, truth value or binary: the EXPRESS type, and the name of the defined type, if it has one."""

    primitive: str
    name: str


@dataclass(frozen=True)
class Enumeration:
    """One of some literals."""

    literals: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """An instance of one of some entities, or a value that names one of some defined types."""

    entities: tuple[str, ...]
    types: tuple[str, ...]
    schema: str


@dataclass(frozen=True)
class Aggregate:
    """Several of a kind; `most` is -1 where there is no bound."""

    of: "Declared"
    least: int
    most: int
    is_set: bool


Declared: TypeAlias = "Simple | Enumeration | Choice | Aggregate"


@cache
def declared(schema: str, entity: str) -> tuple[Declared, ...]:
    """Return what the attributes of an entity may hold, in the order of its arguments."""
    found: Any = ifcopenshell.schema_by_name(schema).declaration_by_name(entity).as_entity()
    return tuple(_parameter(each.type_of_attribute(), schema, "") for each in found.all_attributes())


@cache
def named(schema: str, name: str) -> Declared:
    """Return what a value of a type of the schema may be."""
    return _declaration(ifcopenshell.schema_by_name(schema).declaration_by_name(name), schema)


def _parameter(kind: Any, schema: str, name: str) -> Declared:
    if kind.as_named_type():
        return _declaration(kind.declared_type(), schema)
    if kind.as_simple_type():
        return Simple(kind.declared_type(), name)
    several = kind.as_aggregation_type()
    of = _parameter(several.type_of_element(), schema, name)
    return Aggregate(of, several.bound1(), several.bound2(), several.type_of_aggregation() == SET)


def _declaration(found: Any, schema: str) -> Declared:
    if found.as_enumeration_type():
        return Enumeration(tuple(found.enumeration_items()))
    if found.as_type_declaration():
        return _parameter(found.declared_type(), schema, found.name())
    if found.as_entity():
        return Choice((found.name(),), (), schema)
    several = [_declaration(each, schema) for each in found.select_list() if not _is_value(each)]
    types = [each.name() for each in found.select_list() if _is_value(each)]
    choices = [each for each in several if isinstance(each, Choice)]
    entities = dict.fromkeys(name for each in choices for name in each.entities)
    values = dict.fromkeys([*types, *(name for each in choices for name in each.types)])
    return Choice(tuple(entities), tuple(values), schema)


def _is_value(found: Any) -> bool:
    return bool(found.as_type_declaration() or found.as_enumeration_type())
