"""What a change touches: whether an element is there, its shape, its place, its data or its looks. Knows no form."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

EXISTENCE: Final = "existence"
SHAPE: Final = "shape"
PLACE: Final = "place"
DATA: Final = "data"
PRESENTATION: Final = "presentation"
EFFECTS: Final = (EXISTENCE, SHAPE, PLACE, DATA, PRESENTATION)
"""By how much they matter to who builds."""

_PRESENTS: Final = frozenset({"representations_changed", "appearance_changed"})


def effect_of(change: Mapping[str, Any]) -> str:
    """Return the effect that matters most of an element's part of the result's `changed`."""
    if "geometry_changed" in change and is_shaped(change["geometry_changed"]):
        return SHAPE
    if "placement_changed" in change:
        return PLACE
    return PRESENTATION if change.keys() <= _PRESENTS else DATA


def is_shaped(geometry: Any) -> bool:
    """Tell whether a change of `geometry` is one of shape: an opening that is only described otherwise is not."""
    if geometry is True or set(geometry["cause"]) != {"openings"}:
        return True
    openings = geometry.get("openings") or ()
    return not openings or any(each["change"] != "data" for each in openings)


def by_effect(groups: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many elements the result's `groups` have of each effect, those of none too."""
    counts = dict.fromkeys(EFFECTS, 0)
    for group in groups:
        counts[group["effect"]] += group["count"]
    return counts
