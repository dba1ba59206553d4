"""Relationships folded into the elements that they relate: one hash per element for all that a diff tells of it.

Two elements of one GlobalId and one content hash are equal in every aspect, in files of one schema and of the
same units. Compares nothing; knows no property, no material, no shape but by their fingerprints.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from ifcdelta.fingerprint import fingerprints, own_ids
from ifcdelta.hashing import combine, hash_bytes, mix
from ifcdelta.index import Index
from ifcdelta.scan import VALID, argument_of
from ifcdelta.schema_table import FEATURE, IN_SCOPE, OBJECT, PLACEMENT, PRODUCT, TYPE

U64 = np.uint64

_CONTENT: Final = 0
_OF_TYPE: Final = 1
_FEATURE: Final = 2


class Relation(NamedTuple):
    """A relationship class, whose elements take in what it relates them to."""

    name: str
    elements: str
    """The attribute that holds the elements."""
    related: str
    """The attribute that holds what they are related to."""
    mode: int = _CONTENT

    @property
    def is_feature(self) -> bool:
        """Whether what an element is related to is a feature of its shape."""
        return self.mode == _FEATURE


RELATIONS: Final = (
    Relation("IfcRelDefinesByProperties", "RelatedObjects", "RelatingPropertyDefinition"),
    Relation("IfcRelAssociatesMaterial", "RelatedObjects", "RelatingMaterial"),
    Relation("IfcRelAssociatesClassification", "RelatedObjects", "RelatingClassification"),
    Relation("IfcRelContainedInSpatialStructure", "RelatedElements", "RelatingStructure"),
    Relation("IfcRelAggregates", "RelatedObjects", "RelatingObject"),
    Relation("IfcRelNests", "RelatedObjects", "RelatingObject"),
    Relation("IfcRelConnectsPortToElement", "RelatingPort", "RelatedElement"),
    Relation("IfcRelAssignsToGroup", "RelatedObjects", "RelatingGroup"),
    Relation("IfcRelVoidsElement", "RelatingBuildingElement", "RelatedOpeningElement", _FEATURE),
    Relation("IfcRelProjectsElement", "RelatingElement", "RelatedFeatureElement", _FEATURE),
    Relation("IfcRelAdheresToElement", "RelatingElement", "RelatedSurfaceFeatures", _FEATURE),
    Relation("IfcRelDefinesByType", "RelatedObjects", "RelatingType", _OF_TYPE),
)
"""What an element is told by, beside its own attributes; types last, which take in the others before."""

WHOLES: Final = ("IfcRelAggregates", "IfcRelNests")
"""What makes an element a part, which IfcOpenShell cuts by the features of its whole."""
_HIGHEST_WHOLE: Final = 64
_LONGEST_CHAIN: Final = 64
"""Of placements, each relative to the next."""

_REPRESENTATION: Final = 6
"""Argument of IfcProduct.Representation and of IfcTypeProduct.RepresentationMaps, in every schema."""


@dataclass(frozen=True)
class Elements:
    """The elements in scope; the hashes are of those whose GlobalId is theirs alone, sorted by its hash."""

    ids: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.int64]
    content: npt.NDArray[np.uint64]
    """All that is told of an element."""
    shape: npt.NDArray[np.uint64]
    """Its representation and its features."""
    all_ids: npt.NDArray[np.uint64]
    """Of every element in scope; 0: it has none."""
    all_rows: npt.NDArray[np.int64]
    odd: npt.NDArray[np.uint64]
    """GlobalIds that are missing, not valid, or several elements'."""
    environment: int
    """Hash of what gives all numbers their meaning: the units."""

    @property
    def total(self) -> int:
        """How many elements are in scope."""
        return int(self.all_rows.size)


def fold(index: Index) -> Elements:
    """Return the elements of a file with their hashes."""
    hashes = fingerprints(index)
    kinds = index.table.kinds[index.scan.types]
    content, features = _folded(index, hashes, kinds)
    of_wholes = _of_wholes(index, hashes, kinds, features)
    shape = np.zeros(hashes.size, np.uint64)
    _shapes(index.scan.ref_starts, index.refs, index.scan.slots, kinds, hashes, shape)
    rows = np.flatnonzero(kinds & IN_SCOPE)
    ids = index.scan.global_ids[rows]
    alone = _alone(ids)
    order = np.argsort(ids[alone])
    kept = rows[alone][order]
    return Elements(
        ids=index.scan.global_ids[kept],
        rows=kept,
        content=_mixed(hashes[kept] + content[kept] + of_wholes[kept]),
        shape=_mixed(shape[kept] + features[kept] + of_wholes[kept]),
        all_ids=ids,
        all_rows=rows,
        odd=np.unique(ids[~alone | (ids & VALID == 0)]),
        environment=int(hashes[index.rows_of("IfcUnitAssignment")].sum(dtype=np.uint64)),
    )


def _alone(ids: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Tell which GlobalIds are there and occur once."""
    _, inverse, counts = np.unique(ids, return_inverse=True, return_counts=True)
    return np.asarray((counts[inverse] == 1) & (ids != 0))


def _folded(
    index: Index, hashes: npt.NDArray[np.uint64], kinds: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return per row the sum of what relationships add to it, and of what features do."""
    content, features = np.zeros(hashes.size, np.uint64), np.zeros(hashes.size, np.uint64)
    arrays = index.scan.ref_starts, index.refs, index.scan.slots, kinds, own_ids(index, kinds), hashes
    for relation in RELATIONS:
        if relation.name not in index.table.names:
            continue
        arguments = (
            index.table.argument(relation.name, relation.elements),
            index.table.argument(relation.name, relation.related),
        )
        rows = np.flatnonzero(index.table.subclasses(relation.name)[index.scan.types])
        role = U64(hash_bytes(relation.name.encode("ascii")))
        _take_in(rows, arguments, role, relation.mode, arrays, content)
        if relation.mode == _FEATURE:
            _take_in(rows, arguments, role, relation.mode, arrays, features)
    return content, features


def _of_wholes(
    index: Index, hashes: npt.NDArray[np.uint64], kinds: npt.NDArray[np.uint8], features: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Return per row what the features of the wholes that it is a part of add to it: the kernel cuts parts by them."""
    arrays = index.scan.ref_starts, index.refs, index.scan.slots, kinds, hashes
    found = np.zeros(hashes.size, np.uint64)
    _add_from_wholes(wholes(index, WHOLES), features, arrays, found)
    return found


def wholes(index: Index, relations: Iterable[str]) -> npt.NDArray[np.int32]:
    """Return the row of the whole that each row is a part of by one of the relationship classes; -1: there is none."""
    found = np.full(index.scan.types.size, -1, np.int32)
    arrays = index.scan.ref_starts, index.refs, index.scan.slots
    for name in relations:
        arguments = index.table.argument(name, "RelatedObjects"), index.table.argument(name, "RelatingObject")
        rows = np.flatnonzero(index.table.subclasses(name)[index.scan.types])
        _enter_wholes(rows, arguments, arrays, found)
    return found


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def _add_from_wholes(wholes: Any, features: Any, arrays: Any, found: Any) -> None:
    """Add the features of all wholes above a part, and where it stands among them."""
    ref_starts, refs, _, kinds, hashes = arrays
    for row in range(wholes.size):
        whole, cutters = wholes[row], U64(0)
        for _ in range(_HIGHEST_WHOLE):
            if whole < 0:
                break
            cutters += features[whole]
            whole = wholes[whole]
        if not cutters:
            continue
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and kinds[refs[at]] & PLACEMENT:
                found[row] = combine(cutters, hashes[refs[at]])


@njit(cache=True, nogil=True)
def _take_in(rows: Any, arguments: Any, role: Any, mode: Any, arrays: Any, sums: Any) -> None:
    """Add to `sums` of each element what a relationship relates it to, which may be several things."""
    ref_starts, refs, slots, kinds, identities, hashes = arrays
    for row in rows:
        related = U64(0)
        if mode == _FEATURE:
            related = _between(row, ref_starts, refs, slots, kinds, hashes)
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target < 0 or argument_of(slots[at]) != arguments[1]:
                continue
            if mode == _OF_TYPE:
                value = mix(identities[target] ^ mix(hashes[target] + sums[target]))
            elif mode == _CONTENT and kinds[target] & OBJECT and identities[target]:
                value = identities[target]
            else:
                value = hashes[target]
            related += combine(role, value)
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target >= 0 and argument_of(slots[at]) == arguments[0]:
                sums[target] += related


@njit(cache=True, nogil=True)
def _between(row: Any, ref_starts: Any, refs: Any, slots: Any, kinds: Any, hashes: Any) -> Any:
    """Return the sum of the placements that are between the host and the feature of a relationship.

    A feature need not stand relative to its host: where one of the two moves, the other may stay.
    """
    total = U64(0)
    for at in range(ref_starts[row], ref_starts[row + 1]):
        placement = _placement(refs[at], -1, ref_starts, refs, slots, kinds)
        for _ in range(_LONGEST_CHAIN):
            if placement < 0:
                break
            if not _is_above_all(placement, row, ref_starts, refs, slots, kinds):
                total += hashes[placement]
            placement = _placement(placement, 0, ref_starts, refs, slots, kinds)
    return total


@njit(cache=True, nogil=True)
def _is_above_all(wanted: Any, row: Any, ref_starts: Any, refs: Any, slots: Any, kinds: Any) -> Any:
    """Tell whether all that a relationship relates, and that is placed, stands relative to a placement."""
    for at in range(ref_starts[row], ref_starts[row + 1]):
        placement = _placement(refs[at], -1, ref_starts, refs, slots, kinds)
        is_placed = placement >= 0
        for _ in range(_LONGEST_CHAIN):
            if placement < 0 or placement == wanted:
                break
            placement = _placement(placement, 0, ref_starts, refs, slots, kinds)
        if is_placed and placement != wanted:
            return False
    return True


@njit(cache=True, nogil=True)
def _placement(row: Any, argument: Any, ref_starts: Any, refs: Any, slots: Any, kinds: Any) -> Any:
    """Return the row of the placement that an instance refers to in an argument (-1: in any); -1: there is none."""
    if row >= 0:
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and kinds[refs[at]] & PLACEMENT and argument in (-1, argument_of(slots[at])):
                return refs[at]
    return -1


@njit(cache=True, nogil=True)
def _shapes(ref_starts: Any, refs: Any, slots: Any, kinds: Any, hashes: Any, shape: Any) -> None:
    for row in range(kinds.size):
        if kinds[row] & (PRODUCT | TYPE | FEATURE):
            for at in range(ref_starts[row], ref_starts[row + 1]):
                if refs[at] >= 0 and argument_of(slots[at]) == _REPRESENTATION:
                    shape[row] += combine(U64(slots[at]), hashes[refs[at]])


@njit(cache=True, nogil=True)
def _mixed(sums: Any) -> Any:
    mixed = np.empty_like(sums)
    for at in range(sums.size):
        mixed[at] = mix(sums[at])
    return mixed
