"""What an element is connected to, fills, covers, serves, interferes with, follows, is referenced in.

IfcRelConnects (IFC 4.3, 5.1.3.18) but for what holds elements, and for the boundaries of spaces. What fills an opening
that only got another GlobalId still fills it: the opening has the same host and the same place in it.
"""

import ifcopenshell
import numpy as np

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.ties import Told, compare_ties
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.placement import Matrix, matrix_of
from ifcdelta.read.relationships import related_by
from ifcdelta.read.side import Side

_FILLS = "IfcRelFillsElement"


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return what it was connected to, is now, and what its connections say otherwise."""

    def again(old: Told, new: Told) -> bool:
        if old.key[0] != _FILLS or new.key[0] != _FILLS or old.end is None or new.end is None:
            return False
        was, is_ = _in_host(context.old, old.end), _in_host(context.new, new.end)
        if was is None or is_ is None or context.renamed(was[0]) != is_[0]:
            return False
        return bool(np.abs(was[1] - is_[1]).max() < context.tolerance)

    return compare_ties(pair, context, "connection", again=again)


def _in_host(side: Side, opening: ifcopenshell.entity_instance) -> tuple[str, Matrix] | None:
    """Return the host of an opening and the opening's place in it; None where it has none."""
    hosts = related_by(side, opening, "connection")
    if len(hosts) != 1:
        return None
    place, stands = matrix_of(side, opening.ObjectPlacement), matrix_of(side, hosts[0].ObjectPlacement)
    return None if place is None or stands is None else (guid_of(hosts[0]), np.linalg.inv(stands) @ place)
