"""What happened on the whole: `11 elements changed in shape or place, 214 in data only`. Knows no form."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ifcdelta.result.facts.nouns import counted
from ifcdelta.result.groups.effects import DATA, PLACE, PRESENTATION, SHAPE

NOTHING_HAPPENED: Final = "No element was added, deleted or changed"
_VERBS: Final = {"added": ("is new", "are new"), "deleted": ("is gone", "are gone")}


def happened(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield what became of the elements; nothing where nothing did."""
    by_effect = result["summary"]["by_effect"]
    built = [effect for effect in (SHAPE, PLACE) if by_effect.get(effect)]
    parts = [(sum(by_effect[effect] for effect in built), f"in {' or '.join(built)}")] if built else []
    parts += [(by_effect[effect], f"in {effect} only") for effect in (DATA, PRESENTATION) if by_effect.get(effect)]
    if parts:
        (count, how), *others = parts
        changed = f"{count:,} element{'' if count == 1 else 's'} changed {how}"
        yield ", ".join([changed, *(f"{count:,} {how}" for count, how in others)])
    for change in _VERBS:
        if result[change]:
            classes = Counter(result["elements"][guid]["class"] or "" for guid in result[change])
            yield f"{counted(classes)} {is_so(change, len(result[change]))}"


def is_so(change: str, count: int) -> str:
    """Return what became of added or deleted elements: `are new`."""
    return _VERBS[change][count != 1]
