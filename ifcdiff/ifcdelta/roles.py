"""Relationships folded into the elements they relate: one hash per element and group of aspects. Compares no value.

In scope is what the result file speaks of: every IfcProduct but features, types, groups, the project. An element's
`total` covers, besides its own content (with its chain of placements and its contexts):

- what each relationship gives it and the others that this relationship relates: property sets, quantities, materials
  and classifications with their content; objects by GlobalId; both directions;
- what its type hands down (IfcRelDefinesByType): property sets, shapes, and what is given to the type;
- features of it (IfcRelVoidsElement, IfcRelProjectsElement, IfcRelAdheresToElement) with shape and place, and those of
  the wholes it is a part of, which cut it too.

Equal totals mean that no aspect changed. The file's units and schema count for all: where `model` differs, every
element may have changed.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ifcdelta.compiled import compiled, mix
from ifcdelta.fingerprint import Fingerprints, contents
from ifcdelta.index import Hashes, Index, Rows

IN_SCOPE: Final = ("IfcProduct", "IfcTypeObject", "IfcGroup", "IfcProject")
FEATURE: Final = "IfcFeatureElement"
FEATURE_RELATIONS: Final = ("IfcRelVoidsElement", "IfcRelProjectsElement", "IfcRelAdheresToElement")
RELATING: Final = (
    "RelatingObject", "RelatingProcess", "RelatingProduct", "RelatingGroup", "RelatingResource", "RelatingControl",
    "RelatingActor", "RelatingType", "RelatingStructure", "RelatingBuildingElement", "RelatingElement", "RelatingSystem",
    "RelatingSpace", "RelatingOpeningElement", "RelatingPort", "RelatingContext", "RelatingPositioningElement",
    "RelatingStructuralMember",
)  # fmt: skip
"""Attributes of relationships that name the one that the others belong to."""

_ALL: Final = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_NOTHING: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_DANGLING: Final = np.uint64(0x0DA1_6713)
_IN_HOST: Final = np.uint64(0x1057)
_LONGEST_CHAIN: Final = 64


@dataclass(frozen=True, eq=False)
class Elements:
    """The elements of one file whose GlobalId is theirs alone, by row; hashes beside them."""

    index: Index
    rows: Rows
    identity: Hashes
    """Hash of the GlobalId."""
    total: Hashes
    """All aspects."""
    shape: Hashes
    """Representations and features, apart from the place of the element."""
    placement: Hashes
    """The whole chain of placements."""
    repeated: Rows
    """Elements that share their GlobalId with another."""
    nameless: Rows
    """Elements without a GlobalId."""
    model: int
    """The file's schema and units."""

    @cached_property
    def element_hash(self) -> dict[str, int]:
        """`total` by GlobalId."""
        guids = self.index.global_ids(self.rows)
        return {str(guid): int(total) for guid, total in zip(guids, self.total, strict=True)}


@dataclass(frozen=True, eq=False)
class Difference:
    """Where two models may differ; each an array of rows, in the order of the GlobalIds' hashes."""

    added: Rows
    deleted: Rows
    old: Rows
    new: Rows
    """Candidates: `old[i]` and `new[i]` have one GlobalId and another total."""
    shape: NDArray[np.bool_]
    """Which candidates' shapes may differ."""
    placement: NDArray[np.bool_]
    """Which candidates' placements may differ."""
    unchanged: int


def difference(old: Elements, new: Elements) -> Difference:
    """Return which elements are on one side alone, and which are on both and may have changed."""
    _, left, right = np.intersect1d(old.identity, new.identity, assume_unique=True, return_indices=True)
    is_all = old.model != new.model
    may = (old.total[left] != new.total[right]) | is_all
    candidates_old, candidates_new = left[may], right[may]
    return Difference(
        added=np.delete(new.rows, right),
        deleted=np.delete(old.rows, left),
        old=old.rows[candidates_old],
        new=new.rows[candidates_new],
        shape=(old.shape[candidates_old] != new.shape[candidates_new]) | is_all,
        placement=(old.placement[candidates_old] != new.placement[candidates_new]) | is_all,
        unchanged=int(np.count_nonzero(~may)),
    )


def fold(index: Index, hashes: Fingerprints) -> Elements:
    """Return the elements of a file with their hashes."""
    rows, repeated, nameless = _scope(index)
    given, members = _related(index, hashes)
    features = _features(index, hashes)
    of_wholes, inherited = _of_wholes(index, features), _inherited(index, hashes, given)
    placement = _content(index, hashes, rows, "ObjectPlacement")
    cut_by_whole = np.where(of_wholes[rows] != _NOTHING, placement, _NOTHING)
    shape = _mixed(
        _content(index, hashes, rows, "Representation", "RepresentationMaps"),
        features[rows], of_wholes[rows], cut_by_whole,
    )  # fmt: skip
    everything = contents(index, hashes, rows, np.full(len(rows), _ALL))
    total = _mixed(index.own_hash[rows], everything, given[rows], members[rows], inherited[rows], shape)
    identity = index.identity[rows]
    return Elements(index, rows, identity, total, shape, placement, repeated, nameless, _model(index, hashes))


def _scope(index: Index) -> tuple[Rows, Rows, Rows]:
    in_scope = index.rows_where(index.table.are(*IN_SCOPE) & ~index.table.are(FEATURE))
    in_scope = in_scope[~np.isin(index.ids[in_scope], index.duplicates)] if index.duplicates else in_scope
    nameless = in_scope[index.identity[in_scope] == _NOTHING]
    named = in_scope[index.identity[in_scope] != _NOTHING]
    _, place, count = np.unique(index.identity[named], return_inverse=True, return_counts=True)
    is_alone = count[place] == 1
    return named[is_alone], named[~is_alone], nameless


def _content(index: Index, hashes: Fingerprints, rows: Rows, *attributes: str) -> Hashes:
    return contents(index, hashes, rows, index.table.bits(*attributes)[index.type_of[rows]])


def _mixed(*columns: Hashes) -> Hashes:
    return np.asarray(_mix_columns(columns))


def _model(index: Index, hashes: Fingerprints) -> int:
    units = _content(index, hashes, index.rows_of("IfcProject"), "UnitsInContext")
    named = repr((index.schema, sorted(units.tolist()))).encode()
    return int.from_bytes(hashlib.blake2b(named, digest_size=8).digest())


def _columns(index: Index) -> tuple[np.ndarray, ...]:
    return index.ref_start, index.refs, index.ref_attribute, index.type_of, index.own_hash


def _related(index: Index, hashes: Fingerprints) -> tuple[Hashes, Hashes]:
    """Return, by row, what relationships give to each instance, and what they put under it."""
    given, members = np.zeros(len(index), np.uint64), np.zeros(len(index), np.uint64)
    rows = index.rows_of("IfcRelationship")
    relating = index.table.bits(*RELATING)
    _relate(_columns(index), index.table.masks, relating, hashes.entry, hashes.role, rows, given, members)
    return given, members


def _features(index: Index, hashes: Fingerprints) -> Hashes:
    """Return, by row, what is cut out of or put onto each host."""
    found = np.zeros(len(index), np.uint64)
    rows = index.rows_of(*FEATURE_RELATIONS)
    bits = index.table.bits(*RELATING), index.table.bits("ObjectPlacement"), index.table.bits("Representation")
    _add_features(_columns(index), bits, hashes.entry, hashes.role, rows, found)
    return found


def _of_wholes(index: Index, features: Hashes) -> Hashes:
    """Return, by row, the features of all wholes above it."""
    wholes = np.full(len(index), -1, np.int32)
    rows = index.rows_of("IfcRelAggregates", "IfcRelNests")
    _parents(_columns(index), index.table.masks, index.table.bits(*RELATING), rows, wholes)
    return np.asarray(_sum_above(wholes, features))


def _inherited(index: Index, hashes: Fingerprints, given: Hashes) -> Hashes:
    """Return, by row, what its types hand down."""
    rows = index.rows_of("IfcRelDefinesByType")
    types = index.rows_of("IfcTypeObject")
    handed, found = np.zeros(len(index), np.uint64), np.zeros(len(index), np.uint64)
    handed[types] = _mixed(_content(index, hashes, types, "HasPropertySets", "RepresentationMaps"), given[types])
    _hand_down(_columns(index), index.table.masks, index.table.bits(*RELATING), rows, handed, found)
    return found


@compiled
def _mix_columns(columns):  # type: ignore[no-untyped-def]
    found = np.zeros(columns[0].size, np.uint64)
    for place in range(found.size):
        for column in columns:
            found[place] = mix(found[place], column[place])
    return found


@compiled
def _bit(attribute):  # type: ignore[no-untyped-def]
    return _ONE << np.uint64(attribute) if attribute < 64 else _NOTHING


@compiled
def _target(columns, row, wanted):  # type: ignore[no-untyped-def]
    """Return the first row referred to in the wanted attributes; -1 where there is none."""
    ref_start, refs, attributes, _, _ = columns
    for place in range(ref_start[row], ref_start[row + 1]):
        if _bit(attributes[place]) & wanted != _NOTHING:
            return refs[place]
    return np.int32(-1)


@compiled
def _entered(entry, role, target, attribute):  # type: ignore[no-untyped-def]
    """Return what a relationship's reference stands for: objects by GlobalId alone."""
    if target < 0:
        return mix(_DANGLING, np.uint64(attribute))
    return mix(role[target] if role[target] != _NOTHING else entry[target], np.uint64(attribute))


@compiled
def _relate(columns, masks, relating, entry, role, rows, given, members):  # type: ignore[no-untyped-def]
    """Add to each related instance what the relationship relates it to, but for others in its own attribute."""
    ref_start, refs, attributes, type_of, own = columns
    sums = np.zeros(256, np.uint64)
    for row in rows:
        skipped = masks[type_of[row], 0]
        total = _NOTHING
        sums[:] = _NOTHING
        for place in range(ref_start[row], ref_start[row + 1]):
            attribute = attributes[place]
            if skipped & _bit(attribute) == _NOTHING:
                value = _entered(entry, role, refs[place], attribute)
                total += value
                sums[attribute] += value
        for place in range(ref_start[row], ref_start[row + 1]):
            attribute, target = attributes[place], refs[place]
            if target >= 0 and skipped & _bit(attribute) == _NOTHING:
                value = mix(mix(own[row], total - sums[attribute]), np.uint64(attribute))
                if relating[type_of[row]] & _bit(attribute) != _NOTHING:
                    members[target] += value
                else:
                    given[target] += value


@compiled
def _add_features(columns, bits, entry, role, rows, found):  # type: ignore[no-untyped-def]
    """Add to each host its features' shapes and their places in the host's frame."""
    ref_start, refs, attributes, type_of, own = columns
    relating, placed, shown = bits
    for row in rows:
        host = _target(columns, row, relating[type_of[row]])
        if host < 0:
            continue
        frame = _target(columns, host, placed[type_of[host]])
        for place in range(ref_start[row], ref_start[row + 1]):
            feature = refs[place]
            if feature < 0 or feature == host or role[feature] == _NOTHING:
                continue
            value = mix(mix(own[feature], role[feature]), _IN_HOST)
            shape = _target(columns, feature, shown[type_of[feature]])
            value = mix(value, entry[shape] if shape >= 0 else _NOTHING)
            found[host] += mix(value, _place_in(columns, entry, _target(columns, feature, placed[type_of[feature]]), frame))


@compiled
def _place_in(columns, entry, placement, frame):  # type: ignore[no-untyped-def]
    """Hash a placement in a frame: the relative one where the frame is its parent, else both chains."""
    if placement < 0:
        return _NOTHING
    if frame >= 0 and _target(columns, placement, _ONE) == frame:
        relative = _target(columns, placement, _ONE + _ONE)
        return mix(_IN_HOST, entry[relative] if relative >= 0 else _NOTHING)
    return mix(entry[placement], entry[frame] if frame >= 0 else _NOTHING)


@compiled
def _parents(columns, masks, relating, rows, parents):  # type: ignore[no-untyped-def]
    """Enter the one that each related instance belongs to."""
    ref_start, refs, attributes, type_of, _ = columns
    for row in rows:
        parent = _target(columns, row, relating[type_of[row]])
        for place in range(ref_start[row], ref_start[row + 1]):
            bit = _bit(attributes[place])
            if refs[place] >= 0 and (relating[type_of[row]] | masks[type_of[row], 0]) & bit == _NOTHING:
                parents[refs[place]] = parent


@compiled
def _hand_down(columns, masks, relating, rows, handed, found):  # type: ignore[no-untyped-def]
    """Add to each related instance what the relating one hands down."""
    ref_start, refs, attributes, type_of, _ = columns
    for row in rows:
        parent = _target(columns, row, relating[type_of[row]])
        for place in range(ref_start[row], ref_start[row + 1]):
            bit = _bit(attributes[place])
            if parent >= 0 and refs[place] >= 0 and (relating[type_of[row]] | masks[type_of[row], 0]) & bit == _NOTHING:
                found[refs[place]] += handed[parent]


@compiled
def _sum_above(parents, values):  # type: ignore[no-untyped-def]
    found = np.zeros(parents.size, np.uint64)
    for row in range(parents.size):
        above = parents[row]
        for _ in range(_LONGEST_CHAIN):
            if above < 0:
                break
            found[row] += values[above]
            above = parents[above]
    return found
