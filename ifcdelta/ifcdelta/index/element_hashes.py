"""Relationships folded into the elements that they relate: one hash per element for all that a diff tells of it.

Two elements of one GlobalId and one content hash are equal in every aspect, in files of one schema and of the
same units. Compares nothing; knows no property, no material, no shape but by their fingerprints.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.dressing import appearances
from ifcdelta.index.fingerprint import identities_of
from ifcdelta.index.placements import Placements, placements
from ifcdelta.index.schema import IN_SCOPE, OBJECT, PRODUCT, REPRESENTATION, TYPE
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import BYTES, INT32, INT64, UINT64, compiled, helper
from ifcdelta.relations import RELATIONS, WHOLES, Held, Relation
from ifcdelta.step.hashing import combine, hash_bytes, mix
from ifcdelta.step.scan import VALID, argument_of

U64 = np.uint64

_CONTENT: Final = 0
_OF_TYPE: Final = 1
_FEATURE: Final = 2
_SAYING: Final = 3
"""How an element takes in what it is related to: by its content, with all that a type takes in, with what cuts it, with
all that the relationship itself says."""

_HIGHEST_WHOLE: Final = 64
_LONGEST_CHAIN: Final = 64
"""Of placements, each relative to the next."""


@dataclass(frozen=True)
class ElementHashes:
    """The elements in scope; the hashes are of those whose GlobalId is theirs alone, sorted by its hash."""

    ids: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.int64]
    content: npt.NDArray[np.uint64]
    """All that is told of an element."""
    shape: npt.NDArray[np.uint64]
    """Its representation and its features."""
    appearance: npt.NDArray[np.uint64]
    """What the items of its representation are dressed in."""
    all_ids: npt.NDArray[np.uint64]
    """Of every element in scope; 0: it has none."""
    all_rows: npt.NDArray[np.int64]
    places: npt.NDArray[np.uint64]
    """Of every element in scope the hash of its placement, which counts what it is relative to; 0: it has none."""
    odd: npt.NDArray[np.uint64]
    """GlobalIds that are missing, not valid, or several elements'."""
    environment: int
    """Hash of what gives all numbers their meaning: the units."""

    @property
    def total(self) -> int:
        """How many elements are in scope."""
        return int(self.all_rows.size)


def element_hashes(index: Index, hashes: npt.NDArray[np.uint64]) -> ElementHashes:
    """Return the elements of a file with their hashes; `hashes` are the instances' fingerprints."""
    kinds = index.table.kinds[index.scan.types]
    rows = index.rows_of_kind(IN_SCOPE)
    ids = index.global_ids.of(rows)
    alone = _alone(ids)
    order = np.argsort(ids[alone])
    kept = rows[alone][order]
    # What has a number for each instance is the most memory that a diff needs: each is let go before the next is made.
    appearance = appearances(index, hashes, kept)
    found = placements(index)
    content, features = _folded(index, hashes, kinds, found)
    of_elements = content[kept]
    del content
    of_wholes = _of_wholes(index, hashes, features, found.placed)[kept]
    shape = np.zeros(kept.size, np.uint64)
    _shapes(kept, (index.scan.ref_starts, index.refs, index.scan.slots), kinds, hashes, shape)
    return ElementHashes(
        ids=ids[alone][order],
        rows=kept,
        content=mix(hashes[kept] + of_elements + of_wholes + mix(appearance)),
        shape=mix(shape + features[kept] + of_wholes),
        appearance=appearance,
        all_ids=ids,
        all_rows=rows,
        places=_places(hashes, found.placed[rows]),
        odd=np.unique(ids[~alone | (ids & VALID == 0)]),
        environment=int(hashes[index.rows_of("IfcUnitAssignment")].sum(dtype=np.uint64)),
    )


def _places(hashes: npt.NDArray[np.uint64], placed: npt.NDArray[np.int32]) -> npt.NDArray[np.uint64]:
    """Return the hashes of placements by their rows; 0 of -1, which is none."""
    return np.where(placed >= 0, hashes[placed], U64(0))


def _alone(ids: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Tell which GlobalIds are there and occur once."""
    _, inverse, counts = np.unique(ids, return_inverse=True, return_counts=True)
    return np.asarray((counts[inverse] == 1) & (ids != 0))


def _folded(
    index: Index, hashes: npt.NDArray[np.uint64], kinds: npt.NDArray[np.uint8], found: Placements
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return per row the sum of what relationships add to it, and of what features do."""
    content, features = np.zeros(hashes.size, np.uint64), np.zeros(hashes.size, np.uint64)
    placed = found.placed, found.parents
    of_rows = index.scan.literals, identities_of(index), hashes
    arrays = index.scan.ref_starts, index.refs, index.scan.slots, kinds, of_rows, placed
    for relation in RELATIONS:
        if relation.name not in index.table.names:
            continue
        arguments, mode = index.table.ends(relation), _mode_of(relation)
        rows = index.rows_of_any(relation.name)
        role = U64(hash_bytes(relation.name.encode("ascii")))
        if relation.is_feature:
            _take_in(rows, arguments, role, mode, arrays, content, features)
        _take_in(rows, arguments, role, mode, arrays, content, content)
    return content, features


def _mode_of(relation: Relation) -> int:
    if relation.is_feature:
        return _FEATURE
    if relation.says:
        return _SAYING
    return _OF_TYPE if relation.held is Held.OCCURRENCE else _CONTENT


def _of_wholes(
    index: Index, hashes: npt.NDArray[np.uint64], features: npt.NDArray[np.uint64], placed: npt.NDArray[np.int32]
) -> npt.NDArray[np.uint64]:
    """Return per row what the features of the wholes that it is a part of add to it: the kernel cuts parts by them."""
    found = np.zeros(hashes.size, np.uint64)
    _add_from_wholes(wholes(index, WHOLES), features, placed, hashes, found)
    return found


def wholes(index: Index, relations: Iterable[Relation]) -> npt.NDArray[np.int32]:
    """Return the row of the whole that each row is a part of by one of the relationship classes; -1: there is none."""
    found = np.full(index.scan.types.size, -1, np.int32)
    arrays = index.scan.ref_starts, index.refs, index.scan.slots
    for relation in relations:
        _enter_wholes(index.rows_of_any(relation.name), index.table.ends(relation), arrays, found)
    return found


@compiled(INT64, (int, int), (INT32, INT32, INT32), INT32)
def _enter_wholes(rows: Any, arguments: Any, arrays: Any, wholes: Any) -> None:
    ref_starts, refs, slots = arrays
    for row in rows:
        whole = -1
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if argument_of(slots[at]) == arguments[1]:
                whole = refs[at]
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and argument_of(slots[at]) == arguments[0]:
                wholes[refs[at]] = whole


@compiled(INT32, UINT64, INT32, UINT64, UINT64)
def _add_from_wholes(wholes: Any, features: Any, placed: Any, hashes: Any, found: Any) -> None:
    """Add the features of all wholes above a part, and where it stands among them."""
    for row in range(wholes.size):
        whole, cutters = wholes[row], U64(0)
        for _ in range(_HIGHEST_WHOLE):
            if whole < 0:
                break
            cutters += features[whole]
            whole = wholes[whole]
        if cutters and placed[row] >= 0:
            found[row] = combine(cutters, hashes[placed[row]])


_RELATING: Final = INT32, INT32, INT32, BYTES, (UINT64, UINT64, UINT64), (INT32, INT32)


@compiled(INT64, (int, int), np.uint64, int, _RELATING, UINT64, UINT64)
def _take_in(rows: Any, arguments: Any, role: Any, mode: Any, arrays: Any, taken: Any, sums: Any) -> None:
    """Add to `sums` of each element what a relationship relates it to, which may be several things.

    `taken` has what these have taken in.
    """
    ref_starts, refs, slots, kinds, (literals, identities, hashes), (placed, parents) = arrays
    for row in rows:
        related = U64(0)
        if mode == _FEATURE:
            related = _between(row, ref_starts, refs, placed, parents, hashes)
        elif mode == _SAYING:
            related = combine(role, literals[row])
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target, argument = refs[at], argument_of(slots[at])
            is_told = argument != arguments[0] if mode == _SAYING else argument == arguments[1]
            if target < 0 or not is_told:
                continue
            value = _meant(target, mode, kinds, identities, hashes, taken)
            related += combine(role + U64(argument) if mode == _SAYING else role, value)
        if mode == _SAYING:
            related = mix(related)
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target >= 0 and argument_of(slots[at]) == arguments[0]:
                sums[target] += related


@helper
def _meant(target: Any, mode: Any, kinds: Any, identities: Any, hashes: Any, taken: Any) -> Any:
    """Return what stands for an instance that something is related to: an object's own GlobalId, or the content."""
    if mode == _OF_TYPE:
        return mix(identities[target] ^ mix(hashes[target] + taken[target]))
    if mode == _FEATURE:
        return mix(hashes[target] + taken[target])
    is_known = kinds[target] & OBJECT and identities[target]
    return identities[target] if is_known else hashes[target]


@helper
def _between(row: Any, ref_starts: Any, refs: Any, placed: Any, parents: Any, hashes: Any) -> Any:
    """Return the sum of the placements that are between the host and the feature of a relationship.

    A feature need not stand relative to its host: where one of the two moves, the other may stay.
    """
    total = U64(0)
    for at in range(ref_starts[row], ref_starts[row + 1]):
        placement = placed[refs[at]] if refs[at] >= 0 else -1
        for _ in range(_LONGEST_CHAIN):
            if placement < 0:
                break
            if not _is_above_all(placement, row, ref_starts, refs, placed, parents):
                total += hashes[placement]
            placement = parents[placement]
    return total


@helper
def _is_above_all(wanted: Any, row: Any, ref_starts: Any, refs: Any, placed: Any, parents: Any) -> Any:
    """Tell whether all that a relationship relates, and that is placed, stands relative to a placement."""
    for at in range(ref_starts[row], ref_starts[row + 1]):
        placement = placed[refs[at]] if refs[at] >= 0 else -1
        is_placed = placement >= 0
        for _ in range(_LONGEST_CHAIN):
            if placement < 0 or placement == wanted:
                break
            placement = parents[placement]
        if is_placed and placement != wanted:
            return False
    return True


@compiled(INT64, (INT32, INT32, INT32), BYTES, UINT64, UINT64)
def _shapes(rows: Any, references: Any, kinds: Any, hashes: Any, shape: Any) -> None:
    ref_starts, refs, slots = references
    for number in range(rows.size):
        row = rows[number]
        if kinds[row] & (PRODUCT | TYPE):
            for at in range(ref_starts[row], ref_starts[row + 1]):
                if refs[at] >= 0 and argument_of(slots[at]) == REPRESENTATION:
                    shape[number] += combine(U64(slots[at]), hashes[refs[at]])
