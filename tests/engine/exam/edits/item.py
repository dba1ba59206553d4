"""Edits an item of the shape of one element alone: what every edit of a shape does. Knows no kind of item."""

from collections.abc import Callable
from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.key import Key, change
from tests.engine.exam.picker import Picker


def shape_told(value: Any) -> bool:
    """Accept a changed shape of which no opening is the cause."""
    return bool(value.get("cause")) and not value.get("openings")


def edit_item(
    model: ifcopenshell.file,
    picker: Picker,
    kind: str,
    edit: Callable[[Any], None],
    suits: Callable[[Any], bool] = bool,
) -> Key | None:
    """Edit an item of a kind that one product alone has."""
    candidates = [each for each in find.solids(model, kind) if suits(each)]
    item = picker.one(candidates, lambda each: find.owners(model, each))
    if item is None:
        return None
    key = change(find.owners(model, item), "geometry", shape_told)
    edit(item)
    return key
