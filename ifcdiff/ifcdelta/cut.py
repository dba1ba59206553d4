"""A small STEP file cut out of a large one: given elements, all they refer to, and what belongs to them. Compares nothing.

What a cut holds beside the elements asked for:

- what relationships give them: property sets, types, materials, classifications, containers, wholes, groups, hosts,
  and so on upwards to the project; and the features that cut them or the wholes they are a part of;
- the project, the sites, all contexts, units and coordinate operations;
- the relationships themselves, their lists of members without what is not in the cut.

What is there only because another belongs to it has no shape of its own: its representations are left out. IfcOpenShell's
utilities and geometry iterator answer of the elements asked for as they do on the whole file. STEP ids are kept.
"""

import mmap
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import ifcopenshell
import numpy as np
from numpy.typing import NDArray

from ifcdelta.compiled import compiled
from ifcdelta.index import Index, Rows
from ifcdelta.roles import FEATURE_RELATIONS, RELATING

UPWARD: Final = (
    "IfcRelDefines", "IfcRelAssociates", "IfcRelDecomposes", "IfcRelContainedInSpatialStructure", "IfcRelDeclares",
    "IfcRelReferencedInSpatialStructure", "IfcRelAssignsToGroup", "IfcRelConnectsPortToElement", "IfcRelFillsElement",
    *FEATURE_RELATIONS,
)  # fmt: skip
"""Relationships by which something belongs to an element, or it to something."""
ALWAYS: Final = (
    "IfcProject", "IfcSite", "IfcRepresentationContext", "IfcCoordinateOperation", "IfcCoordinateReferenceSystem",
)  # fmt: skip

_ABSENT: Final = 0
_THIN: Final = 1
_WHOLE: Final = 2
_NOTHING: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_LONGEST_GAP: Final = 8
"""Bytes between two instances that are copied in one piece: what separates them, and no section's end."""
_STRING_OR_LIST: Final = re.compile(rb"'(?:[^']|'')*'|\(\s*#\d+(?:\s*,\s*#\d+)*\s*\)")
_TOKEN: Final = re.compile(rb"'(?:[^']|'')*'|\"[^\"]*\"|/\*.*?\*/|[(),]|[^'\"(),/]+|/", re.DOTALL)
_HEADER: Final = (
    "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
    "FILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n"
)
_END: Final = b"ENDSEC;\nEND-ISO-10303-21;\n"

Kept = NDArray[np.uint8]


def cut(index: Index, rows: Rows) -> ifcopenshell.file:
    """Return the elements in `rows` and what belongs to them as a file of their own."""
    with tempfile.TemporaryDirectory(prefix="ifcdelta-") as folder:
        path = Path(folder) / "cut.ifc"
        with path.open("wb") as file:
            file.writelines(cut_text(index, rows))
        opened = ifcopenshell.open(path)
    if not isinstance(opened, ifcopenshell.file):
        raise TypeError("IfcOpenShell did not read the cut as a STEP file")
    return opened


def cut_text(index: Index, rows: Rows) -> Iterator[bytes]:
    """Yield the text of the cut, piece by piece."""
    kept = kept_rows(index, rows)
    yield _HEADER.format(schema=index.schema).encode()
    if kept.any():
        with index.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield from _pieces(index, kept, data)
    yield _END


def kept_rows(index: Index, rows: Rows) -> Kept:
    """Return for each row of the index whether it is absent (0), there without its shape (1) or whole (2)."""
    kept = np.zeros(len(index), np.uint8)
    columns = (index.ref_start, index.refs, index.ref_attribute, index.type_of)
    shape = index.table.bits("Representation", "RepresentationMaps")
    relating = index.table.bits(*RELATING) | index.table.bits(*_GIVING)
    relations, features = index.rows_of(*UPWARD), index.rows_of(*FEATURE_RELATIONS)
    _keep(columns, shape, np.asarray(rows, np.int32), _WHOLE, kept)
    _keep(columns, shape, index.rows_of(*ALWAYS), _THIN, kept)
    while _grow(columns, shape, index.table.masks, relating, relations, features, kept):
        pass
    return kept


_GIVING: Final = (
    "RelatingPropertyDefinition", "RelatingMaterial", "RelatingClassification", "RelatingDocument", "RelatingLibrary",
    "RelatingApproval", "RelatingConstraint", "RelatingTemplate", "RelatingProfileProperties", "RelatingProfileDef",
)  # fmt: skip


def _pieces(index: Index, kept: Kept, data: mmap.mmap) -> Iterator[bytes]:
    """Yield instances: those that follow each other in one piece, relationships and thin ones rewritten."""
    shape = index.table.bits("Representation", "RepresentationMaps")
    is_relation = index.table.are("IfcRelationship")[index.type_of]
    is_rewritten = is_relation | ((kept == _THIN) & (shape[index.type_of] != _NOTHING))
    rows = np.flatnonzero(kept)
    is_first = np.ones(len(rows), np.bool_)
    gap = index.start[rows[1:]] - index.end[rows[:-1]]
    alone = is_rewritten[rows]
    is_first[1:] = (np.diff(rows) > 1) | (gap > _LONGEST_GAP) | alone[1:] | alone[:-1]
    firsts = np.flatnonzero(is_first)
    lasts = np.append(firsts[1:], len(rows)) - 1
    ids = frozenset(index.ids[rows].tolist())
    for first, last in zip(rows[firsts].tolist(), rows[lasts].tolist(), strict=True):
        text = data[int(index.start[first]) : int(index.end[last])]
        if is_relation[first]:
            text = _restricted(text, ids)
        elif is_rewritten[first]:
            text = _without(text, int(shape[index.type_of[first]]))
        yield text
        yield b";\n"


def _restricted(text: bytes, ids: frozenset[int]) -> bytes:
    """Return a relationship's text with only those members in its lists that are in the cut."""

    def kept(found: re.Match[bytes]) -> bytes:
        if found[0].startswith(b"'"):
            return found[0]
        members = [each.strip() for each in found[0][1:-1].split(b",")]
        return b"(" + b",".join(each for each in members if int(each[1:]) in ids) + b")"

    return _STRING_OR_LIST.sub(kept, text)


def _without(text: bytes, attributes: int) -> bytes:
    """Return an instance's text with $ for the attributes whose bits are set."""
    depth, attribute, pieces = 0, 0, []
    for token in _TOKEN.findall(text):
        if token == b"," and depth == 1:
            attribute += 1
            pieces.append(token)
            continue
        was_open = depth > 0
        depth += {b"(": 1, b")": -1}.get(token, 0)
        if not was_open or depth == 0 or not attributes >> attribute & 1:
            pieces.append(token)
        elif pieces[-1] == b",":
            pieces.append(b"$")
    return b"".join(pieces)


@compiled
def _keep(columns, shape, rows, as_, kept):  # type: ignore[no-untyped-def]
    """Keep rows and all they refer to; what is thin does not refer to its shape."""
    ref_start, refs, attributes, type_of = columns
    stack, depth = np.empty(rows.size + 1024, np.int32), 0
    for row in rows:
        if kept[row] < as_:
            kept[row], stack[depth] = as_, row
            depth += 1
    while depth:
        depth -= 1
        row = stack[depth]
        for place in range(ref_start[row], ref_start[row + 1]):
            target = refs[place]
            bit = _ONE << np.uint64(attributes[place]) if attributes[place] < 64 else _NOTHING
            if target < 0 or kept[target] == _WHOLE or (kept[row] == _THIN and shape[type_of[row]] & bit != _NOTHING):
                continue
            kept[target] = _WHOLE
            if depth == stack.size:
                stack = np.append(stack, stack)
            stack[depth] = target
            depth += 1


@compiled
def _grow(columns, shape, masks, relating, relations, features, kept):  # type: ignore[no-untyped-def]
    """Keep what belongs to what is kept, one relationship further; return whether there was any."""
    ref_start, refs, attributes, type_of = columns
    has_grown = False
    one = np.empty(1, np.int32)
    for row in relations:
        if kept[row] != _ABSENT:
            continue
        is_wanted = False
        for place in range(ref_start[row], ref_start[row + 1]):
            target, bit = refs[place], _ONE << np.uint64(attributes[place])
            other = (relating[type_of[row]] | masks[type_of[row], 0]) & bit == _NOTHING
            is_wanted |= other and target >= 0 and kept[target] != _ABSENT
        if not is_wanted:
            continue
        kept[row], has_grown = _WHOLE, True
        for place in range(ref_start[row], ref_start[row + 1]):
            bit = _ONE << np.uint64(attributes[place])
            if refs[place] >= 0 and (relating[type_of[row]] | masks[type_of[row], 0]) & bit != _NOTHING:
                one[0] = refs[place]
                _keep(columns, shape, one, _THIN, kept)
    for row in features:
        for place in range(ref_start[row], ref_start[row + 1]):
            bit = _ONE << np.uint64(attributes[place])
            host = refs[place]
            if host < 0 or relating[type_of[row]] & bit == _NOTHING or kept[host] == _ABSENT:
                continue
            for other in range(ref_start[row], ref_start[row + 1]):
                feature = refs[other]
                if feature >= 0 and feature != host and kept[feature] != _WHOLE:
                    one[0] = feature
                    _keep(columns, shape, one, _WHOLE, kept)
                    kept[row], has_grown = _WHOLE, True
    return has_grown
