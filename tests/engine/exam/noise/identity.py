"""Noise in what identifies instances: ids, order of lines, GlobalIds of relations and sets, owner histories."""

from random import Random

from tests.engine.exam.picker import new_guid
from tests.engine.exam.registry import REGISTER
from tests.engine.exam.schema import attributes, is_a, position
from tests.engine.exam.spf import NOTHING, Document, Instance, Ref, Text, Value, Word, redirected


@REGISTER.noise("STEP ids permuted")
def permute_ids(document: Document, random: Random) -> int:
    """Give every instance another id, with gaps."""
    old = list(document.instances)
    fresh = random.sample(range(1, 3 * len(old) + 10), len(old))
    new_ids = dict(zip(old, fresh, strict=True))
    redirected(document, new_ids)
    document.instances = {new_ids[number]: instance for number, instance in document.instances.items()}
    return len(old)


@REGISTER.noise("lines shuffled")
def shuffle_lines(document: Document, random: Random) -> int:
    """Write the instances in any order, also before what they refer to."""
    lines = list(document.instances.items())
    random.shuffle(lines)
    document.instances = dict(lines)
    return len(lines)


def _reissued(document: Document, random: Random, *parents: str) -> int:
    count = 0
    for instance in document.instances.values():
        if any(is_a(document.schema, instance.type, parent) for parent in parents):
            instance.arguments[0] = Text(new_guid(str(random.random())))
            count += 1
    return count


@REGISTER.noise("GlobalIds of relationships re-issued")
def reissue_relations(document: Document, random: Random) -> int:
    """As any exporter does that does not keep them."""
    return _reissued(document, random, "IfcRelationship")


@REGISTER.noise("GlobalIds of property sets re-issued")
def reissue_sets(document: Document, random: Random) -> int:
    """Of quantities and predefined sets too."""
    return _reissued(document, random, "IfcPropertySetDefinition")


@REGISTER.noise("members of sets in another order")
def shuffle_sets(document: Document, random: Random) -> int:
    """Every attribute that the schema declares as SET, and only those."""
    count = 0
    for instance in document.instances.values():
        # A real file may give an instance fewer arguments than its schema asks for.
        declared = attributes(document.schema, instance.type)
        for attribute, members in zip(declared, instance.arguments, strict=False):
            if attribute.is_set and isinstance(members, list) and len(members) > 1:
                random.shuffle(members)
                count += 1
    return count


@REGISTER.noise("owner histories rewritten")
def rewrite_histories(document: Document, random: Random) -> int:
    """Another time, another user, another version of the application."""
    count = 0
    for _, instance in document.of_type("IFCOWNERHISTORY"):
        instance.arguments[-1] = Word(str(random.randrange(10**9, 2 * 10**9)))
        instance.arguments[position(document.schema, instance.type, "ChangeAction")] = Word(".MODIFIED.")
        count += 1
    # Persons may be the value of a property as well: they keep their names.
    for _, instance in document.of_type("IFCAPPLICATION"):
        instance.arguments[position(document.schema, instance.type, "Version")] = Text(f"{random.random():.3f}")
        count += 1
    return count


@REGISTER.noise("owner histories dropped")
def drop_histories(document: Document, random: Random) -> int:
    """They are optional since IFC4; IFC2X3 gets one more, to which every other instance turns."""
    histories = {number for number, _ in document.of_type("IFCOWNERHISTORY")}
    if not histories:
        return 0
    first = document.instances[min(histories)]
    other: Value = NOTHING
    if document.schema == "IFC2X3":
        other = document.add(Instance(first.type, list(first.arguments)))
    count = 0
    for instance in document.instances.values():
        place = position(document.schema, instance.type, "OwnerHistory")
        if place >= 0 and isinstance(instance.arguments[place], Ref) and (other == NOTHING or random.random() < 0.5):
            instance.arguments[place] = other
            count += 1
    if other == NOTHING:
        for number in histories:
            del document.instances[number]
    return count
