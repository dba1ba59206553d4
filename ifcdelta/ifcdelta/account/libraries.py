"""Which instances a change was told of with the model: materials, classification systems, the georeference.

By the names that it is told by. Knows no element.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ifcdelta.account.difference import Differing
from ifcdelta.compare.libraries import NAMES, STYLE
from ifcdelta.step.scan import argument_of

_OF_MATERIALS: Final = ("IfcMaterialProperties", "IfcMaterialDefinitionRepresentation", "IfcStyledItem")


class Libraries(NamedTuple):
    """Rows that differ, of what the model tells."""

    told: npt.NDArray[np.int64]
    """Of which it tells a change."""
    equal: npt.NDArray[np.int64]
    """Of what materials say, where no change is told and the other file has one that says as much itself."""


def libraries_of(side: Differing, other: Differing, model: Mapping[str, Any]) -> Libraries:
    """Return what of the libraries of a file is told with the model, or the same by meaning."""
    told = np.array(sorted(_told_with(side, model)), np.int64)
    rows = np.array([row for class_ in _OF_MATERIALS for row in _differing(side, class_)], np.int64)
    theirs = [row for class_ in _OF_MATERIALS for row in _differing(other, class_, other.content.live)]
    says_as_much = np.isin(side.index.scan.literals[rows], other.index.scan.literals[np.array(theirs, np.int64)])
    return Libraries(told, np.setdiff1d(rows[says_as_much], told))


def _told_with(side: Differing, model: Mapping[str, Any]) -> Iterator[int]:
    if "georeference" in model:
        yield from _differing(side, "IfcCoordinateOperation")
    systems = {each.rpartition(".")[0] for each in model.get("classifications", ())}
    yield from (row for row in _differing(side, "IfcClassification") if _name_of(side, row) in systems)
    styled = {each.removesuffix(STYLE) for each in model.get("materials", ()) if each.endswith(STYLE)}
    for row in _differing(side, "IfcMaterialDefinitionRepresentation"):
        if _name_of(side, _target_of(side, row, "RepresentedMaterial")) in styled:
            yield row
    described = [each for each in model.get("materials", ()) if not each.endswith(STYLE)]
    for row in _differing(side, "IfcMaterialProperties"):
        name = _name_of(side, _target_of(side, row, "Material"))
        if any(each.startswith(f"{name}.") for each in described):
            yield row


def _differing(side: Differing, class_: str, among: npt.NDArray[np.uint8] | None = None) -> list[int]:
    """Return the rows of a class that differ, or those `among` others."""
    table = side.index.table
    if class_ not in table.names:
        return []
    rows = side.index.rows_of_any(class_)
    found: list[int] = rows[(side.differs if among is None else among)[rows] > 0].tolist()
    return found


def _target_of(side: Differing, row: int, attribute: str) -> int:
    """Return the row that an attribute refers to; -1: none."""
    table = side.index.table
    slots, targets = side.index.references(row)
    targets = targets[argument_of(slots) == table.argument(table.names[side.index.scan.types[row]], attribute)]
    return int(targets[0]) if targets.size else -1


def _name_of(side: Differing, row: int) -> str:
    """Return what a material, or a set of several, or a system is called; its class where it has no name."""
    if row < 0:
        return ""
    attributes = side.index.table.attributes(int(side.index.scan.types[row]))
    names = (side.index.string(row, attributes.index(name)) for name in NAMES if name in attributes)
    return next(filter(None, names), str(side.index.table.names[side.index.scan.types[row]]))
