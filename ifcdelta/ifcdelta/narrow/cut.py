"""A small file out of a big one: some elements, all that they refer to, and the relationships that tell of them.

IfcOpenShell reads of the cut what it would read of the whole: properties, types, materials, containers, groups,
placements and shapes with their openings. Relationships keep only the members that the cut has.
"""

import tempfile
from pathlib import Path
from typing import Any

import ifcopenshell
import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import REPRESENTATION
from ifcdelta.index.table import Index
from ifcdelta.narrow.closure import EVERYTHING, MEMBER, SHAPELESS, closure, schema_relations
from ifcdelta.native.compiled import BYTES, INT32, INT64, Array, compiled, helper
from ifcdelta.relations import Relation
from ifcdelta.step.arguments import span_of
from ifcdelta.step.scan import argument_of
from ifcdelta.step.strings import escaped
from ifcdelta.step.tokens import CLOSE, COMMA, HASH, OPEN, after, step_id
from stepfile.header import renamed

_DOLLAR, _NEWLINE = b"$\n"
_LAYER = "IfcPresentationLayerAssignment"
_NONE = np.zeros(0, np.int64)


def cut(
    index: Index,
    rows: npt.NDArray[np.int64],
    shapeless: npt.NDArray[np.int64] = _NONE,
    relations: frozenset[Relation] = EVERYTHING,
) -> ifcopenshell.file:
    """Return the file of the instances at `rows` with all that belongs to them by `relations`; STEP ids are kept.

    Those of them that are `shapeless` too come without representation and features: what most of a cut consists of.
    """
    with tempfile.NamedTemporaryFile(suffix=".ifc") as file:
        file.write(escaped(renamed(bytes(index.data[: index.header.data]), index.header)))
        file.write(escaped(_text(index, closure(index, rows, shapeless, relations))))
        file.write(b"\nENDSEC;\nEND-ISO-10303-21;\n")
        file.flush()
        opened = ifcopenshell.open(Path(file.name))
    assert isinstance(opened, ifcopenshell.file)  # noqa: S101 - the suffix says STEP
    return opened


def _text(index: Index, state: npt.NDArray[np.uint8]) -> bytes:
    """Return the text of what belongs to a cut, without what it refers to and the cut has not."""
    rows = np.flatnonzero(state & MEMBER)
    relations = schema_relations(index)
    relation = relations.first_of_type()[index.scan.types[rows]]
    shortened = np.where(relation >= 0, relations.elements[relation], -1)
    shortened[state[rows] & SHAPELESS > 0] = REPRESENTATION
    of_layers = np.isin(rows, index.rows_of_any(_LAYER))
    if of_layers.any():
        shortened[of_layers] = index.table.argument(_LAYER, "AssignedItems")
    text = np.empty(int((index.scan.lengths[rows] + 2).sum(dtype=np.int64)), np.uint8)
    references = index.scan.ref_starts, index.refs, index.scan.slots
    starts, lengths = index.scan.starts[rows].astype(np.int64), index.scan.lengths[rows]
    is_list, end = (relation >= 0) | of_layers, 0
    for one in index.windows(rows):
        of_rows = rows[one], starts[one], lengths[one], shortened[one], is_list[one]
        end += _write(*of_rows, index.data, references, state, text[end:])
    return text[:end].tobytes()


@compiled(INT64, INT64, INT32, INT64, Array(np.bool_), BYTES, (INT32, INT32, INT32), BYTES, BYTES, returns=1)
def _write(
    rows: Any,
    starts: Any,
    lengths: Any,
    shortened: Any,
    is_list: Any,
    data: Any,
    references: Any,
    state: Any,
    text: Any,
) -> Any:
    """Write instances into `text`, each on a line; return where the text ends.

    The argument `shortened` (-1: none) of a row keeps of a list what has `state`, or becomes null.
    """
    out = 0
    for number in range(rows.size):
        row, start = rows[number], starts[number]
        begin, end = start, start
        after_it = start + lengths[number]
        if shortened[number] >= 0:
            begin, end = span_of(data, begin, after_it, shortened[number])
        if begin < end:
            out = _copy(data, start, begin, text, out)
            if is_list[number]:
                out = _write_kept(data, begin, end, row, shortened[number], references, state, text, out)
            else:
                text[out] = _DOLLAR
                out += 1
        out = _copy(data, end, after_it, text, out)
        text[out] = _NEWLINE
        out += 1
    return out


@helper
def _copy(data: Any, begin: Any, end: Any, text: Any, out: Any) -> Any:
    for at in range(begin, end):
        text[out + at - begin] = data[at]
    return out + end - begin


@helper
def _write_kept(
    data: Any, begin: Any, end: Any, row: Any, argument: Any, references: Any, state: Any, text: Any, out: Any
) -> Any:
    """Write a list of references without those to what has no `state`; return where the text ends."""
    ref_starts, refs, slots = references
    at, kept, place = begin, 0, ref_starts[row]
    while at < end:
        if data[at] == HASH:
            after_id, _ = step_id(data, at + 1)
            while argument_of(slots[place]) != argument:
                place += 1
            if refs[place] >= 0 and state[refs[place]] & MEMBER:
                if kept:
                    text[out] = COMMA
                    out += 1
                out = _copy(data, at, after_id, text, out)
                kept += 1
            at, place = after_id, place + 1
        else:
            if data[at] in (OPEN, CLOSE):
                text[out] = data[at]
                out += 1
            at = after(data, at)
    return out
