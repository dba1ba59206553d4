"""What of two files has to be compared at all: opened in whole, or cut to the elements that may differ.

The rest is equal by its hash. Compares nothing itself; a narrowed view and the whole lead to the same result.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import ifcopenshell
import numpy as np
import numpy.typing as npt

from ifcdelta.index.element_hashes import ElementHashes
from ifcdelta.index.standing import standing_on
from ifcdelta.index.table import Index
from ifcdelta.memory import give_back
from ifcdelta.narrow.cut import cut
from ifcdelta.narrow.source import Source, naming

_WHOLE_FROM: Final = 0.5
"""Share of a file's elements from which on it is opened in whole: a cut would be no smaller."""


_NOBODY: Final[frozenset[str]] = frozenset()
_NO_IDS: Final = np.zeros(0, np.uint64)


@dataclass(frozen=True)
class View:
    """One file as far as it is read."""

    file: ifcopenshell.file
    ids: frozenset[int] | None
    """STEP ids of the elements to compare; None: all. Others are there for what they tell of these."""
    total: int
    """Elements in scope in the whole file."""
    index: Index | None = None
    """What the view was narrowed by."""


@dataclass(frozen=True)
class Candidates:
    """The elements of two files that may differ."""

    old: View
    new: View
    equal: int
    """How many more elements both files have, equal in everything."""
    equal_classes: frozenset[str]
    """The classes of those."""
    same_shape: frozenset[str]
    """GlobalIds of those whose representation and features are equal all the same."""
    same_look: frozenset[str]
    """Those of them whose layers and styles are equal too: they are read without what represents them."""
    is_told_by_hashes: bool
    """Whether what has the same hash in both files is the same."""
    shapes: Mapping[str, tuple[int, int]]
    """Of the others the hashes of both sides' representation and features: who shares them, shares the difference."""


def everything(old: Source, new: Source) -> Candidates:
    """Return both files in whole."""
    return Candidates(
        View(old.opened(), None, -1), View(new.opened(), None, -1), 0, _NOBODY, _NOBODY, _NOBODY, False, {}
    )


def narrow(old: Source, new: Source) -> Candidates:
    """Return what of both files may differ.

    Raises:
        DeltaError: a file is damaged.
    """
    before, after = old.elements, new.elements
    # Numbers of other units, and arguments of another schema, are not the same for having the same hash.
    comparable = (
        old.index.header.schema_identifier == new.index.header.schema_identifier
        and before.environment == after.environment
    )
    common, in_old, in_new = np.intersect1d(before.ids, after.ids, assume_unique=True, return_indices=True)
    other_shapes = before.shape[in_old] != after.shape[in_new]
    elsewhere = _places(before)[in_old] != _places(after)[in_new]
    hosts = other_shapes | elsewhere
    left_behind = _left_behind((old, new), (in_old[hosts], in_new[hosts])) if comparable else _NO_IDS
    doubtful = np.union1d(_doubtful(before, after, comparable=comparable), left_behind)
    equal = after.rows[in_new][~np.isin(common, doubtful)]
    same_shape = comparable & ~other_shapes & np.isin(common, doubtful)
    other_shape = ~same_shape & np.isin(common, doubtful)
    with ThreadPoolExecutor(2) as pool:
        alike = same_shape & (before.appearance[in_old] == after.appearance[in_new])
        # What may have turned is looked at: it may look the same all the same.
        stayed = ~elsewhere & ~np.isin(common, left_behind)
        shapeless = before.rows[in_old][alike & stayed], after.rows[in_new][alike & stayed]
        old_view, new_view = pool.map(_view, (old, new), (doubtful, doubtful), shapeless)
    found = Candidates(
        old=old_view,
        new=new_view,
        equal=int(equal.size),
        equal_classes=frozenset(new.index.table.names[each] for each in np.unique(new.index.scan.types[equal])),
        same_shape=_guids(new.index, after.rows[in_new][same_shape]),
        same_look=_guids(new.index, after.rows[in_new][alike]),
        is_told_by_hashes=comparable and not old.index.repeats_ids and not new.index.repeats_ids,
        shapes=_shapes(new.index, after, in_new[other_shape], before.shape[in_old[other_shape]]),
    )
    new.index.let_go()  # Of its bytes GlobalIds were read, here and there.
    give_back()
    return found


def _left_behind(
    sources: tuple[Source, Source], hosts: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
) -> npt.NDArray[np.uint64]:
    """Return the hashes of the GlobalIds of what stands on `hosts`: elements of which shape or placement differs."""
    found = [
        each.index.global_ids.of(standing_on(each.index, each.elements.rows[of]))
        for each, of in zip(sources, hosts, strict=True)
    ]
    return np.asarray(np.setdiff1d(np.concatenate(found), [0]))


def _places(elements: ElementHashes) -> npt.NDArray[np.uint64]:
    """Return the hashes of the placements of the elements whose GlobalId is theirs alone, in their order."""
    return np.asarray(elements.places[np.searchsorted(elements.all_rows, elements.rows)])


def _guids(index: Index, rows: npt.NDArray[np.int64]) -> frozenset[str]:
    return frozenset(index.global_ids_of(rows))


def _shapes(
    index: Index, elements: ElementHashes, places: npt.NDArray[np.int64], old: npt.NDArray[np.uint64]
) -> dict[str, tuple[int, int]]:
    rows, new = elements.rows[places], elements.shape[places]
    return dict(zip(index.global_ids_of(rows), zip(old.tolist(), new.tolist(), strict=True), strict=True))


def _doubtful(before: ElementHashes, after: ElementHashes, *, comparable: bool) -> npt.NDArray[np.uint64]:
    """Return the hashes of the GlobalIds that have to be looked at, on whichever side they are."""
    if not comparable:
        return np.union1d(before.all_ids, after.all_ids)
    common, in_old, in_new = np.intersect1d(before.ids, after.ids, assume_unique=True, return_indices=True)
    differ = common[before.content[in_old] != after.content[in_new]]
    one_side = np.setxor1d(before.ids, after.ids, assume_unique=True)
    odd = np.union1d(before.odd, after.odd)
    return np.union1d(np.union1d(differ, one_side), odd)


def _view(source: Source, doubtful: npt.NDArray[np.uint64], shapeless: npt.NDArray[np.int64]) -> View:
    """Open what of a file is doubtful; what has the same shape in both files, and looks the same, is read without."""
    index, elements = source.index, source.elements
    rows = elements.all_rows[np.isin(elements.all_ids, doubtful)]
    ids = frozenset(int(each) for each in index.scan.ids[rows])
    if rows.size > _WHOLE_FROM * elements.total or index.repeats_ids:
        return View(source.opened(), ids, elements.total, index)
    with naming(source.side):
        return View(cut(index, rows, shapeless), ids, elements.total, index)
