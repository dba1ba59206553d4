"""Whether two files are the pair that somebody meant: the same one twice, swapped, another building. Knows no words.

Decided from the result alone; nothing is refused for it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

Doubt = dict[str, Any]
"""`{"doubt", …}`: what it is, and what it rests on."""

SAME_FILE: Final = "same_file"
SWAPPED: Final = "swapped"
LITTLE_IN_COMMON: Final = "little_in_common"
MOVED: Final = "moved"
OTHER_SCHEMA: Final = "other_schema"
OTHER_UNITS: Final = "other_units"
OTHER_APPLICATION: Final = "other_application"

_LITTLE: Final = 0.2
"""Share of the smaller model's elements that two issues of one have in common at least."""
_FEW: Final = 10
"""Of fewer elements a share says nothing."""
_MOST: Final = 0.5
"""Share of the elements in both models that are elsewhere by one vector where the whole model moved."""
_MILLIMETRES: Final = 3
"""Digits of metres that one vector has in common."""


def with_doubts(result: dict[str, Any]) -> dict[str, Any]:
    """Give a result that is whole but for them its `doubts`; return it."""
    result["doubts"] = list(_doubts(result))
    return result


def _doubts(result: Mapping[str, Any]) -> Iterator[Doubt]:
    old, new = result["old"], result["new"]
    if old["sha256"] == new["sha256"]:
        yield {"doubt": SAME_FILE}
        return
    if _is_before(new["date"], old["date"]):
        yield {"doubt": SWAPPED, "old": old["date"], "new": new["date"]}
    summary = result["summary"]
    common = summary["changed"] + summary["unchanged"]
    smaller = min(old["elements"], new["elements"])
    if smaller >= _FEW and common < _LITTLE * smaller:
        yield {"doubt": LITTLE_IN_COMMON, "common": common, "of": smaller}
    yield from _moved(result["changed"], common)
    for doubt, sides in (
        (OTHER_SCHEMA, (old["schema"], new["schema"])),
        (OTHER_UNITS, _length_units(result["model"])),
        (OTHER_APPLICATION, (old["application"], new["application"])),
    ):
        if all(sides) and sides[0] != sides[1]:
            yield {"doubt": doubt, "old": sides[0], "new": sides[1]}


def _is_before(one: str | None, other: str | None) -> bool:
    """Tell whether one time stamp is certainly before another: what is no ISO 8601 is not."""
    try:
        return bool(one and other) and datetime.fromisoformat(str(one)) < datetime.fromisoformat(str(other))
    except (TypeError, ValueError):
        return False


def _moved(changed: Mapping[str, Mapping[str, Any]], common: int) -> Iterator[Doubt]:
    """Yield how the whole model moved, where most of what both models have is elsewhere by one vector."""
    moved: Counter[tuple[float, ...]] = Counter()
    for change in changed.values():
        placement = change.get("placement_changed")
        if isinstance(placement, Mapping):
            vector = placement.get("in_world", placement["moved"])
            key = tuple(round(each, _MILLIMETRES) + 0.0 for each in vector)
            moved[key] += 1 + placement.get("carried", 0) if any(key) else 0
    if moved and common >= _FEW:
        vector, count = moved.most_common(1)[0]
        if count >= _MOST * common:
            yield {"doubt": MOVED, "by": list(vector), "elements": count, "of": common}


def _length_units(model: Mapping[str, Any]) -> tuple[str | None, str | None]:
    sides = model.get("units", {}).get("LENGTHUNIT", {})
    return sides.get("old"), sides.get("new")
