"""The elements of one file that a scene shows: opened, named and placed. Makes no shape and writes nothing."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Final

import ifcopenshell
import numpy as np
import numpy.typing as npt

from ifcdelta.belonging import TO_SHOW
from ifcdelta.compare.aggregate import wholes_of
from ifcdelta.compare.base import Side, Unknown
from ifcdelta.cut import cut
from ifcdelta.describe import storey_of
from ifcdelta.position import Matrix, matrix_of
from ifcdelta.reading import guid_of
from ifcdelta.scene.states import Shown, State
from ifcdelta.schema_table import PRODUCT
from ifcdelta.scope import FEATURE
from ifcdelta.shape.kernel import with_unit_directions, without_libraries
from ifcdelta.shape.outline import bodies_of
from ifcdelta.source import Source
from ifcdelta.values import NO_GLOBAL_ID

_ENCLOSING: Final = ("IfcSpace", "IfcSpatialZone", "IfcVirtualElement")
"""What surrounds others and would hide them: shown only where it is no unchanged element."""
_MALFORMED: Final = (RuntimeError, TypeError, ValueError, AttributeError, IndexError)


@dataclass(frozen=True)
class Element:
    """One element of one file, with a body."""

    entity: ifcopenshell.entity_instance
    guid: str
    row: str
    """The GlobalId under which the result tells of it."""
    state: State
    storey: str
    """Empty where it is on none."""
    place: Matrix
    likeness: Hashable
    """Elements that have the same one, of either file, have the same shape in their own axes."""
    is_part: bool
    """Whether it is a part of another."""


@dataclass
class Opened:
    """One file as far as a scene shows it."""

    side: str
    file: ifcopenshell.file
    elements: list[Element] = field(default_factory=list)
    """Sorted by the GlobalId of the result."""
    missing: dict[str, str] = field(default_factory=dict)
    """By that GlobalId, why an element is not among them."""


def open_shown(source: Source, shown: Shown) -> Opened:
    """Open what is shown of a file, no more than that.

    Raises:
        DeltaError: it is unreadable or its schema unknown.
    """
    if shown.is_empty:
        return Opened(shown.side, ifcopenshell.file())
    side = Side(_cut(source, shown))
    opened = Opened(shown.side, side.file)
    likenesses = _likenesses(source)
    for entity in side.by_type("IfcProduct"):
        guid = guid_of(entity)
        state = shown.state_of(guid)
        if state is None or entity.is_a(FEATURE) or (state == "unchanged" and any(map(entity.is_a, _ENCLOSING))):
            continue
        row = shown.row_of(guid) or NO_GLOBAL_ID
        try:
            if bodies_of(entity):
                likeness = likenesses.get(entity.id(), (shown.side, entity.id()))
                opened.elements.append(_element(side, entity, row, state, likeness))
        except Unknown as answer:
            opened.missing[row] = f"{answer.reason}, in the {shown.side} model"
        except _MALFORMED:
            opened.missing[row] = f"its instances do not follow the schema, in the {shown.side} model"
    opened.elements.sort(key=lambda each: (each.row, each.entity.id()))
    without_libraries(side.file)
    with_unit_directions(side.file)
    return opened


def _element(side: Side, entity: ifcopenshell.entity_instance, row: str, state: State, likeness: Hashable) -> Element:
    place = matrix_of(side, entity.ObjectPlacement)
    return Element(
        entity=entity,
        guid=guid_of(entity),
        row=row,
        state=state,
        storey=storey_of(side, entity) or "",
        place=np.eye(4) if place is None else place,
        likeness=likeness,
        is_part=bool(wholes_of(side, entity.id())),
    )


def _cut(source: Source, shown: Shown) -> ifcopenshell.file:
    index, elements = source.read()
    if index.lookup.repeated:
        return source.file  # Only IfcOpenShell knows which of the instances with one STEP id it takes.
    products = elements.all_rows[index.table.kinds[index.scan.types[elements.all_rows]] & PRODUCT > 0]
    rows = [row for row in products.tolist() if shown.state_of(index.global_id(row)) is not None]
    with source.naming():
        return cut(index, np.array(rows, np.int64), relations=TO_SHOW)


def _likenesses(source: Source) -> dict[int, Hashable]:
    """Return by STEP id what two elements have the same of whose representations and features are written alike."""
    index, elements = source.read()
    if index.lookup.repeated:
        return {}
    ids: npt.NDArray[np.integer[Any]] = index.scan.ids[elements.rows]
    meaning = index.header.schema_identifier, elements.environment
    return {step_id: (*meaning, shape) for step_id, shape in zip(ids.tolist(), elements.shape.tolist(), strict=True)}
