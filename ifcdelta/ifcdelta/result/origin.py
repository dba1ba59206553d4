"""What wrote a file, and when: as its people call it, from IfcApplication, else from the header. Compares nothing."""

from collections import Counter

from ifcdelta.index.table import Index
from ifcdelta.step.header import originating_system
from ifcdelta.step.scan import argument_of

_VERSION, _FULL_NAME = "Version", "ApplicationFullName"


def application_of(index: Index) -> str | None:
    """Return the name and version of what wrote most of a file: its IfcApplication, else what the header names."""
    used = Counter(index.rows_of("IfcApplication").tolist())
    owner = index.table.argument("IfcOwnerHistory", "OwningApplication")
    for history in index.rows_of("IfcOwnerHistory").tolist():
        slots, targets = index.references(history)
        used.update(targets[argument_of(slots) == owner].tolist())
    applications = (
        named(*(index.string(row, index.table.argument("IfcApplication", each)) for each in (_FULL_NAME, _VERSION)))
        for row, _ in used.most_common()
        if index.table.names[index.scan.types[row]] == "IfcApplication"
    )
    return next(filter(None, applications), None) or originating_system(index.header)


def named(full_name: str | None, version: str | None) -> str | None:
    """Return an application's name with its version, which many names have in them; None where it has neither."""
    name, number = (full_name or "").strip(), (version or "").strip()
    return name if number and number in name else f"{name} {number}".strip() or None
