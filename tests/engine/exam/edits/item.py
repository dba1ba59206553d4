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
    *,
    stays_itself: bool = False,
) -> Key | None:
    """Edit an item of a kind that one product alone has.

    One that `stays_itself` is congruent after the edit: where it is the whole body, that moved and has its shape.
    """
    candidates = [each for each in find.solids(model, kind) if suits(each)]
    if stays_itself:
        # What is left of it where something cuts it off may be congruent as well, or not.
        candidates = [each for each in candidates if not find.is_operand(model, each)]
    item = picker.one(candidates, lambda each: find.owners(model, each))
    if item is None:
        return None
    if stays_itself and find.is_whole_body(model, item):
        key = change(find.owners(model, item), "placement", _moved)
        # What is cut out of it stayed where it was.
        key.allowed |= {
            (guid, "geometry") for guid in find.owners(model, item) if find.has_features(model.by_guid(guid))
        }
    else:
        key = change(find.owners(model, item), "geometry", shape_told)
    edit(item)
    return key


def _moved(value: Any) -> bool:
    return bool(value["distance"] or value["rotated"])
