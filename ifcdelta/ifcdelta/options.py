"""What to compare, and how. Knows no model."""

from dataclasses import dataclass
from typing import Any

from ifcdelta.aspects import NAMES
from ifcdelta.errors import UnknownRelationshipError


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
        """Refuse a name that is no aspect: nothing would be compared for it.

        Raises:
            UnknownRelationshipError: there is such a name.
        """
        unknown = sorted(set(self.relationships) - set(NAMES))
        if unknown:
            raise UnknownRelationshipError(f"The relationships that are compared are {', '.join(NAMES)}.", str(unknown))

    @property
    def aspects(self) -> list[str]:
        """The aspects to compare, in the contract's order."""
        return [aspect for aspect in NAMES if aspect in self.relationships]

    def told(self) -> dict[str, Any]:
        """Return the options as the result file tells them."""
        return {
            "relationships": self.aspects,
            "is_shallow": self.is_shallow,
            "filter_elements": self.filter_elements,
            "engine": "delta",
            "tolerance": self.tolerance,
        }
