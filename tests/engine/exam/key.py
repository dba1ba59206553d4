"""The answer key: what a diff must tell of an edit, and what it may tell besides. Knows no engine and no model."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Check = Callable[[Any], bool]
"""Tells whether the value that an engine gives for an aspect is right."""


def anything(_value: Any) -> bool:
    """Accept any value: the key knows that the aspect changed and nothing more."""
    return True


@dataclass
class Key:
    """What one or several edits must be told as."""

    changed: dict[tuple[str, str], Check] = field(default_factory=dict)
    """By GlobalId and aspect, the aspect named as in `relationships`."""
    added: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    matched: dict[str, str] = field(default_factory=dict)
    """New GlobalId by old one."""
    model: set[str] = field(default_factory=set)
    """Parts of `model` that must be told."""
    allowed: set[tuple[str, str]] = field(default_factory=set)
    """GlobalId and aspect of what may be told too: the contract leaves it open."""

    def join(self, other: "Key") -> None:
        """Add what another edit of the same model must be told as."""
        clash = self.changed.keys() & other.changed.keys()
        assert not clash, f"two edits of one aspect: {clash}"
        self.changed |= other.changed
        self.added |= other.added
        self.deleted |= other.deleted
        self.matched |= other.matched
        self.model |= other.model
        self.allowed |= other.allowed

    @property
    def elements(self) -> set[str]:
        """The GlobalIds that the key speaks of."""
        changed = {guid for guid, _ in self.changed} | {guid for guid, _ in self.allowed}
        return changed | self.added | self.deleted | self.matched.keys() | set(self.matched.values())


def change(guids: str | Iterable[str], aspect: str, check: Check = anything) -> Key:
    """Return the key of one aspect of one or several elements."""
    each = [guids] if isinstance(guids, str) else guids
    return Key(changed={(guid, aspect): check for guid in each})


def near(told: Any, right: Any) -> bool:
    """Tell whether a told value is the right one; numbers within a millionth."""
    if isinstance(right, float) and isinstance(told, int | float):
        return abs(told - right) <= 1e-6 * max(1.0, abs(right))
    if isinstance(right, list) and isinstance(told, list):
        return len(told) == len(right) and all(map(near, told, right))
    return bool(told == right)


def sides(old: Any = None, new: Any = None) -> Check:
    """Accept exactly these two sides; one that is None may be null or lack its key."""

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        return near(value.get("old"), old) and near(value.get("new"), new)

    return check


def at(*path: str, check: Check = anything, alone: bool = True) -> Check:
    """Accept a value in which `check` accepts what is at `path`, and nothing else is told beside it if `alone`."""

    def inner(value: Any) -> bool:
        for step in path:
            if not isinstance(value, dict) or step not in value or (alone and len(value) > 1):
                return False
            value = value[step]
        return check(value)

    return inner


def differing(value: Any) -> bool:
    """Accept two sides that differ, whatever they are."""
    return isinstance(value, dict) and value.get("old") != value.get("new")


def both(*checks: Check) -> Check:
    """Accept what every check accepts."""
    return lambda value: all(check(value) for check in checks)
