"""Openings and other features of elements: added, deleted, moved, resized or otherwise described.

IfcRelVoidsElement, IfcRelProjectsElement, IfcRelAdheresToElement (IFC 4.3, 5.4.3). A feature that only got another
GlobalId, has none or shares it with another of its host is found again by its place and its shape.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell
import numpy as np

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.said import attributes, class_, property_
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.placement import Matrix, matrix_of
from ifcdelta.read.relationships import features_of
from ifcdelta.read.representation import content_of, representations_of
from ifcdelta.read.side import Side, Unknown
from ifcdelta.read.values import NO_GLOBAL_ID, Plain, equal, order_key
from ifcdelta.shape.mesh import Mesh, same

_DATA: Final = {"class": class_.compare, "attributes": attributes.compare, "properties": property_.compare}
"""What is told of a feature beside its shape and its place."""


@dataclass(frozen=True, eq=False)
class Feature:
    """A feature of a host: where it is in the host's axes, and its mesh in its own."""

    guid: str
    entity: ifcopenshell.entity_instance
    place: Matrix
    mesh: Mesh | None
    content: Plain
    """What represents one without a mesh."""


def compare(
    pair: Pair, context: Context, old_meshes: Mapping[int, Mesh], new_meshes: Mapping[int, Mesh], motion: Matrix
) -> list[AspectChange]:
    """Return `[{"guid", "change"}]` of the features that differ, sorted by GlobalId, `$` where one has none.

    Where its data changed, `values` has what of its class, attributes and properties, and `old_guid` the GlobalId that
    it had, where that was another. They are compared in the host's axes, in which `motion` (4 x 4) is what its
    body did: an exporter may choose others.

    Raises:
        Unknown: a placement cannot be resolved.
    """
    old = _read(context.old, pair.old, old_meshes, motion)
    new = _read(context.new, pair.new, new_meshes, np.eye(4))
    before, after = _by_their_own(old), _by_their_own(new)
    changes: list[AspectChange] = []
    both = [(before[guid], after[guid]) for guid in before.keys() & after.keys()]
    for one, other in both:
        change = _change(one, other, context.tolerance)
        if change:
            changes.append({"guid": other.guid, "change": change})
    gone = [each for each in old if each.guid not in before or each.guid not in after]
    come = [each for each in new if each.guid not in before or each.guid not in after]
    for each in list(gone):
        again = next((other for other in come if _change(each, other, context.tolerance) is None), None)
        if again is not None:
            gone.remove(each)
            come.remove(again)
            both.append((each, again))
    changes += [
        {"guid": other.guid, **_known_before(one, other), "change": "data", "values": values}
        for one, other in both
        if (values := _data(one, other, context))
    ]
    changes += [{"guid": each.guid, "change": "deleted"} for each in gone]
    changes += [{"guid": each.guid, "change": "added"} for each in come]
    return sorted(changes, key=lambda each: (each["guid"], each["change"], order_key(each)))


def _known_before(old: Feature, new: Feature) -> AspectChange:
    """Return under which GlobalId the old model has a feature that was found again under another."""
    return {} if old.guid == new.guid else {"old_guid": old.guid}


def _data(old: Feature, new: Feature, context: Context) -> AspectChange:
    """Return what is said otherwise of a feature, by aspect as of elements."""
    pair = Pair(old.entity, new.entity)
    found = {name: compare_(pair, context) for name, compare_ in _DATA.items()}
    return {name: value for name, value in found.items() if value}


def are_other_bodies_of_openings(pair: Pair, context: Context, changes: Iterable[AspectChange]) -> bool:
    """Tell whether nothing but openings differ, some on both sides: what they cut off may be the same."""
    counts = Counter(each["change"] for each in changes)
    guids = {each["guid"] for each in changes}
    differ = [
        each
        for side, host in context.sides_of(pair)
        for each in features_of(side, host)
        if (guid_of(each) or NO_GLOBAL_ID) in guids
    ]
    only_come_or_gone = counts.keys() - {"data"} in ({"added"}, {"deleted"})
    return not only_come_or_gone and all(each.is_a("IfcFeatureElementSubtraction") for each in differ)


def _read(side: Side, host: ifcopenshell.entity_instance, meshes: Mapping[int, Mesh], motion: Matrix) -> list[Feature]:
    features = features_of(side, host)
    if not features:
        return []
    stands = matrix_of(side, host.ObjectPlacement)
    found = []
    for each in features:
        place = matrix_of(side, each.ObjectPlacement)
        if stands is None or place is None:
            raise Unknown("it or an opening of it is not placed")
        mesh = meshes.get(each.id())
        content = content_of(side, representations_of(each)) if mesh is None else None
        in_axes = motion @ np.linalg.inv(stands) @ place
        found.append(Feature(guid_of(each) or NO_GLOBAL_ID, each, in_axes, mesh, content))
    return found


def _by_their_own(features: list[Feature]) -> dict[str, Feature]:
    """Return the features of a host by GlobalId, where it is theirs alone."""
    counts = Counter(each.guid for each in features)
    return {each.guid: each for each in features if counts[each.guid] == 1 and each.guid != NO_GLOBAL_ID}


def _change(old: Feature, new: Feature, tolerance: float) -> str | None:
    """Return `resized` where the cut has another shape, `moved` where the same one is elsewhere."""
    if old.mesh is None or new.mesh is None:
        if old.mesh is not new.mesh or not equal(old.content, new.content, tolerance):
            return "resized"
        return None if np.abs(old.place - new.place).max() < tolerance else "moved"
    if same(old.mesh.placed(old.place), new.mesh.placed(new.place), tolerance):
        return None
    return "moved" if same(_centred(old.mesh), _centred(new.mesh), tolerance) else "resized"


def _centred(mesh: Mesh) -> Mesh:
    """Return the mesh with the least corner of its bounds at the origin: its own axes may start anywhere."""
    return Mesh(mesh.points - mesh.bounds[0], mesh.faces)
