"""What instances that differ say by themselves, part by part, and what accounts for each part.

An instance that stands by itself is one part; an object one for its own attributes and one for each thing that another
aspect reads; what is attached one a link. Knows no result.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.account.difference import Differing
from ifcdelta.account.dressed import Looks, is_listed
from ifcdelta.account.labels import ALONE, BESIDE, MEMBERS, OWN, SAYS, TOLD, aspects_of, is_alone, label_of, said
from ifcdelta.account.libraries import Libraries
from ifcdelta.account.verdicts import BIT, CONTEXTS, Bits, Verdicts
from ifcdelta.index.content import ATTACHED, STANDS
from ifcdelta.index.fingerprint import known_by
from ifcdelta.index.links import NONE, REST, Links, links_of, relation_arguments
from ifcdelta.index.schema import IN_SCOPE, OBJECT, PLACEMENT, SchemaTable
from ifcdelta.native.compiled import BYTES, INT32, INT64, UINT64, Array, compiled, helper
from ifcdelta.relations import RELATIONS
from ifcdelta.step.hashing import combine, hash_bytes, mix
from ifcdelta.step.scan import argument_of

U64 = np.uint64
_MATERIAL: Final = BIT["material"]
_OWN_BIT: Final = BIT["attributes"]
_ANY: Final = TOLD - 1


@dataclass(frozen=True)
class Parts:
    """p parts."""

    rows: npt.NDArray[np.int64]
    """The instance that each is of."""
    hashes: npt.NDArray[np.uint64]
    """What each says; who refers to what differs says nothing of it."""
    labels: Bits
    """What accounts for each; 0: nothing."""


def of_instances(side: Differing, counts_as: npt.NDArray[np.uint64], found: Bits) -> Parts:
    """Return the parts of what is no object and not attached; `found` are the labels, `counts_as` is the side's."""
    rows = side.rows(STANDS)
    rows = rows[side.kinds[rows] & OBJECT == 0]
    hashes = np.empty(rows.size, np.uint64)
    arrays = side.index.scan.literals, side.index.scan.ref_starts, side.index.refs, side.index.scan.slots
    _by_itself(rows, arrays, (counts_as, known_by(side.index)), side.kinds, hashes)
    return Parts(rows, hashes, found[rows])


def of_objects(side: Differing, counts_as: npt.NDArray[np.uint64], verdicts: Verdicts) -> Parts:
    """Return the parts of objects."""
    rows = side.rows(STANDS)
    rows = rows[side.kinds[rows] & OBJECT > 0]
    aspects = aspects_of(side.index.table)[side.index.scan.types[rows]]
    arrays = side.index.scan.literals, side.index.scan.ref_starts, side.index.refs, side.index.scan.slots, side.kinds
    identities = side.known_as(rows)
    size = int((1 + side.index.scan.ref_starts[rows + 1] - side.index.scan.ref_starts[rows]).sum(dtype=np.int64))
    of, hashes, labels = np.empty(size, np.int64), np.empty(size, np.uint64), np.empty(size, np.int32)
    count = _of_objects(rows, aspects, arrays, (counts_as, identities), said(verdicts), (of, hashes, labels))
    return Parts(of[:count], hashes[:count], labels[:count])


def of_attached(
    side: Differing,
    counts_as: npt.NDArray[np.uint64],
    verdicts: Verdicts,
    found: Bits,
    libraries: Libraries,
    looks: Looks,
) -> tuple[Parts, Links]:
    """Return the parts of what is attached, and the links that they are."""
    rows = side.rows(ATTACHED)
    table, types = side.index.table, side.index.scan.types
    links = links_of(side.index, rows, counts_as)
    relations = relation_arguments(table)[types[links.rows]]
    bits = np.where(relations[:, 2] >= 0, MEMBERS[relations[:, 2]], _listed(table)[types[links.rows]])
    bits[(links.related == REST) & ~SAYS[relations[:, 2]] & ~_says_nothing(side, links)] = 0
    sets = table.masks[types[links.rows], 1]
    labels = np.zeros(links.rows.size, np.int32)
    arrays = side.index.scan.ref_starts, side.index.refs, side.index.scan.slots, side.kinds
    _of_links((links.rows, links.elements, links.related), (bits, sets), arrays, said(verdicts), found, labels)
    of_item = looks.items[np.maximum(links.elements, 0)] * (links.elements >= 0)
    worn = np.where(is_listed(side)[links.rows], of_item, looks.dressings[links.rows])
    labels |= np.where(worn & TOLD > 0, worn, 0)  # What is equal is what dresses an item is made of.
    is_styled = table.subclasses("IfcStyledItem")[types[links.rows]]
    _of_libraries(links, libraries, is_styled, found, labels)
    return Parts(links.rows.astype(np.int64), links.hashes, labels), links


def _of_libraries(
    links: Links, libraries: Libraries, is_styled: npt.NDArray[np.bool_], found: Bits, labels: Bits
) -> None:
    """Label what was told with the model, or is the same; a styled item by the material that its style is of."""
    labels[np.isin(links.rows, libraries.told)] = TOLD
    labels |= found[links.rows] & TOLD
    is_equal = np.isin(links.rows, libraries.equal)
    labels |= np.where(is_equal & ~is_styled | is_equal & (found[links.rows] & _MATERIAL > 0), _MATERIAL, 0)


def of_contexts(side: Differing, verdicts: Verdicts) -> Parts:
    """Return what contexts say that shapes are not concerned with."""
    of = side.content.link_rows
    chosen = (side.content.live[of] != ATTACHED) & side.lacks.links
    rows = of[chosen].astype(np.int64)
    is_told = (verdicts.told[side.index.rows_of("IfcProject")] & CONTEXTS).any()
    return Parts(rows, side.content.link_hashes[chosen], np.full(rows.size, TOLD if is_told else 0, np.int32))


def _says_nothing(side: Differing, links: Links) -> npt.NDArray[np.bool_]:
    """Tell of each link whether its instance has no literal: such a relationship relates, and says no more."""
    types = side.index.scan.types[links.rows]
    numbers, places = np.unique(types, return_inverse=True)
    keywords = [hash_bytes(side.index.table.names[each].upper().encode("ascii")) for each in numbers]
    return np.asarray(side.index.scan.literals[links.rows] == mix(np.array(keywords, np.uint64))[places])


def _listed(table: SchemaTable) -> npt.NDArray[np.int64]:
    """Return per type number the bit of the aspect that reads a relationship which lists its elements in order."""
    bits = np.zeros(len(table.names) + 1, np.int64)
    for each in RELATIONS:
        if each.name in table.names and table.is_list(each.name, each.element):
            bits[table.subclasses(each.name)] = BIT[each.aspect]
    return bits


_ARRAYS: Final = UINT64, INT32, INT32, INT32
_SAID: Final = INT32, INT32, BYTES


@compiled(INT64, _ARRAYS, (UINT64, UINT64), BYTES, UINT64)
def _by_itself(rows: Any, arrays: Any, known: Any, kinds: Any, hashes: Any) -> None:
    """Hash what rows say; what a placement is relative to counts by the object that it places."""
    counts_as, identities = known
    literals, ref_starts, refs, slots = arrays
    for number in range(rows.size):
        row = rows[number]
        total = literals[row]
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target < 0:
                continue
            is_parent = kinds[row] & PLACEMENT and kinds[target] & PLACEMENT and argument_of(slots[at]) == 0
            value = identities[target] if is_parent and identities[target] else counts_as[target]
            total += combine(U64(slots[at]) + U64(1), value)
        hashes[number] = mix(total)


@compiled(INT64, Array(np.int64, 2), (*_ARRAYS, BYTES), (UINT64, UINT64), _SAID, (INT64, UINT64, INT32), returns=1)
def _of_objects(rows: Any, aspects: Any, arrays: Any, known: Any, said: Any, found: Any) -> Any:
    literals, ref_starts, refs, slots, kinds = arrays
    counts_as, identities = known
    of, hashes, labels = found
    count = 0
    for number in range(rows.size):
        row = rows[number]
        total, own = literals[row], count
        count += 1
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] < 0:
                continue
            aspect, share = (
                aspects[number, argument_of(slots[at])],
                combine(U64(slots[at]) + U64(1), counts_as[refs[at]]),
            )
            if aspect == OWN:
                total += share
            else:
                of[count], hashes[count] = row, combine(identities[number], share)
                labels[count] = label_of(row, aspect, said)
                count += 1
        of[own], hashes[own] = row, combine(identities[number], mix(total))
        told_by = _ANY if kinds[row] & IN_SCOPE else OWN
        label = label_of(row, told_by, said)
        labels[own] = label if label & TOLD else (TOLD if label & BESIDE else label & _OWN_BIT)
    return count


@compiled((INT32, INT32, INT32), (INT64, INT64), (INT32, INT32, INT32, BYTES), _SAID, INT32, INT32)
def _of_links(links: Any, of_class: Any, arrays: Any, said: Any, found: Any, labels: Any) -> None:
    rows, elements, related = links
    bits, sets = of_class
    _, _, _, kinds = arrays
    of_rest = 0
    for at in range(rows.size):
        row, element = rows[at], elements[at]
        if related[at] == NONE and (at == 0 or row != rows[at - 1]):
            of_rest = _of_rest(row, bits[at], sets[at], arrays, said, found)
        if related[at] == REST:
            labels[at] = label_of(element, bits[at], said)
        elif related[at] >= 0:
            labels[at] = label_of(element, bits[at], said)
            if is_alone(related[at], kinds, said, found):
                labels[at] = TOLD | ALONE
        elif element >= 0 and is_alone(element, kinds, said, found):
            labels[at] = TOLD | ALONE
        else:
            labels[at] = of_rest


@helper
def _of_rest(row: Any, bits: Any, sets: Any, arrays: Any, said: Any, found: Any) -> Any:
    """Return what accounts for all links of an instance by what it refers to beside the members of its sets."""
    ref_starts, refs, slots, kinds = arrays
    told, _, _ = said
    label = 0
    for at in range(ref_starts[row], ref_starts[row + 1]):
        target = refs[at]
        if target < 0 or sets >> argument_of(slots[at]) & 1:
            continue
        if is_alone(target, kinds, said, found):
            label = TOLD | ALONE
        elif bits and kinds[target] & OBJECT and told[target] & bits:
            label = TOLD
    return label


def with_rests(links: Links, parts: Parts, is_apart: npt.NDArray[np.bool_]) -> Parts:
    """Return parts where the rest of a relationship is told with the link that it has to an element."""
    labels = parts.labels.copy()
    _rests((links.rows, links.elements, links.related), is_apart, labels)
    return Parts(parts.rows, parts.hashes, labels)


@compiled((INT32, INT32, INT32), Array(np.bool_), INT32)
def _rests(links: Any, is_apart: Any, labels: Any) -> None:
    rows, elements, related = links
    told = False
    for at in range(rows.size):
        if at and (rows[at] != rows[at - 1] or elements[at] != elements[at - 1]):
            told = False
        if related[at] >= 0:
            told = told or (is_apart[at] and labels[at] & TOLD != 0)
        elif related[at] == REST and told:
            labels[at] |= TOLD
