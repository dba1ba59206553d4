"""What is said of an element from outside: documents, libraries, approvals, constraints; what it is assigned to.

Processes, resources, controls, actors and products (IfcRelAssigns, IFC 4.3, 5.1.3.10).
Knows no group, material or code.
"""

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.ties import differing_ties, listed
from ifcdelta.match.pair import Pair


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return what it was assigned to, or associated with, and what it is now."""
    removed, added = differing_ties(pair, context, "assignment")
    return {"added": listed(added), "removed": listed(removed)} if added or removed else None
