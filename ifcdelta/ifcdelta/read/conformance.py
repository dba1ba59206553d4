"""Whether what an element is read from follows the schema, by IfcOpenShell's own check of values. Compares nothing.

Asked only where reading an element failed: it tells the model's fault from one of ours.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

import ifcopenshell
from ifcopenshell import ifcopenshell_wrapper

_MOST: Final = 2000
"""So many instances are looked at: the shape of one element may have millions."""

Looked = tuple[str | None, tuple[ifcopenshell.entity_instance, ...]]
"""What of an instance does not follow the schema, and what it refers to, but for other elements."""


def fault_of(element: ifcopenshell.entity_instance, known: dict[int, Looked]) -> str | None:
    """Return a class and an attribute of it that does not follow the schema, e.g. `IfcProperty.Name`; None: all do.

    Looked at are the element, what relates it to others, the project with its units, and all that these refer to, but
    for other elements. `known` keeps what was found of each instance of the file, for the next element.
    """
    return min(_faults(element, known), default=None)


def _faults(element: ifcopenshell.entity_instance, known: dict[int, Looked]) -> Iterator[str]:
    file = element.file
    schema = ifcopenshell_wrapper.schema_by_name(file.schema_identifier)
    relations = [each for each in file.get_inverse(element) if each.is_a("IfcRelationship")]
    seen: set[int] = set()
    waiting = [*file.by_type("IfcProject"), element, *relations]
    while waiting and len(seen) < _MOST:
        instance = waiting.pop()
        if instance.id() in seen:
            continue
        seen.add(instance.id())
        if instance.id() not in known:
            known[instance.id()] = _look(schema, instance)
        fault, referred = known[instance.id()]
        if fault is not None:
            yield fault
        waiting += referred


def _look(schema: Any, instance: ifcopenshell.entity_instance) -> Looked:
    values = list(_values(schema, instance))
    wrong = next((f"{instance.is_a()}.{attribute}" for attribute, _, is_right in values if not is_right), None)
    referred = chain.from_iterable(_referred(value) for _, value, _ in values)
    return wrong, tuple(each for each in referred if not _is_another(each))


def _values(schema: Any, instance: ifcopenshell.entity_instance) -> Iterator[tuple[str, Any, bool]]:
    """Yield each attribute of an instance, its value, and whether the schema allows that."""
    declared = schema.declaration_by_name(instance.is_a()).as_entity()
    for index, (attribute, is_derived) in enumerate(zip(declared.all_attributes(), declared.derived(), strict=True)):
        try:
            value = instance[index]
        except (RuntimeError, IndexError):  # It has fewer arguments.
            yield attribute.name(), None, False
            continue
        if not is_derived:
            is_right = attribute.optional() if value is None else _is_valid(schema, attribute, value)
            yield attribute.name(), value, is_right


def _is_valid(schema: Any, attribute: Any, value: Any) -> bool:
    from ifcopenshell.validate import ValidationError, assert_valid  # noqa: PLC0415 - for the few models that need it

    try:
        return bool(assert_valid(attribute.type_of_attribute(), value, schema, no_throw=True))
    except ValidationError:  # Of a member of a list it is raised all the same.
        return False


def _is_another(instance: ifcopenshell.entity_instance) -> bool:
    """Tell whether it is an element of its own: no type and no feature, which are read with the element."""
    return instance.is_a("IfcObjectDefinition") and not any(map(instance.is_a, ("IfcTypeObject", "IfcFeatureElement")))


def _referred(value: Any) -> Iterator[ifcopenshell.entity_instance]:
    if isinstance(value, tuple):
        yield from chain.from_iterable(map(_referred, value))
    elif isinstance(value, ifcopenshell.entity_instance) and value.id():
        yield value
