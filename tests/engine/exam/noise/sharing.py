"""Noise in what shares what: equal resource instances merged, shared ones written once for each user."""

from collections import Counter
from random import Random
from typing import Final

from tests.engine.exam.registry import REGISTER
from tests.engine.exam.spf import Document, Instance, Real, Ref, Value, Word, redirected, references, replaced

_VALUES: Final = (
    "IFCCARTESIANPOINT",
    "IFCDIRECTION",
    "IFCAXIS2PLACEMENT3D",
    "IFCAXIS2PLACEMENT2D",
    "IFCPROPERTYSINGLEVALUE",
    "IFCPOLYLINE",
    "IFCRECTANGLEPROFILEDEF",
)
"""Instances that are nothing but their content."""


@REGISTER.noise("shared instances duplicated")
def duplicate(document: Document, random: Random) -> int:
    """Each user of a point, a direction, a placement, a property gets its own."""
    users: Counter[int] = Counter()
    for instance in document.instances.values():
        users.update(references(instance.arguments))
    shared = {number for number, instance in document.of_type(*_VALUES) if users[number] > 1 and random.random() < 0.7}
    seen: set[int] = set()
    fresh = document.next_id()
    copies: dict[int, Instance] = {}

    def change(value: Value) -> Value:
        nonlocal fresh
        if not isinstance(value, Ref) or value.id not in shared:
            return value
        if value.id not in seen:
            seen.add(value.id)
            return value
        fresh += 1
        original = document.instances[value.id]
        copies[fresh] = Instance(original.type, list(original.arguments))
        return Ref(fresh)

    for instance in document.instances.values():
        instance.arguments = [replaced(each, change) for each in instance.arguments]
    document.instances |= copies
    return len(copies)


@REGISTER.noise("equal instances merged")
def merge(document: Document, random: Random) -> int:
    """One point for all users of the same coordinates, from the leaves up."""
    total = 0
    kinds = list(_VALUES)
    random.shuffle(kinds)
    for kind in kinds:
        first: dict[str, int] = {}
        same: dict[int, int] = {}
        for number, instance in document.of_type(kind):
            kept = first.setdefault(repr(instance.arguments), number)
            if kept != number:
                same[number] = kept
        redirected(document, same)
        _without_repetition(document, same)
        for number in same:
            del document.instances[number]
        total += len(same)
    return total


def _without_repetition(document: Document, same: dict[int, int]) -> None:
    """A set must not hold an instance twice: where merging made it so, there was nothing to merge."""
    kept = set(same.values())
    for _, instance in document.of_type("IFCPROPERTYSET", "IFCCOMPLEXPROPERTY"):
        members = instance.arguments[-1]
        if isinstance(members, list) and any(isinstance(each, Ref) and each.id in kept for each in members):
            instance.arguments[-1] = list(dict.fromkeys(each for each in members if isinstance(each, Ref)))


@REGISTER.noise("instances that nothing refers to")
def orphans(document: Document, random: Random) -> int:
    """What some exporters leave behind."""
    for _ in range(5):
        coordinates: list[Value] = [Real(f"{random.uniform(0, 9):.3f}") for _ in range(3)]
        point = document.add(Instance("IFCCARTESIANPOINT", [coordinates]))
        document.add(Instance("IFCVERTEXPOINT", [point]))
    document.add(Instance("IFCPOSTALADDRESS", [Word("$")] * 10))
    return 11
