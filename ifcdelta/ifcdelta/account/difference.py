"""Which instances of two files do not say the same. Knows no element that was compared and no aspect."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.account.reissued import features_by_host
from ifcdelta.index.content import ATTACHED, Content, Lacks
from ifcdelta.index.fingerprint import own_ids
from ifcdelta.index.renamed import said_renamed
from ifcdelta.index.schema import OBJECT
from ifcdelta.index.table import Index, RowIds
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
    by_host: RowIds
    """Features that only this file has by their GlobalId, and what they are known by instead."""

    @cached_property
    def differs(self) -> npt.NDArray[np.uint8]:
        """N: 0 for what the other file says too, and for noise; what has a link that it does not say differs."""
        found = self.lacks.instances.astype(np.uint8)
        found[self.content.link_rows[self.lacks.links]] = 1
        return found

    @cached_property
    def kinds(self) -> npt.NDArray[np.uint8]:
        """The bits of `index.schema` for each."""
        return self.index.table.kinds[self.index.scan.types]

    @cached_property
    def ids(self) -> RowIds:
        """The GlobalIds of objects, but those that several have."""
        return own_ids(self.index)

    def counts_as(self, rows: npt.NDArray[np.integer[Any]] | None = None) -> npt.NDArray[np.uint64]:
        """Return what each of these rows, or of all, counts as where another refers to it.

        Who only passes a difference on is the same.
        """
        of = slice(None) if rows is None else rows
        found = np.where(self.differs[of], _DIFFERENT, self.content.said[of])
        objects = self.index.rows_of_kind(OBJECT) if rows is None else np.flatnonzero(self.kinds[rows] & OBJECT)
        found[objects] = self.known_as(objects if rows is None else rows[objects])
        return found

    def known_as(self, objects: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.uint64]:
        """Return what objects are known by: their GlobalId, what they say where that is not theirs alone."""
        ids, by_host = self.ids.of(objects), self.by_host.of(objects)
        return np.where(by_host != 0, by_host, np.where(ids != 0, ids, self.content.said[objects]))

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
        return _differing((old.index, new.index), (old.content, new.content), (old.lacks, new.lacks))
    rows, new_rows = (np.array(list(each), np.int64) for each in (renamed, renamed.values()))
    global_ids = old.index.global_ids.replaced(rows, new.index.global_ids.of(new_rows))
    index = replace(old.index, global_ids=global_ids)
    content, lacking = said_renamed(old.index, index, (old.content, new.content), (old.lacks, new.lacks))
    return _differing((index, new.index), (content, new.content), lacking)


def _differing(
    indices: tuple[Index, Index], contents: tuple[Content, Content], lacking: tuple[Lacks, Lacks]
) -> tuple[Differing, Differing]:
    own, other = own_ids(indices[0]), own_ids(indices[1])
    by_host = features_by_host(indices[0], own, other), features_by_host(indices[1], other, own)
    old, new = (Differing(*each) for each in zip(indices, contents, lacking, by_host, strict=True))
    return old, new
