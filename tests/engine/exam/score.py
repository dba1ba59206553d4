"""What of a result is right: hits, misses and inventions against the answer key. Knows no engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ifcdelta.aspects import KEYS
from tests.engine.exam.key import Key

_ASPECTS: Final = {key.removesuffix("_changed"): aspect for aspect, key in KEYS.items()}
"""The aspect of each key of the result file, as `relationships` names it."""


@dataclass
class Score:
    """Lines of what was told; each line is an element and an aspect, or an element that came or went."""

    hits: int = 0
    misses: list[str] = field(default_factory=list)
    inventions: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Told under the right aspect of the right element, with another value than what happened."""

    unfinished: list[str] = field(default_factory=list)
    """Why there was no result at all; everything is missed then."""

    @property
    def is_perfect(self) -> bool:
        """Tell whether every edit is told rightly and nothing else is told."""
        return not (self.misses or self.inventions or self.wrong or self.unfinished)

    def add(self, other: "Score") -> None:
        """Count another score in."""
        self.hits += other.hits
        self.misses += other.misses
        self.inventions += other.inventions
        self.wrong += other.wrong
        self.unfinished += other.unfinished

    def report(self) -> str:
        """Return the faults, a line each."""
        told = {
            "missed": self.misses,
            "invented": self.inventions,
            "wrong value": self.wrong,
            "unfinished": self.unfinished,
        }
        return "\n".join(f"{kind}: {line}" for kind, lines in told.items() for line in lines)


def nothing_told(key: Key, reason: str) -> Score:
    """Return the score of an engine that gave no result."""
    return Score(misses=sorted(_right(key)), unfinished=[reason])


def score(result: dict[str, Any], key: Key, *, values: bool = True, knows_placement: bool = True) -> Score:
    """Compare a result with the key.

    `values` says whether what the engine tells of a change is looked at too; an engine that does not know placement
    as an aspect may tell it as geometry.
    """
    told, right = set(_told(result)), set(_right(key))
    if not knows_placement:
        right = {line.replace("placement of", "geometry of") for line in right}
    allowed = {f"{aspect} of {guid}" for guid, aspect in key.allowed}
    found = Score(hits=len(right & told), misses=sorted(right - told), inventions=sorted(told - right - allowed))
    if values:
        found.wrong = sorted(_wrong(result, key))
    return found


def _told(result: dict[str, Any]) -> Iterator[str]:
    for name in ("added", "deleted"):
        yield from (f"{name} {guid}" for guid in result[name])
    for match in result["matched"]:
        yield f"matched {match['old']} with {match['new']}"
    for guid, changes in result["changed"].items():
        for name in changes:
            aspect = name.removesuffix("_changed")
            yield f"{_ASPECTS.get(aspect, aspect)} of {guid}"
    yield from (f"model {part}" for part in result["model"])


def _right(key: Key) -> Iterator[str]:
    yield from (f"{aspect} of {guid}" for guid, aspect in key.changed)
    yield from (f"added {guid}" for guid in key.added)
    yield from (f"deleted {guid}" for guid in key.deleted)
    yield from (f"matched {old} with {new}" for old, new in key.matched.items())
    yield from (f"model {part}" for part in key.model)


def _wrong(result: dict[str, Any], key: Key) -> Iterator[str]:
    names = {aspect: name for name, aspect in _ASPECTS.items()}
    for (guid, aspect), check in key.changed.items():
        value = result["changed"].get(guid, {}).get(f"{names.get(aspect, aspect)}_changed")
        if value is not None and not _accepts(check, value):
            yield f"{aspect} of {guid}: {value}"


def _accepts(check: Any, value: Any) -> bool:
    try:
        return bool(check(value))
    except (KeyError, TypeError, AttributeError, IndexError):
        # The value has not even the form that the contract gives it.
        return False
