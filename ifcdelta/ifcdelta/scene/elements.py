"""The elements of one file that a scene shows: opened, named and placed. Makes no shape and writes nothing."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import ifcopenshell
import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import PRODUCT
from ifcdelta.match.scope import FEATURE
from ifcdelta.narrow.closure import TO_SHOW
from ifcdelta.narrow.cut import cut
from ifcdelta.narrow.source import Source, naming
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.placement import Matrix, matrix_of
from ifcdelta.read.relationships import storey_of, wholes_of
from ifcdelta.read.representation import bodies_of
from ifcdelta.read.side import Side, telling
from ifcdelta.read.values import NO_GLOBAL_ID
from ifcdelta.scene.states import Shown, State
from ifcdelta.shape.kernel import with_unit_directions, without_libraries

ENCLOSING: Final = ("IfcSpace", "IfcSpatialZone", "IfcVirtualElement")
"""What surrounds others and would hide them: shown only where it is no unchanged element, and seen through."""


@dataclass(frozen=True)
class Element:
    """One element of one file, with a body."""

    entity: ifcopenshell.entity_instance
    guid: str
    row: str
    """The GlobalId under which the result tells of it."""
    state: State
    effect: str
    """What its change touches; empty of one that did not change."""
    storey: str
    """Empty where it is on none."""
    place: Matrix
    shape_key: Hashable
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
    side = Side(_cut(source, shown))
    opened = Opened(shown.side, side.file)
    shape_keys = _shape_keys(source)
    for entity in side.by_type("IfcProduct"):
        guid = guid_of(entity)
        state = shown.state_of(guid)
        if state is None or entity.is_a(FEATURE) or (state == "unchanged" and any(map(entity.is_a, ENCLOSING))):
            continue
        row = shown.row_of(guid) or NO_GLOBAL_ID
        with telling(partial(_miss, opened, row), (side, entity)):
            if bodies_of(entity):
                shape_key = shape_keys.get(entity.id(), (shown.side, entity.id()))
                opened.elements.append(_element(side, entity, row, shown, shape_key))
    opened.elements.sort(key=lambda each: (each.row, each.entity.id()))
    without_libraries(side.file)
    with_unit_directions(side.file)
    return opened


def _miss(opened: Opened, row: str, reason: str) -> None:
    opened.missing[row] = f"{reason}, in the {opened.side} model"


def _element(side: Side, entity: ifcopenshell.entity_instance, row: str, shown: Shown, shape_key: Hashable) -> Element:
    place, guid = matrix_of(side, entity.ObjectPlacement), guid_of(entity)
    return Element(
        entity=entity,
        guid=guid,
        row=row,
        state=shown.state_of(guid) or "unchanged",
        effect=shown.effects.get(guid, ""),
        storey=storey_of(side, entity) or "",
        place=np.eye(4) if place is None else place,
        shape_key=shape_key,
        is_part=bool(wholes_of(side, entity)),
    )


def _cut(source: Source, shown: Shown) -> ifcopenshell.file:
    index, elements = source.index, source.elements
    if index.repeats_ids:
        return source.opened()  # Only IfcOpenShell knows which of the instances with one STEP id it takes.
    products = elements.all_rows[index.table.kinds[index.scan.types[elements.all_rows]] & PRODUCT > 0]
    rows = [row for row in products.tolist() if shown.state_of(index.global_id(row)) is not None]
    with naming(source.side):
        return cut(index, np.array(rows, np.int64), relations=TO_SHOW)


def _shape_keys(source: Source) -> dict[int, Hashable]:
    """Return by STEP id what two elements have the same of whose representations and features are written alike."""
    index, elements = source.index, source.elements
    if index.repeats_ids:
        return {}
    ids: npt.NDArray[np.integer[Any]] = index.scan.ids[elements.rows]
    meaning = index.header.schema_identifier, elements.environment
    return {step_id: (*meaning, shape) for step_id, shape in zip(ids.tolist(), elements.shape.tolist(), strict=True)}
