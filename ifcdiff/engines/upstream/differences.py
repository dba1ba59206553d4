"""What `ifcdiff` says of two models. Compares nothing."""

from dataclasses import dataclass, field
from typing import Any

from contract.request import Aspect


@dataclass
class Differences:
    """What ifcdiff says of two models, by GlobalId."""

    added: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    unknown: dict[str, dict[str, str]] = field(default_factory=dict)
    common: int = 0

    def cannot_compare(self, global_id: str, aspect: Aspect, reason: str) -> None:
        """Note why an aspect of an element was not compared."""
        self.unknown.setdefault(global_id, {})[aspect.value] = reason
