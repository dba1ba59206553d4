"""Edits of quantities, of every kind of quantity."""

from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.key import Key, at, change, differing
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER, EditFunction

_KINDS = ("Length", "Area", "Volume", "Count", "Weight", "Time")


def _of_kind(model: ifcopenshell.file, kind: str) -> list[tuple[Any, Any]]:
    found = []
    for definition in model.by_type("IfcElementQuantity"):
        if len(find.defined_by(definition)) != 1:
            continue
        names = [each.Name for each in definition.Quantities]
        found += [
            (definition, each)
            for each in definition.Quantities
            if each.is_a(kind) and len(model.get_inverse(each)) == 1 and names.count(each.Name) == 1
        ]
    return found


def _name(definition: Any) -> str:
    """Return the name of a set; one without goes by its class."""
    return str(definition.Name or definition.is_a())


def _touches(found: tuple[Any, Any]) -> set[str]:
    return find.defined_by(found[0])


def _simple(kind: str) -> EditFunction:
    def edit(model: ifcopenshell.file, picker: Picker) -> Key | None:
        found = picker.one(_of_kind(model, f"IfcQuantity{kind}"), _touches)
        if found is None:
            return None
        definition, quantity = found
        value = getattr(quantity, f"{kind}Value")
        setattr(quantity, f"{kind}Value", value * 2 + 1)
        check = at(_name(definition), quantity.Name, check=differing)
        return change(find.defined_by(definition), "property", check)

    return edit


for _kind in _KINDS:
    REGISTER.edit(f"quantity: {_kind.lower()}")(_simple(_kind))


@REGISTER.edit("quantity: physical complex")
def physical_complex(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A length within it."""
    found = picker.one(_of_kind(model, "IfcPhysicalComplexQuantity"), _touches)
    if found is None:
        return None
    inner = next(each for each in found[1].HasQuantities if each.is_a("IfcQuantityLength"))
    inner.LengthValue += 2.0
    check = at(_name(found[0]), found[1].Name, alone=False)
    return change(find.defined_by(found[0]), "property", check)


@REGISTER.edit("quantity: set removed")
def removed(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """All quantities of an element."""
    candidates = [
        each for each in model.by_type("IfcElementQuantity") if len(find.defined_by(each)) == 1 and each.Quantities
    ]
    definition = picker.one(candidates, find.defined_by)
    if definition is None:
        return None
    key = change(find.defined_by(definition), "property", at(_name(definition), alone=False))
    for relation in find.of_inverse(definition, "DefinesOccurrence", "PropertyDefinitionOf"):
        model.remove(relation)
    model.remove(definition)
    return key
