"""One element in both models. Knows nothing of how it was found."""

from dataclasses import dataclass
from functools import cached_property

import ifcopenshell

from ifcdelta.read.attributes import guid_of


@dataclass(frozen=True)
class Pair:
    """One element in its old and its new state."""

    old: ifcopenshell.entity_instance
    new: ifcopenshell.entity_instance

    @cached_property
    def guid(self) -> str:
        """The GlobalId that the result file knows the pair by: the new one, where it was re-issued."""
        return guid_of(self.new)
