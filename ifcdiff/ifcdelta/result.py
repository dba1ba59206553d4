"""The result file `ifcdiff/1`, as plain data, from what was found. Compares nothing and writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ifcdelta.compare import KEYS
from ifcdelta.match import Match
from ifcdelta.told_units import units_of

FORMAT: Final = "ifcdiff/1"
_NO_STOREY: Final = ""

Described = dict[str, str | None]
"""What a person needs to recognise an element: class, name, tag, type, storey."""


@dataclass
class Findings:
    """What was found between two models."""

    added: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    matched: list[Match] = field(default_factory=list)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    unknown: dict[str, dict[str, str]] = field(default_factory=dict)
    model: dict[str, Any] = field(default_factory=dict)
    elements: dict[str, Described] = field(default_factory=dict)
    pairs: int = 0
    """Elements that both models have."""

    def tell(self, guid: str, aspect: str, value: Any) -> None:
        """Note that an aspect of an element changed."""
        self.changed.setdefault(guid, {})[KEYS[aspect]] = value

    def cannot_compare(self, guid: str, aspect: str, reason: str) -> None:
        """Note why an aspect of an element was not compared, unless that is known."""
        self.unknown.setdefault(guid, {}).setdefault(aspect, reason)


def build(findings: Findings, sides: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result file as plain data. `sides` has what is told of the file under `old` and `new`."""
    return {
        "format": FORMAT,
        "old": sides["old"],
        "new": sides["new"],
        "options": dict(options),
        "summary": _summary(findings),
        "coverage": {"compared": options["relationships"], "unknown": findings.unknown},
        "model": findings.model,
        "units": units_of(findings.changed.values()),
        "added": findings.added,
        "deleted": findings.deleted,
        "changed": findings.changed,
        "matched": [{"old": each.old, "new": each.new, "by": each.by} for each in findings.matched],
        "elements": findings.elements,
    }


def _summary(findings: Findings) -> dict[str, Any]:
    kinds: dict[str, Iterable[str]] = {
        "added": findings.added,
        "deleted": findings.deleted,
        "changed": findings.changed,
    }
    aspects = Counter(key for change in findings.changed.values() for key in change)
    return {
        "added": len(findings.added),
        "deleted": len(findings.deleted),
        "changed": len(findings.changed),
        "unchanged": findings.pairs - len(findings.changed),
        "matched": len(findings.matched),
        "by_class": _tally(kinds, findings.elements, "class"),
        "by_storey": _tally(kinds, findings.elements, "storey"),
        "by_aspect": {aspect: aspects[key] for aspect, key in KEYS.items() if aspects[key]},
    }


def _tally(kinds: Mapping[str, Iterable[str]], elements: Mapping[str, Described], by: str) -> dict[str, dict[str, int]]:
    tally: dict[str, dict[str, int]] = {}
    for kind, guids in kinds.items():
        for name, count in Counter(elements[guid][by] or _NO_STOREY for guid in guids).items():
            tally.setdefault(name, dict.fromkeys(kinds, 0))[kind] = count
    return tally
