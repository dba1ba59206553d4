"""Openings and other features of elements: added, deleted, moved or resized, told on their host.

IfcRelVoidsElement, IfcRelProjectsElement, IfcRelAdheresToElement (IFC 4.3, 5.4.3). A feature that only got another
GlobalId is found again by its place and its shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import ifcopenshell
import numpy as np

from ifcdelta.compare.context import Context, Value
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.placement import Matrix, matrix_of
from ifcdelta.read.relationships import features_of
from ifcdelta.read.representation import content_of, representations_of
from ifcdelta.read.side import Side, Unknown
from ifcdelta.read.values import Plain, equal
from ifcdelta.shape.mesh import Mesh, same


@dataclass(frozen=True)
class Feature:
    """A feature of a host: where it is in the host's axes, or the world's, and its mesh in its own."""

    guid: str
    place: Matrix
    mesh: Mesh | None
    content: Plain
    """What represents one without a mesh."""


def compare(
    pair: Pair, context: Context, old_meshes: Mapping[int, Mesh], new_meshes: Mapping[int, Mesh], *, in_world: bool
) -> list[Value]:
    """Return `[{"guid", "change"}]` of the features that differ, sorted by GlobalId.

    They are compared in the host's axes, or `in_world`: where the host only got other axes.

    Raises:
        Unknown: a placement cannot be resolved.
    """
    old = _read(context.old, pair.old, old_meshes, in_world=in_world)
    new = _read(context.new, pair.new, new_meshes, in_world=in_world)
    told = []
    for guid in old.keys() & new.keys():
        change = _change(old[guid], new[guid], context.tolerance)
        if change:
            told.append({"guid": guid, "change": change})
    gone = [each for guid, each in old.items() if guid not in new]
    come = [each for guid, each in new.items() if guid not in old]
    for each in list(gone):
        again = next((other for other in come if _change(each, other, context.tolerance) is None), None)
        if again is not None:
            gone.remove(each)
            come.remove(again)
    told += [{"guid": each.guid, "change": "deleted"} for each in gone]
    told += [{"guid": each.guid, "change": "added"} for each in come]
    return sorted(told, key=lambda each: (each["guid"], each["change"]))


def _read(
    side: Side, host: ifcopenshell.entity_instance, meshes: Mapping[int, Mesh], *, in_world: bool
) -> dict[str, Feature]:
    features = features_of(side, host)
    if not features:
        return {}
    stands = matrix_of(side, host.ObjectPlacement)
    found = {}
    for each in features:
        place = matrix_of(side, each.ObjectPlacement)
        if stands is None or place is None:
            raise Unknown("it or an opening of it is not placed")
        mesh = meshes.get(each.id())
        content = content_of(side, representations_of(each)) if mesh is None else None
        found[guid_of(each)] = Feature(
            guid_of(each), place if in_world else np.linalg.inv(stands) @ place, mesh, content
        )
    return found


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
