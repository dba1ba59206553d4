"""What of that which was said of an element holds for what it leads to: bodies, what is beside them, contexts.

Knows no verdict and no label.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.account.difference import Differing
from ifcdelta.read.representation import ABOUT, BODIES

OF_BODY: Final = 1
OF_BESIDE: Final = 2
OF_CONTEXTS: Final = 3
"""What is handed on to an instance: what was said of bodies; of what is beside them; of contexts alone. 0: all."""
_IDENTIFIER: Final = 1
"""Argument of IfcRepresentation.RepresentationIdentifier, in every schema."""
_BODY: Final = ("body", "")
"""RepresentationIdentifier of what is the body, in small letters; of what may stand for it both was said."""


def gates_of(side: Differing) -> npt.NDArray[np.uint8]:
    """Return per row what is handed on to it: nothing reads contexts but the model, and not every representation."""
    table, types = side.index.table, side.index.scan.types
    by_type = np.zeros(len(table.names) + 1, np.uint8)
    by_type[table.subclasses("IfcRepresentationContext")] = OF_CONTEXTS
    gates = by_type[types]
    is_shape = table.subclasses("IfcRepresentation") & ~table.subclasses("IfcStyleModel")
    rows = np.flatnonzero(is_shape[types] & (side.differs > 0)).tolist()
    is_body = np.zeros(len(table.names) + 1, np.bool_)
    for name in (*BODIES, "IfcMappedItem"):
        if name in table.names:
            is_body |= table.subclasses(name)
    for row in rows:
        _, items = side.index.references(row)
        identifier = side.index.string(row, _IDENTIFIER)
        if not is_body[types[items]].any() or identifier in ABOUT:
            gates[row] = OF_BESIDE
        elif identifier.casefold() in _BODY:
            gates[row] = OF_BODY
    return gates
