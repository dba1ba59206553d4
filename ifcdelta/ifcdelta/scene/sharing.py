"""Old elements that have the new one's shape though their files write it otherwise, by the result. Makes no shape."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from ifcdelta.scene.elements import Element, Opened

_LARGEST_TOLERANCE: Final = 1e-3
"""Metres that a shape may be off to be shown in place of another."""
_SAME_PLACE: Final = 1e-6


def share_shapes(old: Opened, new: Opened, result: Mapping[str, Any]) -> None:
    """Make old elements alike to the new ones whose shape the comparison found to be the same in their own axes.

    Another export may write every number otherwise, so that no hash tells it.
    """
    options = result["options"]
    if (
        options["engine"] != "delta"
        or options["is_shallow"]
        or options["tolerance"] > _LARGEST_TOLERANCE
        or "geometry" not in result["coverage"]["compared"]
    ):
        return
    after = {element.row: element for element in new.elements}
    old.elements = [_shared(element, after.get(element.row), result) for element in old.elements]


def _shared(element: Element, after: Element | None, result: Mapping[str, Any]) -> Element:
    change = result["changed"].get(element.row)
    unknown = result["coverage"]["unknown"].get(element.row, {})
    # A part is cut by the openings of its whole too, which the comparison tells on the whole.
    if after is None or change is None or element.is_part or "geometry_changed" in change or "geometry" in unknown:
        return element
    # Where it stands elsewhere and the result does not say that it moved, it may be drawn from another origin.
    is_same_place = np.abs(element.place - after.place).max() <= _SAME_PLACE
    if not is_same_place and "placement_changed" not in change:
        return element
    return replace(element, shape_key=after.shape_key)
