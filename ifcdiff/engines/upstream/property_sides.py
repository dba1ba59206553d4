"""The properties in which two elements differ, old beside new. Knows IfcOpenShell, nothing of ours."""

import math
from typing import Any

import ifcopenshell
import ifcopenshell.util.element


def property_sides(
    old: ifcopenshell.entity_instance, new: ifcopenshell.entity_instance
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return `{set: {property: {"old", "new"}}}` of what differs; a side that lacks it has no key.

    `get_psets` gives each set an `id`, its STEP id, which is no property.
    """
    old_sets, new_sets = _sets(old), _sets(new)
    sides = {
        name: _sides(old_sets.get(name, {}), new_sets.get(name, {}))
        for name in sorted(old_sets.keys() | new_sets.keys())
    }
    return {name: changed for name, changed in sides.items() if changed}


def _sets(element: ifcopenshell.entity_instance) -> dict[str, dict[str, Any]]:
    sets: dict[str, dict[str, Any]] = ifcopenshell.util.element.get_psets(element)
    return {
        name: {key: _json_value(value) for key, value in properties.items() if key != "id"}
        for name, properties in sets.items()
    }


def _sides(old: dict[str, Any], new: dict[str, Any]) -> dict[str, dict[str, Any]]:
    changed = {}
    for name in sorted(old.keys() | new.keys()):
        sides = {side: values[name] for side, values in (("old", old), ("new", new)) if name in values}
        if len(sides) < 2 or sides["old"] != sides["new"]:
            changed[name] = sides
    return changed


def _json_value(value: Any) -> Any:
    """Return a value of a property as JSON can hold it, without STEP ids."""
    if isinstance(value, dict):
        return {str(key): _json_value(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list | tuple | set | frozenset):
        return [_json_value(inner) for inner in value]
    if isinstance(value, ifcopenshell.entity_instance):
        return _json_value(value.get_info(include_identifier=False, recursive=True))
    is_json = (
        value is None or isinstance(value, str | int | bool) or (isinstance(value, float) and math.isfinite(value))
    )
    return value if is_json else str(value)
