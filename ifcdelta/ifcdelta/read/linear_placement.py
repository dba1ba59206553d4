"""Where placements along curves lead, by IfcOpenShell's kernel in a process of its own. Compares nothing.

IfcLinearPlacement (IFC 4.3, 8.7.3.6): a distance along an alignment's or another curve.
"""

from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import numpy.typing as npt
from ifcopenshell import ifcopenshell_wrapper

from ifcdelta.process import ForkedProcess

_SECONDS: Final = 60.0
"""How long the kernel may take for one placement."""

Matrices = dict[int, npt.NDArray[np.float64]]
"""By STEP id 4 x 4 in metres and world axes."""


def placed_along(file: ifcopenshell.file) -> Matrices:
    """Return where the linear placements of a model lead, those that the kernel can follow."""
    waiting = [each.id() for each in _placements(file)]
    found: Matrices = {}
    while waiting:
        sent = _follow(file, waiting)
        found |= sent
        # The first that was not sent is the one on which the process ended.
        waiting = waiting[len(sent) + 1 :]
    return {step_id: matrix for step_id, matrix in found.items() if np.isfinite(matrix).all()}


def _placements(file: ifcopenshell.file) -> list[ifcopenshell.entity_instance]:
    try:
        return list(file.by_type("IfcLinearPlacement"))
    except RuntimeError:  # The schema has none.
        return []


def _follow(file: ifcopenshell.file, ids: list[int]) -> Matrices:
    found: Matrices = {}
    with ForkedProcess(_serve, file, ids) as process, suppress(EOFError):
        while process.connection.poll(_SECONDS):
            step_id, matrix = process.connection.recv()
            found[step_id] = matrix
    return found


def _serve(file: ifcopenshell.file, ids: list[int], sender: Connection) -> None:
    """Be the process; where the kernel raises, nowhere is where a placement leads."""
    settings = ifcopenshell.geom.settings()
    for step_id in ids:
        matrix = np.full((4, 4), np.nan)
        with suppress(RuntimeError):
            mapped = ifcopenshell_wrapper.map_shape(settings, file.by_id(step_id))
            # What is no placement to the kernel has none.
            if hasattr(mapped, "components"):
                matrix = np.array(mapped.components, float).reshape(4, 4)
        sender.send((step_id, matrix))
