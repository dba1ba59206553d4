"""What an exporter does when a model is issued: GlobalIds, STEP ids, header. Nothing of it depends on the clock."""

import uuid
from collections import Counter
from pathlib import Path

import ifcopenshell
import ifcopenshell.guid


def fix_global_ids(model: ifcopenshell.file, issue: str = "") -> None:
    """Derive every GlobalId from the entity's class, name and number, so that each run has the same.

    With an `issue`, relationships and property sets get ids of that issue alone, as exporters do that
    make them anew each time; elements keep theirs.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for root in sorted(model.by_type("IfcRoot"), key=lambda each: int(each.id())):
        passing = root.is_a("IfcRelationship") or root.is_a("IfcPropertyDefinition")
        if issue and not passing:
            continue
        key = root.is_a(), str(root.Name)
        seen[key] += 1
        root.GlobalId = ifcopenshell.guid.compress(_uuid("/".join((*key, str(seen[key]), issue))).hex)


def write_again(model: ifcopenshell.file, path: Path, issue: str, *, backwards: bool = False) -> None:
    """Write the model of a day, its `issue`, with STEP ids of its own, from its last instance on if `backwards`."""
    fix_global_ids(model, issue)
    _order_sets(model)
    _round(model)
    written = ifcopenshell.file(schema=model.schema)
    for instance in sorted(model, key=lambda each: int(each.id()), reverse=backwards):
        written.add(instance)
    header = written.header
    header.file_description.description = ("ViewDefinition [ReferenceView]",)
    header.file_name.name = path.name
    header.file_name.time_stamp = f"{issue}T12:00:00"
    header.file_name.originating_system = "demo house"
    header.file_name.preprocessor_version = "IfcOpenShell"
    written.write(str(path))


def _order_sets(model: ifcopenshell.file) -> None:
    """Put the members of every SET attribute in order: `ifcopenshell.api` leaves them as Python's sets come."""
    schema = ifcopenshell.schema_by_name(model.schema_identifier)
    for instance in model:
        entity = schema.declaration_by_name(instance.is_a()).as_entity()
        for index, attribute in enumerate(entity.all_attributes() if entity else ()):
            aggregate = attribute.type_of_attribute().as_aggregation_type()
            if aggregate and aggregate.type_of_aggregation_string() == "set" and instance[index]:
                instance[index] = sorted(instance[index], key=lambda member: int(member.id()))


def _round(model: ifcopenshell.file) -> None:
    """Round coordinates to what is meant: products of matrices differ in their last digits from run to run."""
    for point in model.by_type("IfcCartesianPoint"):
        point.Coordinates = [round(value, 6) + 0.0 for value in point.Coordinates]
    for direction in model.by_type("IfcDirection"):
        direction.DirectionRatios = [round(value, 9) + 0.0 for value in direction.DirectionRatios]


def _uuid(text: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, text)
