"""What the comparison said of each object of a file, by its row: told, found equal, or there on one side alone.

Knows no instance that is no object; says nothing of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.account.difference import Differing
from ifcdelta.aspects import KEYS, NAMES
from ifcdelta.compare.findings import Findings
from ifcdelta.index.schema import FEATURE, IN_SCOPE
from ifcdelta.match.pairing import Pairing
from ifcdelta.native.compiled import BYTES, INT32, INT64, compiled
from ifcdelta.relations import FEATURES
from ifcdelta.step.scan import argument_of

BIT: Final = {name: 1 << number for number, name in enumerate(NAMES)}
UNITS: Final = 1 << 28
CONTEXTS: Final = 1 << 29
"""What the model is told to have changed in, on the project."""
_ALL: Final = (1 << len(NAMES)) - 1
_READ: Final = _ALL & ~BIT["classification"]
"""What is equal where it is found equal: of a system and its references the codes alone are read."""
_GEOMETRY: Final = BIT["geometry"]
_SHAPE: Final = BIT["geometry"] | BIT["placement"]
_DATA: Final = BIT["class"] | BIT["attributes"] | BIT["property"]
"""What is compared of features that both models have."""
_OF_CONTEXTS: Final = frozenset({"true_north", "world_origin", "world_axes", "contexts"})

Bits = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Verdicts:
    """n rows of a file's index; bits are those of aspects."""

    told: Bits
    """Of which aspects a change was told, or why they cannot be compared."""
    equal: Bits
    """Which aspects were compared and found equal, of all that the aspect is concerned with."""
    alone: npt.NDArray[np.uint8]
    """Whether only this file has the object, as is told."""


def verdicts(
    side: Differing, other: Differing, pairing: Pairing, findings: Findings, model: Mapping[str, Any], of: str
) -> Verdicts:
    """Return what was said of the objects of the `of` (`old` or `new`) file."""
    elements_of = side.index.rows_of_kind(IN_SCOPE)
    told, alone = np.zeros(side.kinds.size, np.int32), np.zeros(side.kinds.size, np.uint8)
    equal = np.zeros(side.kinds.size, np.int32)
    equal[elements_of] = _READ
    pairs = [each for each in pairing.pairs if each.guid in findings.changed or each.guid in findings.unknown]
    rows = side.index.lookup.rows(np.array([getattr(each, of).id() for each in pairs], np.int64))
    for row, pair in zip(rows.tolist(), pairs, strict=True):
        bits = sum(bit for name, bit in BIT.items() if KEYS[name] in findings.changed.get(pair.guid, ()))
        unknown = sum(BIT[aspect] for aspect in findings.unknown.get(pair.guid, ()))
        told[row], equal[row] = bits | unknown, _READ & ~bits & ~unknown
    elements = pairing.deleted if of == "old" else pairing.added
    alone[side.index.lookup.rows(np.array([each.id() for each in elements.values()], np.int64))] = 1
    odd = np.union1d(*(_odd(each) for each in (side, other)))
    told[elements_of[np.isin(side.index.global_ids.of(elements_of), odd)]] = _ALL  # coverage.unknown has them.
    of_model = UNITS * ("units" in model) | CONTEXTS * (not _OF_CONTEXTS.isdisjoint(model))
    told[side.index.rows_of("IfcProject")] |= of_model
    _to_features(side, other, told, equal, alone)
    return Verdicts(told, equal, alone)


def _odd(side: Differing) -> npt.NDArray[np.uint64]:
    """Return the hashes of GlobalIds that are several objects'; 0 for those that have none."""
    rows = side.index.rows_of_kind(IN_SCOPE)
    return side.index.global_ids.of(rows[side.ids.of(rows) == 0])


def _to_features(side: Differing, other: Differing, told: Bits, equal: Bits, alone: npt.NDArray[np.uint8]) -> None:
    """A feature shares what was said of its host's shape; so does the data of one that both files have."""
    table, scan = side.index.table, side.index.scan
    features, of_other = (each.index.rows_of_kind(FEATURE) for each in (side, other))
    news = np.zeros(side.kinds.size, np.uint8)
    news[features] = ~np.isin(side.ids.of(features), other.ids.of(of_other))
    for relation in FEATURES:
        if relation.name in table.names:
            arrays = scan.ref_starts, side.index.refs, scan.slots
            _share(side.index.rows_of_any(relation.name), table.ends(relation), arrays, news, (told, equal, alone))
    equal[features[told[features] & _SHAPE > 0]] = 0


@compiled(INT64, (int, int), (INT32, INT32, INT32), BYTES, (INT32, INT32, BYTES))
def _share(rows: Any, arguments: Any, arrays: Any, news: Any, said: Any) -> None:
    ref_starts, refs, slots = arrays
    told, equal, alone = said
    for row in rows:
        host = -1
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and argument_of(slots[at]) == arguments[0]:
                host = refs[at]
        if host < 0:
            continue
        is_told, is_equal = told[host] & _GEOMETRY, equal[host] & _GEOMETRY
        for at in range(ref_starts[row], ref_starts[row + 1]):
            feature = refs[at]
            if feature >= 0 and argument_of(slots[at]) == arguments[1]:
                of_it = _SHAPE if news[feature] else _SHAPE | _DATA
                told[feature] |= of_it if is_told else 0
                equal[feature] |= of_it if is_equal else 0
                alone[feature] |= alone[host] | (news[feature] if is_told else 0)
