"""Attributes that not every class of a schema has. Knows no class."""

from typing import Any

import ifcopenshell


def has(entity: ifcopenshell.entity_instance, name: str) -> bool:
    """Tell whether an instance's class has an attribute, which may be null.

    `hasattr` and `getattr` would look for a rule that derives it, in a module of all of the schema's rules, which takes
    longer to import than a small pair to compare (IfcOpenShell 0.9).
    """
    return bool(entity.get_attribute_category(name))


def optional(entity: ifcopenshell.entity_instance | None, name: str) -> Any:
    """Return an instance's attribute; None where there is no instance, or its class has no such attribute."""
    return getattr(entity, name, None) if entity is not None and has(entity, name) else None
