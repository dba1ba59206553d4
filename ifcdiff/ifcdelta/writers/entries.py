"""The elements that a result names, one entry each, in the order of every form. Knows no form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Kind(StrEnum):
    """Why an element is named; the order is that of every form."""

    ADDED = "added"
    DELETED = "deleted"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    """Nothing of it is known to differ, and some aspect could not be compared."""
    MATCHED = "matched"
    """Nothing of it differs but its GlobalId."""


LABELS: Final = {kind: "not compared" if kind is Kind.UNKNOWN else kind.value for kind in Kind}
"""What a person reads for a kind."""


@dataclass(frozen=True, slots=True)
class Entry:
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


_UNDESCRIBED: Final[Mapping[str, str | None]] = dict.fromkeys(("class", "name", "tag", "type", "storey"))


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
        for guid in sorted(named_so, key=order):
            is_deleted = kind is Kind.DELETED
            yield Entry(
                kind,
                guid,
                elements.get(guid, _UNDESCRIBED),
                dict(sorted(changed[guid].items())) if kind is Kind.CHANGED else {},
                dict(sorted(unknown.get(guid, {}).items())),
                None if is_deleted else matched.get(guid),
            )
