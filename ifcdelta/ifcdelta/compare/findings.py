"""What was found of the elements that both models have. Compares nothing."""

from dataclasses import dataclass, field

from ifcdelta.aspects import KEYS
from ifcdelta.compare.context import AspectChange


@dataclass
class Findings:
    """What changed, and what could not be compared, by GlobalId."""

    changed: dict[str, dict[str, AspectChange]] = field(default_factory=dict)
    """By the key of the aspect."""
    unknown: dict[str, dict[str, str]] = field(default_factory=dict)
    """By aspect, why it is not known."""

    def tell(self, guid: str, aspect: str, value: AspectChange) -> None:
        """Note that an aspect of an element changed."""
        self.changed.setdefault(guid, {})[KEYS[aspect]] = value

    def cannot_compare(self, guid: str, aspect: str, reason: str) -> None:
        """Note why an aspect of an element was not compared, unless that is known."""
        self.unknown.setdefault(guid, {}).setdefault(aspect, reason)
