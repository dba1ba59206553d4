"""A small file out of a big one: some elements, all that they refer to, and the relationships that tell of them.

IfcOpenShell reads of the cut what it would read of the whole: properties, types, materials, containers, groups,
placements and shapes with their openings. Relationships keep only the members that the cut has.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import ifcopenshell
import numpy as np
import numpy.typing as npt
from numba import njit

from ifcdelta.header import renamed
from ifcdelta.index import Index
from ifcdelta.roles import RELATIONS, Relation
from ifcdelta.scan import argument_of
from ifcdelta.schema_table import FEATURE, OBJECT, PLACEMENT, PRODUCT, TYPE

_REFERENCE: Final = re.compile(rb"'(?:[^']|'')*'|/\*.*?\*/|#(\d+)", re.DOTALL)
_MARK: Final = re.compile(rb"'(?:[^']|'')*'|/\*.*?\*/|[(),]", re.DOTALL)
_ALWAYS: Final = ("IfcProject", "IfcSite", "IfcCoordinateOperation")
"""What the comparison of the models themselves reads."""

_PROPERTIES: Final = frozenset({"IfcRelDefinesByProperties"})
_OF_TYPE: Final = _PROPERTIES | {"IfcRelAssociatesMaterial", "IfcRelAssociatesClassification"}
_FEATURES: Final = frozenset(relation.name for relation in RELATIONS if relation.is_feature)
_UPWARD: Final = frozenset({"IfcRelContainedInSpatialStructure", "IfcRelAggregates", "IfcRelNests"})
_ONWARD: Final = {
    "IfcRelDefinesByType": _OF_TYPE,
    "IfcRelConnectsPortToElement": _UPWARD,
    **dict.fromkeys(_UPWARD, _UPWARD),
}
"""What is followed from an object that a relationship leads to: what a type hands down, the way up to the storey."""

_LONGEST_GAP: Final = 8
"""Bytes between instances that are copied with them: white space, and no end of a section."""

_REPRESENTATION: Final = 6
"""Argument of IfcProduct.Representation and of IfcTypeProduct.RepresentationMaps, in every schema."""


def cut(index: Index, rows: Iterable[int], shapeless: Iterable[int] = ()) -> ifcopenshell.file:
    """Return the file of the instances at `rows` with all that belongs to them; STEP ids are kept.

    Those of them that are `shapeless` too come without representation and features: what most of a cut consists of.
    """
    belonging = _belonging(index, rows, frozenset(int(row) for row in shapeless))
    with tempfile.NamedTemporaryFile(suffix=".ifc") as file:
        file.write(renamed(bytes(index.data[: index.header.data]), index.header))
        file.writelines(_pieces(index, belonging))
        file.write(b"\nENDSEC;\nEND-ISO-10303-21;\n")
        file.flush()
        opened = ifcopenshell.open(Path(file.name))
    assert isinstance(opened, ifcopenshell.file)  # noqa: S101 - the suffix says STEP
    return opened


@dataclass
class _Belonging:
    """What a cut holds."""

    members: npt.NDArray[np.uint8]
    """Per row: 1 where it belongs to the cut."""
    relationships: dict[int, int] = field(default_factory=dict)
    """The relationships among them, with the number of the argument that holds their elements."""
    shapeless: set[int] = field(default_factory=set)
    """The objects among them that are there for their names alone."""


def _belonging(index: Index, rows: Iterable[int], shapeless: frozenset[int]) -> _Belonging:
    kinds = index.table.kinds[index.scan.types]
    owners = _owners(index, kinds)
    everything = frozenset(relation.name for relation in RELATIONS)
    followed = [(relation, _Followed(index, relation)) for relation in RELATIONS if relation.name in index.table.names]
    found = _Belonging(np.zeros(kinds.size, np.uint8))
    seen: set[tuple[int, str]] = set()
    asked = {int(row) for row in rows}
    whole = asked - shapeless
    waiting = [(row, everything if row in whole else everything - _FEATURES) for row in asked]
    waiting += [(row, _PROPERTIES) for row in _always(index)]
    while waiting:
        row, names = waiting.pop()
        with_shape = row in whole or not kinds[row] & (PRODUCT | TYPE)
        if not with_shape:
            found.shapeless.add(row)
        reached = _close(row, index, found.members, with_shape=with_shape)
        placed = reached[(kinds[reached] & PLACEMENT) > 0]
        waiting += [(int(owner), frozenset()) for owner in owners[placed] if owner >= 0]
        for relation, relationships in followed:
            if relation.name not in names or (row, relation.name) in seen:
                continue
            seen.add((row, relation.name))
            for relationship in relationships.of(row):
                found.relationships[relationship] = relationships.elements
                found.members[relationship] = 1
                for target in relationships.related_to(relationship):
                    if kinds[target] & FEATURE:
                        whole.add(target)
                    waiting.append((target, _ONWARD.get(relation.name, frozenset())))
    found.shapeless -= whole
    _add_skipped(index, found.members)
    return found


def _always(index: Index) -> Iterator[int]:
    for name in _ALWAYS:
        if name in index.table.names:
            yield from (int(row) for row in np.flatnonzero(index.table.subclasses(name)[index.scan.types]))


class _Followed:
    """One kind of relationship of a file: what relates an element, and to what."""

    def __init__(self, index: Index, relation: Relation) -> None:
        self.elements = index.table.argument(relation.name, relation.elements)
        rows = np.flatnonzero(index.table.subclasses(relation.name)[index.scan.types])
        self._of_element = _pairs(index, rows, self.elements)
        related = index.table.argument(relation.name, relation.related)
        targets, relationships = _pairs(index, rows, related)
        order = np.argsort(relationships, kind="stable")
        self._related = relationships[order], targets[order]

    def of(self, element: int) -> list[int]:
        """Return the rows of the relationships of an element."""
        return _second(self._of_element, element)

    def related_to(self, relationship: int) -> list[int]:
        """Return the rows of what a relationship relates its elements to."""
        return _second(self._related, relationship)


_Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


def _second(pairs: _Pairs, first: int) -> list[int]:
    """Return what is paired with `first`; pairs are sorted by their first."""
    begin, end = np.searchsorted(pairs[0], [first, first + 1])
    return [int(each) for each in pairs[1][begin:end]]


def _pairs(index: Index, rows: npt.NDArray[np.int64], argument: int) -> _Pairs:
    """Return what the instances at `rows` refer to in an argument, sorted, each with the row that refers to it."""
    starts, counts = index.scan.ref_starts[rows], np.diff(index.scan.ref_starts)[rows]
    owners = np.repeat(rows, counts)
    places = np.arange(owners.size) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
    wanted = (index.scan.slots[places] >> 24 == argument) & (index.refs[places] >= 0)
    targets, owners = index.refs[places][wanted].astype(np.int64), owners[wanted]
    order = np.argsort(targets, kind="stable")
    return targets[order], owners[order]


def _owners(index: Index, kinds: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """Return per row of a placement the row of an object that it places, -1 where there is none."""
    owners = np.full(kinds.size, -1, np.int32)
    rows = np.flatnonzero(kinds & OBJECT)
    counts = np.diff(index.scan.ref_starts)[rows]
    places = np.arange(counts.sum()) + np.repeat(index.scan.ref_starts[rows] - (np.cumsum(counts) - counts), counts)
    targets = index.refs[places]
    placed = (targets >= 0) & ((kinds[targets] & PLACEMENT) > 0)
    owners[targets[placed]] = np.repeat(rows, counts)[placed]
    return owners


def _close(row: int, index: Index, members: npt.NDArray[np.uint8], *, with_shape: bool = True) -> npt.NDArray[np.int32]:
    """Add an instance and all that it refers to, its representation if asked for; return the rows that it reaches."""
    without = -1 if with_shape else _REPRESENTATION
    return np.asarray(_reach(row, without, index.scan.ref_starts, index.refs, index.scan.slots, members))


@njit(cache=True)
def _reach(row: Any, without: Any, ref_starts: Any, refs: Any, slots: Any, members: Any) -> Any:
    reached = [np.int32(row)]
    members[row] = 1
    at = 0
    while at < len(reached):
        for place in range(ref_starts[reached[at]], ref_starts[reached[at] + 1]):
            target = refs[place]
            if target >= 0 and not members[target] and not (at == 0 and argument_of(slots[place]) == without):
                members[target] = 1
                reached.append(target)
        at += 1
    return np.array(reached)


def _add_skipped(index: Index, members: npt.NDArray[np.uint8]) -> None:
    """Add what the scan passes over: owner histories, and what a context says beside its axes."""
    skips = index.table.masks[index.scan.types, 0]
    ids: set[int] = set()
    for row in np.flatnonzero(members.astype(bool) & (skips > 0)):
        text = index.text(int(row))
        for argument in range(int(skips[row]).bit_length()):
            if skips[row] >> argument & 1:
                begin, end = _span(text, argument)
                ids.update(int(match[1]) for match in _REFERENCE.finditer(text, begin, end) if match[1])
    for each in index.rows_with_ids(ids):
        _close(each, index, members)


def _pieces(index: Index, belonging: _Belonging) -> Iterator[bytes]:
    """Yield the instances' text: those that follow one another unchanged in one piece."""
    rows = np.flatnonzero(belonging.members)
    is_rewritten = np.isin(rows, [*belonging.relationships, *belonging.shapeless])
    gaps = index.scan.starts[rows[1:]] - index.scan.ends[rows[:-1]]
    parted = (np.diff(rows) > 1) | (gaps > _LONGEST_GAP) | is_rewritten[1:] | is_rewritten[:-1]
    firsts = np.flatnonzero(np.append(True, parted)) if rows.size else rows
    for first, last in zip(firsts.tolist(), [*(firsts[1:] - 1).tolist(), rows.size - 1], strict=False):
        yield b"\n"
        if is_rewritten[first]:
            yield _text(int(rows[first]), index, belonging)
        else:
            yield index.data[index.scan.starts[rows[first]] : index.scan.ends[rows[last]]].tobytes()


def _text(row: int, index: Index, belonging: _Belonging) -> bytes:
    """Return an instance's text without what the cut has not."""
    text = index.text(row)
    if row in belonging.relationships:
        begin, end = _span(text, belonging.relationships[row])
        ids = [int(match[1]) for match in _REFERENCE.finditer(text[begin:end]) if match[1]]
        rows = [each for each in index.rows_with_ids(ids) if belonging.members[each]]
        kept = b",".join(f"#{index.scan.ids[each]}".encode() for each in rows)
        return text[:begin] + (b"(" + kept + b")" if b"(" in text[begin:end] else kept) + text[end:]
    if row in belonging.shapeless:
        begin, end = _span(text, _REPRESENTATION)
        return text[:begin] + b"$" + text[end:]
    return text


def _span(text: bytes, argument: int) -> tuple[int, int]:
    """Return where an argument of an instance begins and ends in its text."""
    depth = number = 0
    begin = 0
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark == b"(":
            depth += 1
            begin = match.end() if depth == 1 else begin
        elif mark == b")":
            depth -= 1
            if depth == 0:
                break
        elif mark == b"," and depth == 1:
            if number == argument:
                return begin, match.start()
            number, begin = number + 1, match.end()
    return begin, match.start()
