"""The account of all that differs between two files: what was told, what is the same by meaning, what nobody saw."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.account.difference import Differing, difference
from ifcdelta.account.labels import TOLD, labels, looks_of
from ifcdelta.account.libraries import libraries_of
from ifcdelta.account.parts import Parts, of_attached, of_contexts, of_instances, of_objects, with_rests
from ifcdelta.account.rules import rules
from ifcdelta.account.unread import FOLLOWS, unread
from ifcdelta.account.verdicts import BIT, Verdicts, verdicts
from ifcdelta.compare.findings import Findings
from ifcdelta.index.links import Links
from ifcdelta.match.pairing import Pairing
from ifcdelta.narrow.source import Source
from ifcdelta.step.arguments import said_in
from ifcdelta.step.hashing import combine, hash_bytes
from ifcdelta.step.scan import argument_of

U64 = np.uint64
_OF_OBJECTS: Final = 1
_OF_ATTACHED: Final = 2
"""Places among the parts of a side."""


@dataclass(frozen=True)
class Account:
    """What differs beside what was told."""

    unseen: dict[str, dict[str, int]] = field(default_factory=dict)
    """By class how many instances of the old and the new file."""
    equivalent: dict[str, int] = field(default_factory=dict)
    """By rule how many instances are written otherwise and were found to mean the same."""


@dataclass(frozen=True)
class _Side:
    differing: Differing
    parts: tuple[Parts, Parts, Parts, Parts]
    """Of instances, of objects, of what is attached and of contexts."""
    links: Links


def account(sources: tuple[Source, Source], pairing: Pairing, findings: Findings, model: Mapping[str, Any]) -> Account:
    """Return the account of two files that were compared in whole."""
    old, new = sources
    both = difference(old, new, _renamed(old, new, pairing))
    if both is None:
        return Account()
    said = partial(verdicts, pairing=pairing, findings=findings, model=model)
    # One after the other: what both take at once would be the most memory of a diff.
    before, after = map(partial(_side, said=said, model=model), both, reversed(both), ("old", "new"))
    unseen: dict[str, dict[str, int]] = {}
    equivalent: Counter[str] = Counter()
    for of, one, other in (("old", before, after), ("new", after, before)):
        rule_of = rules(one.differing, other.differing, in_other_units="units" in model)
        for name, label, count in _causes(one, other):
            if not label:
                unseen.setdefault(name, {"old": 0, "new": 0})[of] += count
            elif not label & TOLD:
                equivalent[rule_of(name, label)] += count
    return Account(dict(sorted(unseen.items())), dict(sorted(equivalent.items())))


def _renamed(old: Source, new: Source, pairing: Pairing) -> dict[int, int]:
    """Return the new row of each old element that was found under another GlobalId."""
    names = {each.new for each in pairing.matched}
    pairs = [each for each in pairing.pairs if each.guid in names]
    rows = [
        source.index.lookup.rows(np.array([getattr(each, source.side).id() for each in pairs], np.int64)).tolist()
        for source in (old, new)
    ]
    return dict(zip(*rows, strict=True))


def _side(side: Differing, other: Differing, of: str, said: Callable[..., Verdicts], model: Mapping[str, Any]) -> _Side:
    told, libraries = said(side, other, of=of), libraries_of(side, other, model)
    looks = looks_of(side, told)
    found = labels(side, told, libraries, looks)
    counts_as = side.counts_as()
    attached, links = of_attached(side, counts_as, told, found, libraries, looks)
    parts = of_instances(side, counts_as, found), of_objects(side, counts_as, told), attached, of_contexts(side, told)
    return _Side(side, parts, links)


def _causes(side: _Side, other: _Side) -> list[tuple[str, int, int]]:
    """Return by class and label how much differs by itself, not by what it refers to alone; what is repeated, once."""
    kinds = []
    for number, (mine, theirs) in enumerate(zip(side.parts, other.parts, strict=True)):
        is_apart = ~np.isin(mine.hashes, theirs.hashes)
        if number == _OF_ATTACHED:
            is_apart &= side.differing.lacking_links()
        told = with_rests(side.links, mine, is_apart) if number == _OF_ATTACHED else mine
        apart = Parts(told.rows[is_apart], told.hashes[is_apart], told.labels[is_apart])
        if number == _OF_OBJECTS:
            kinds.append(_reissued(side.differing, mine, apart))
        if number < _OF_ATTACHED:
            apart = _without_unread(side.differing, apart, other.differing)
        once = _once(apart, apart.rows if number == _OF_OBJECTS else apart.hashes)
        types = side.differing.index.scan.types[apart.rows[once]].astype(np.int64)
        kinds.append(np.stack([types, apart.labels[once]]))
    found, counts = np.unique(np.concatenate(kinds, axis=1), axis=1, return_counts=True)
    names = side.differing.index.table.names
    return [(names[kind], label, count) for kind, label, count in zip(*found.tolist(), counts.tolist(), strict=True)]


def _reissued(side: Differing, parts: Parts, apart: Parts) -> npt.NDArray[np.int64]:
    """Return type and label of features that have another GlobalId alone: the same hole in the same host."""
    rows = np.intersect1d(parts.rows[parts.labels & TOLD == 0], side.by_host.rows)
    again = np.setdiff1d(rows, apart.rows)
    return np.stack([side.index.scan.types[again].astype(np.int64), np.full(again.size, BIT["geometry"], np.int64)])


def _once(parts: Parts, keys: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the places of the parts, of those with one key that which is accounted for least."""
    accounted = np.where(parts.labels & TOLD > 0, 2, np.minimum(parts.labels, 1))
    order = np.lexsort((parts.labels, accounted))
    _, first = np.unique(keys[order], return_index=True)
    return np.asarray(order[first])


def _without_unread(side: Differing, parts: Parts, other: Differing) -> Parts:
    """Take back that something was found equal where what nothing reads of it is not the same in both files."""
    doubted = (parts.labels > 0) & (parts.labels & TOLD == 0)
    schemas = side.index.table.identifier, other.index.table.identifier
    rows, of_theirs = parts.rows[doubted], unread(*reversed(schemas))
    following = _following(side, rows) * _are_the_same_items(side, rows)
    kinds, mine = _unread_of(side, rows, unread(*schemas), following)
    if not kinds.any():
        return parts
    rows = other.index.by_type.rows(of_theirs[1])
    rows = rows[other.content.live[rows] > 0]
    following = _following(other, rows)
    of_other, theirs = _unread_of(other, rows, of_theirs, following)
    _, without = _unread_of(other, rows[following > 0], of_theirs, np.zeros_like(following[following > 0]))
    is_same = np.isin(mine, np.concatenate([theirs, without])) | ~np.isin(kinds, of_other) & (mine == kinds)
    labels = parts.labels.copy()
    labels[np.flatnonzero(doubted)[~is_same]] = 0
    return Parts(parts.rows, parts.hashes, labels)


def _unread_of(
    side: Differing,
    rows: npt.NDArray[np.int64],
    of_types: tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]],
    more: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return hashes of the class, and of what nothing reads of it (`unread`, and `more` bits) that instances say.

    Where one says nothing of the kind both are the same; where all of a class is read they are 0.
    """
    bits, has_any = of_types
    types = side.index.scan.types[rows]
    kinds, found = np.zeros(rows.size, np.uint64), np.zeros(rows.size, np.uint64)
    places = np.flatnonzero(has_any[types])
    chosen, wanted = rows[places], bits[types[places]] | more[places]
    starts, lengths = side.index.scan.starts[chosen].astype(np.int64), side.index.scan.lengths[chosen]
    said = said_in(side.index.data, starts, lengths, wanted)
    owners, at = side.index.references_of(chosen)
    slots, targets = side.index.scan.slots[at], side.index.refs[at]
    meant = (targets >= 0) & (wanted[owners] >> argument_of(slots) & 1 > 0)
    shares = combine(U64(1) + slots[meant].astype(np.uint64), side.counts_as(targets[meant]))
    np.add.at(said, owners[meant], shares)
    numbers, inverse = np.unique(types[places], return_inverse=True)
    classes = np.array([hash_bytes(side.index.table.names[each].encode("ascii")) for each in numbers], np.uint64)
    kinds[places] = classes[inverse]
    found[places] = np.where(said != 0, combine(said, kinds[places]), kinds[places])
    return kinds, found


def _following(side: Differing, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return per row the bit of the attribute that says what it holds (`FOLLOWS`)."""
    name, attribute = FOLLOWS
    table = side.index.table
    return np.where(table.subclasses(name)[side.index.scan.types[rows]], 1 << table.argument(name, attribute), 0)


def _are_the_same_items(side: Differing, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Tell of each row whether nothing that it refers to differs."""
    owners, places = side.index.references_of(rows)
    targets = side.index.refs[places]
    is_same = np.ones(rows.size, np.bool_)
    is_same[owners[(targets >= 0) & (side.differs[targets] > 0)]] = False
    return is_same
