"""Chooses what an edit edits, at random but never twice: several edits of one model cannot disturb each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

Touches = Callable[[Any], Iterable[str]]


def itself(entity: Any) -> tuple[str]:
    """Return the GlobalId of a rooted instance."""
    return (str(entity.GlobalId),)


@dataclass
class Picker:
    """Draws from candidates and keeps what it drew."""

    random: Random
    taken: set[str] = field(default_factory=set)

    def one(self, candidates: Iterable[Any], touches: Touches = itself) -> Any:
        """Return a candidate none of whose touched GlobalIds is taken, and take them; None where there is none.

        `touches` gives the GlobalIds of all that changes, or may be told to change, with a candidate.
        """
        several = list(candidates)
        self.random.shuffle(several)
        for candidate in several:
            guids = set(touches(candidate))
            if guids and not guids & self.taken:
                self.taken |= guids
                return candidate
        return None

    def guid(self, what: str) -> str:
        """Return a GlobalId for a new instance, the same for the same draw."""
        return new_guid(f"{what} {self.random.random()}")


def new_guid(seed: str) -> str:
    """Return a valid GlobalId made from a text."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
    source = Random(seed)  # noqa: S311 - names, not secrets
    return source.choice(digits[:4]) + "".join(source.choices(digits, k=21))
