"""The elements that may differ, opened by IfcOpenShell: from cuts of the two files, or from the files in whole.

Both give the same diff; the cuts cost what differs, not what there is. Knows no aspect.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.compare.base import Side
from ifcdelta.cut import cut
from ifcdelta.index import Index
from ifcdelta.roles import Elements, Partition, fold, partition
from ifcdelta.scope import GLOBAL_ID_LENGTH, Scope, scope_of
from ifcdelta.source import Source

_MOST_TO_CUT: Final = 0.3
"""Where more of a file's elements than this may differ, opening all of it is cheaper than a cut."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """What is to be compared."""

    old: Side
    new: Side
    scopes: tuple[Scope, Scope]
    """The elements that may differ, with what is told of all others."""
    equal: int
    """How many elements both models have that do not differ, and are in no scope."""
    kept_classes: frozenset[str]
    """Classes of which an element has its GlobalId in both models, in capitals."""
    same_shape: frozenset[str]
    """GlobalIds of candidates whose shape and features do not differ."""


def open_whole(old: Source, new: Source) -> Candidates:
    """Open both files in whole: every element is a candidate."""
    sides = Side(old.file), Side(new.file)
    scopes = scope_of(sides[0]), scope_of(sides[1])
    common = scopes[0].elements.keys() & scopes[1].elements.keys()
    kept = frozenset(scopes[0].elements[guid].is_a().upper() for guid in common)
    return Candidates(*sides, scopes, 0, kept, frozenset())


def open_differing(old: Source, new: Source) -> Candidates:
    """Open what the fingerprints of the two files leave over."""
    old_elements = fold(old.index)
    new_elements = old_elements if old.index.sha256 == new.index.sha256 else fold(new.index)
    comparable = (
        old.index.header.schema_identifier == new.index.header.schema_identifier
        and old_elements.environment == new_elements.environment
    )
    parts = partition(old_elements, new_elements, comparable=comparable)
    sides, scopes = [], []
    for source, elements, rows in (
        (old, old_elements, _rows(old_elements, parts.deleted, parts.differ[:, 0])),
        (new, new_elements, _rows(new_elements, parts.added, parts.differ[:, 1])),
    ):
        side = _opened(source, elements, rows)
        sides.append(side)
        scopes.append(_scope(side, source.index, elements, rows))
    same_shape = frozenset(new.index.global_id(int(row)) for row in parts.differ[parts.same_shape, 1])
    kept = _kept_classes(old.index, old_elements, parts)
    return Candidates(sides[0], sides[1], (scopes[0], scopes[1]), parts.equal, kept, same_shape)


def _rows(elements: Elements, alone: Rows, differ: Rows) -> Rows:
    """Return the candidates of a file; those that cannot be identified are told in coverage."""
    return np.concatenate([alone, differ, elements.irregular])


def _opened(source: Source, elements: Elements, rows: Rows) -> Side:
    if rows.size > _MOST_TO_CUT * elements.total:
        return Side(source.file)
    return Side(cut(source.index, (int(row) for row in rows)))


def _scope(side: Side, index: Index, elements: Elements, rows: Rows) -> Scope:
    """Return the scope of the candidates alone: a cut holds other elements too, for their names."""
    step_ids = frozenset(int(each) for each in index.scan.ids[rows])
    found = scope_of(side, step_ids)
    every_row = np.concatenate([elements.rows, elements.irregular])
    return replace(found, total=elements.total, invalid=frozenset(_invalid(index, every_row)))


def _invalid(index: Index, rows: Iterable[int]) -> Iterable[str]:
    guids = (index.global_id(int(row)) for row in rows)
    return (guid for guid in guids if guid and len(guid) != GLOBAL_ID_LENGTH)


def _kept_classes(index: Index, old: Elements, parts: Partition) -> frozenset[str]:
    kept = np.setdiff1d(old.rows, parts.deleted, assume_unique=True)
    return frozenset(index.table.names[number].upper() for number in np.unique(index.scan.types[kept]))
