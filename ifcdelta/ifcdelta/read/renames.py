"""Attributes and classes that two schemas name otherwise, from what the schemas declare.

Of a class, the one attribute that only one schema has and the one that only the other has are the same where they hold
the same: one entity, IfcIdentifier, an enumeration of which the other has all items, or a number under nearly one name
(`ShapeType` is `PredefinedType`). What one schema has a class for is in the other of the nearest class that it has:
IfcPipeSegment is IfcFlowSegment in IFC2X3.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from ifcdelta.read.attributes import declaration_of

_PLURAL: Final = "s"
_IDENTIFIER: Final = "IfcIdentifier"


@lru_cache(maxsize=4096)
def later_names(old_schema: str, old_class: str, new_schema: str, new_class: str) -> Mapping[str, str]:
    """Return the names that the later of two schemas, whichever it is, has for attributes of the other, by these."""
    if old_schema == new_schema:
        return {}
    if old_schema > new_schema:  # IFC2X3, IFC4, IFC4X3: they sort by age.
        return later_names(new_schema, new_class, old_schema, old_class)
    old, new = _attributes(old_schema, old_class), _attributes(new_schema, new_class)
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    of_gone = {name: [other for other in come if _is_same((name, old[name]), (other, new[other]))] for name in gone}
    of_come = {name: [other for other in gone if name in of_gone[other]] for name in come}
    return {name: others[0] for name, others in of_gone.items() if len(others) == 1 == len(of_come[others[0]])}


def _attributes(schema: str, class_: str) -> dict[str, Any]:
    entity = declaration_of(schema, class_)
    return {} if entity is None else {each.name(): each.type_of_attribute() for each in entity.all_attributes()}


def _is_same(one: tuple[str, Any], other: tuple[str, Any]) -> bool:
    items = _items(one[1]), _items(other[1])
    if all(items):
        return items[0] <= items[1] or items[1] <= items[0]
    names = _name(one[1]), _name(other[1])
    if names[0] == names[1] and names[0] is not None:
        return names[0] == _IDENTIFIER or _is_entity(one[1])
    return one[0].removesuffix(_PLURAL) == other[0].removesuffix(_PLURAL)


def _declared(attribute: Any) -> Any:
    named = attribute.as_named_type()
    return None if named is None else named.declared_type()


def _name(attribute: Any) -> str | None:
    declared = _declared(attribute)
    return None if declared is None else str(declared.name())


def _is_entity(attribute: Any) -> bool:
    return _declared(attribute).as_entity() is not None


def _items(attribute: Any) -> frozenset[str]:
    """Return the items of an attribute's enumeration that say something; none where it holds something else."""
    declared = _declared(attribute)
    enumeration = None if declared is None else declared.as_enumeration_type()
    return frozenset() if enumeration is None else frozenset(enumeration.enumeration_items()) - _SAYING_NOTHING


_SAYING_NOTHING: Final = frozenset({"USERDEFINED", "NOTDEFINED"})


@lru_cache(maxsize=4096)
def is_one_class(old_schema: str, old_class: str, new_schema: str, new_class: str) -> bool:
    """Tell whether two classes are one, which the schemas name otherwise."""
    sides = (old_schema, old_class, new_schema), (new_schema, new_class, old_schema)
    old, new = (None if declaration_of(other, class_) else _nearest(of, class_, other) for of, class_, other in sides)
    if old is None and new is None:
        return False
    if old is not None and new is not None:
        return old == new != ""
    lacking, other, nearest = (new_class, old_class, new) if old is None else (old_class, new_class, old)
    return other in {nearest, _standing_for(lacking)} or _without_kind(lacking) == _without_kind(other)


def _nearest(schema: str, class_: str, other: str) -> str:
    """Return the nearest class above that another schema has instances of; empty where there is none."""
    above = declaration_of(schema, class_)
    while above is not None:
        there = declaration_of(other, above.name())
        if there is not None:
            return "" if there.is_abstract() else str(above.name())
        above = above.supertype()
    return ""


_KINDS: Final = ("Type", "Style")


def _without_kind(class_: str) -> str:
    """Return what types are types of, whatever the schema calls types."""
    return next((class_.removesuffix(kind) for kind in _KINDS if class_.endswith(kind)), class_)


def _standing_for(class_: str) -> str:
    """Return what stands for an element, or a type, that a schema has no class for."""
    return "IfcBuildingElementProxyType" if class_.endswith(_KINDS) else "IfcBuildingElementProxy"
