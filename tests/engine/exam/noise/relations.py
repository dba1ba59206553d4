"""Noise in objectified relationships: one that relates many as many that relate one, and the other way round."""

from collections import defaultdict
from random import Random
from typing import Final

from tests.engine.exam.picker import new_guid
from tests.engine.exam.registry import REGISTER
from tests.engine.exam.schema import position
from tests.engine.exam.spf import Document, Instance, Ref, Text

_SEVERAL: Final = {
    "IFCRELDEFINESBYPROPERTIES": "RelatedObjects",
    "IFCRELCONTAINEDINSPATIALSTRUCTURE": "RelatedElements",
    "IFCRELAGGREGATES": "RelatedObjects",
    "IFCRELASSOCIATESMATERIAL": "RelatedObjects",
    "IFCRELASSOCIATESCLASSIFICATION": "RelatedObjects",
    "IFCRELASSIGNSTOGROUP": "RelatedObjects",
}
"""Relationships that may be many for one relating object, and their attribute with the many."""
_ONE_IN_IFC2X3: Final = {"IFCRELASSIGNSTOGROUP"}


def _apart(document: Document, *, also_types: bool = False) -> dict[str, str]:
    names = dict(_SEVERAL) | ({"IFCRELDEFINESBYTYPE": "RelatedObjects"} if also_types else {})
    if document.schema == "IFC2X3":
        names = {kind: name for kind, name in names.items() if kind not in _ONE_IN_IFC2X3}
    return names


@REGISTER.noise("relationships split")
def split_relations(document: Document, random: Random) -> int:
    """Each member gets a relationship of its own."""
    count = 0
    for kind, name in _apart(document).items():
        place = position(document.schema, kind, name)
        for _, instance in document.of_type(kind):
            members = instance.arguments[place]
            if not isinstance(members, list) or len(members) < 2 or random.random() < 0.3:
                continue
            instance.arguments[place] = members[:1]
            for member in members[1:]:
                arguments = [*instance.arguments]
                arguments[0], arguments[place] = Text(new_guid(str(random.random()))), [member]
                document.add(Instance(kind, arguments))
            count += 1
    return count


@REGISTER.noise("relationships merged")
def merge_relations(document: Document, _random: Random) -> int:
    """Those of one class that relate to the same become one."""
    count = 0
    for kind, name in _apart(document, also_types=True).items():
        place = position(document.schema, kind, name)
        alike: dict[str, list[int]] = defaultdict(list)
        for number, instance in document.of_type(kind):
            relating = [each for at, each in enumerate(instance.arguments) if at > 1 and at != place]
            alike[repr(relating)].append(number)
        for numbers in alike.values():
            members = {each: None for number in numbers for each in _members(document, number, place)}
            if len(numbers) > 1:
                document.instances[numbers[0]].arguments[place] = list(members)
                for number in numbers[1:]:
                    del document.instances[number]
                count += 1
    return count


def _members(document: Document, number: int, place: int) -> list[Ref]:
    members = document.instances[number].arguments[place]
    assert isinstance(members, list)
    return [each for each in members if isinstance(each, Ref)]


@REGISTER.noise("shared property sets written for each element")
def unshare_sets(document: Document, random: Random) -> int:
    """A set that several elements share becomes one for each."""
    kind = "IFCRELDEFINESBYPROPERTIES"
    at_members = position(document.schema, kind, "RelatedObjects")
    at_set = position(document.schema, kind, "RelatingPropertyDefinition")
    count = 0
    for number, instance in document.of_type(kind):
        shared = instance.arguments[at_set]
        for member in _members(document, number, at_members)[1:]:
            if not isinstance(shared, Ref):
                break
            original = document.instances[shared.id]
            own = document.add(Instance(original.type, [Text(new_guid(str(random.random()))), *original.arguments[1:]]))
            arguments = [*instance.arguments]
            arguments[0], arguments[at_members], arguments[at_set] = (
                Text(new_guid(f"r{random.random()}")),
                [member],
                own,
            )
            document.add(Instance(kind, arguments))
            count += 1
        if isinstance(shared, Ref):
            instance.arguments[at_members] = [*_members(document, number, at_members)[:1]]
    return count
