"""What to compare, and how. Knows no model."""

from dataclasses import dataclass
from typing import Any, Final

from ifcdelta.aspects import NAMES
from ifcdelta.errors import InvalidOptionError, UnknownRelationshipError

_MOST: Final = 1000.0
"""Metres; the service takes no larger tolerance either."""


@dataclass(frozen=True)
class Options:
    """What to compare, and how."""

    relationships: tuple[str, ...] = NAMES
    is_shallow: bool = False
    """Only the first kind of change of each element."""
    filter_elements: str | None = None
    """An IfcOpenShell selector; an element is in scope if it matches in either file."""
    tolerance: float = 1e-4
    """Metres; lengths that differ by less are equal."""
    threads: int = 1
    """For the geometry kernel."""

    def __post_init__(self) -> None:
        """Refuse what would compare nothing, or not as it says.

        Raises:
            UnknownRelationshipError: a relationship is no aspect, or there is none.
            InvalidOptionError: the tolerance or the number of threads is none.
        """
        if not isinstance(self.tolerance, int | float) or not 0 <= self.tolerance <= _MOST:
            raise InvalidOptionError(f"The tolerance is a number of metres from 0 to {_MOST:g}.", repr(self.tolerance))
        if not isinstance(self.threads, int) or self.threads < 1:
            raise InvalidOptionError("The threads are a whole number from 1 on.", repr(self.threads))
        unknown = sorted(set(self.relationships) - set(NAMES))
        if unknown or not self.relationships:
            raise UnknownRelationshipError(f"The relationships that are compared are {', '.join(NAMES)}.", str(unknown))

    @property
    def aspects(self) -> list[str]:
        """The aspects to compare, in the contract's order."""
        return [aspect for aspect in NAMES if aspect in self.relationships]

    @property
    def asks_for_all(self) -> bool:
        """Whether every aspect of every element is asked for, so that what differs and is not told went unseen."""
        return self.aspects == list(NAMES) and not self.is_shallow and self.filter_elements is None

    def as_plain(self) -> dict[str, Any]:
        """Return the options as the result file tells them."""
        return {
            "relationships": self.aspects,
            "is_shallow": self.is_shallow,
            "filter_elements": self.filter_elements,
            "engine": "delta",
            "tolerance": self.tolerance,
        }
