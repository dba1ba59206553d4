"""The elements that a result names, one entry each, in the order of every form. Knows no form."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ifcdelta.result.rows import ValueUnits, aspect_of
from ifcdelta.result.words import NOT_COMPARED, RE_ISSUED


class Kind(StrEnum):
    """Why an element is named; the order is that of every form."""

    ADDED = "added"
    DELETED = "deleted"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    """Nothing of it is known to differ, and some aspect could not be compared."""
    MATCHED = "matched"
    """Nothing of it differs but its GlobalId."""


LABELS: Final = {
    **{kind: kind.value for kind in (Kind.ADDED, Kind.DELETED, Kind.CHANGED)},
    Kind.UNKNOWN: NOT_COMPARED,
    Kind.MATCHED: RE_ISSUED,
}
"""What a person reads for a kind."""
MEANINGS: Final = {
    Kind.ADDED: "Only the new model has this element.",
    Kind.DELETED: "Only the old model has this element.",
    Kind.CHANGED: "Both models have this element, and something of it differs.",
    Kind.UNKNOWN: "Nothing of it was found to differ, but not all of it could be compared.",
    Kind.MATCHED: "Both models have this element, under another GlobalId each; nothing else of it was found to differ.",
}
"""What a kind says of an element."""


class Entry(NamedTuple):
    """One element, and all that the result says of it."""

    kind: Kind
    guid: str
    element: Mapping[str, str | None]
    """`class`, `name`, `tag`, `type`, `storey`; null where the result does not say."""
    change: Mapping[str, Any]
    unknown: Mapping[str, str]
    """Why an aspect could not be compared, of an element of any kind."""
    matched: Mapping[str, str] | None
    """The GlobalId in the old model, and the evidence: `old`, `by`."""
    units: ValueUnits
    """Those of the whole result."""


_HEAD: Final = ("format", "old", "new", "options", "summary", "model", "units")
_NOTHING: Final[Mapping[str, Any]] = {}
_UNDESCRIBED: Final[Mapping[str, str | None]] = dict.fromkeys(("class", "name", "tag", "type", "storey"))


def head_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is true of the whole: a result without its long lists, and how many elements have an unknown."""
    coverage = result["coverage"]
    counted = {**coverage, "unknown": len(coverage["unknown"])}
    return {**{key: result[key] for key in _HEAD}, "coverage": counted}


def rest_of(entry: Entry) -> dict[str, Any]:
    """Return what an entry says beside which element it is: `aspects`, `change`, `matched`, `unknown`."""
    return {
        "aspects": [aspect_of(key) for key in entry.change],
        "change": entry.change,
        "matched": entry.matched,
        "unknown": entry.unknown,
    }


def entries_of(result: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield the elements by kind, then class, name and GlobalId."""
    elements, unknown, changed = result["elements"], result["coverage"]["unknown"], result["changed"]
    matched = {each["new"]: {"old": each["old"], "by": each["by"]} for each in result["matched"]}
    named = {*result["added"], *result["deleted"], *changed}
    guids = {
        Kind.ADDED: result["added"],
        Kind.DELETED: result["deleted"],
        Kind.CHANGED: changed,
        Kind.UNKNOWN: unknown.keys() - named,
        Kind.MATCHED: matched.keys() - named - unknown.keys(),
    }

    def order(guid: str) -> tuple[str, str, str]:
        element = elements.get(guid, _UNDESCRIBED)
        return element["class"] or "", element["name"] or "", guid

    for kind, named_so in guids.items():
        changes = changed if kind is Kind.CHANGED else {}
        partners = {} if kind is Kind.DELETED else matched
        for guid in sorted(named_so, key=order):
            yield Entry(
                kind,
                guid,
                elements.get(guid, _UNDESCRIBED),
                _sorted(changes[guid]) if guid in changes else _NOTHING,
                _sorted(unknown[guid]) if guid in unknown else _NOTHING,
                partners.get(guid),
                result["units"],
            )


def _sorted(named: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a mapping by name: as it is where it is so already, as in a result that was read from its file."""
    if len(named) < 2 or (names := sorted(named)) == list(named):
        return named
    return {name: named[name] for name in names}
