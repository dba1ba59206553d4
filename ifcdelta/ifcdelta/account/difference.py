"""Which instances of two files do not say the same. Knows no element that was compared and no aspect."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.content import ATTACHED, Content, Lacks, content_of, lacks
from ifcdelta.index.fingerprint import fingerprints, own_ids
from ifcdelta.index.schema import OBJECT
from ifcdelta.index.table import Index
from ifcdelta.narrow.source import Source

_DIFFERENT: Final = np.uint64(0x3C6EF372FE94F82B)
"""What a reference to an instance that differs counts as, where the one that refers is looked at by itself."""


@dataclass(frozen=True)
class Differing:
    """One file's n instances, and which say what the other file does not."""

    index: Index
    content: Content
    lacks: Lacks
    """What the other file does not say."""

    @property
    def differs(self) -> npt.NDArray[np.uint8]:
        """N: 0 for what the other file says too, and for noise."""
        return self.lacks.instances

    @cached_property
    def kinds(self) -> npt.NDArray[np.uint8]:
        """The bits of `index.schema` for each."""
        return self.index.table.kinds[self.index.scan.types]

    @cached_property
    def ids(self) -> npt.NDArray[np.uint64]:
        """Hashes of the GlobalId of objects, 0 where it is not theirs alone."""
        return own_ids(self.index)

    @cached_property
    def counts_as(self) -> npt.NDArray[np.uint64]:
        """What each counts as where another refers to it, so that who only passes a difference on is the same."""
        passes_on = (self.differs > 0) & (self.kinds & OBJECT == 0)
        return np.where(passes_on, _DIFFERENT, np.where(self.ids != 0, self.ids, self.content.said))

    def rows(self, state: int) -> npt.NDArray[np.int64]:
        """Return the rows of what differs and stands by itself, or is attached."""
        return np.flatnonzero((self.differs > 0) & (self.content.live == state))

    def lacking_links(self) -> npt.NDArray[np.bool_]:
        """Tell of the links of what is attached and differs, in order, whether the other file lacks them."""
        rows = self.content.link_rows
        is_attached = (self.differs[rows] > 0) & (self.content.live[rows] == ATTACHED)
        return np.asarray(self.lacks.links[is_attached])


def difference(old: Source, new: Source, renamed: Mapping[int, int]) -> tuple[Differing, Differing] | None:
    """Return both files' instances, None where they say the same; `renamed`: the new row of re-issued old objects."""
    if old.lacks is None or new.lacks is None or old.content.fingerprint == new.content.fingerprint:
        return None
    if not renamed:
        return Differing(old.index, old.content, old.lacks), Differing(new.index, new.content, new.lacks)
    global_ids = old.index.scan.global_ids.copy()
    global_ids[list(renamed)] = new.index.scan.global_ids[list(renamed.values())]
    index = replace(old.index, scan=old.index.scan._replace(global_ids=global_ids))
    before, after = content_of(index, fingerprints(index)), content_of(new.index, fingerprints(new.index))
    return Differing(index, before, lacks(before, after)), Differing(new.index, after, lacks(after, before))
