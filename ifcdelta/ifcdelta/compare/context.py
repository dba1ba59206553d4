"""What every comparison is given beside a pair, and what it answers. Knows no aspect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ifcopenshell
import numpy as np

from ifcdelta.match.pair import Pair
from ifcdelta.narrow.source import Source
from ifcdelta.read.side import Side

AspectChange = dict[str, Any]
"""An aspect's value in the result file, as plain data."""


@dataclass(frozen=True)
class Context:
    """The two models and how to compare them."""

    old: Side
    new: Side
    tolerance: float
    """Metres; lengths that differ by less are equal."""
    partners: Mapping[str, str] = field(default_factory=dict)
    """New GlobalId by old one, of the elements matched by content; all others keep theirs."""

    repeated: frozenset[str] = frozenset()
    """GlobalIds that several elements of a model have, so that none is known by it."""

    files: tuple[Source, Source] | None = None
    """What both are read from, where its hashes tell what is the same."""

    def sides_of(self, pair: Pair) -> tuple[tuple[Side, ifcopenshell.entity_instance], ...]:
        """Return each side with the pair's element of it."""
        return (self.old, pair.old), (self.new, pair.new)

    def say_the_same(
        self, old: Sequence[ifcopenshell.entity_instance], new: Sequence[ifcopenshell.entity_instance]
    ) -> bool:
        """Tell whether instances of both models are known to say the same, in any order, by their hashes."""
        if self.files is None or len(old) != len(new):
            return False
        return np.array_equal(self.files[0].said(old), self.files[1].said(new))

    def renamed(self, global_id: str) -> str:
        """Return the GlobalId that an old element has in the new model."""
        return self.partners.get(global_id, global_id)
