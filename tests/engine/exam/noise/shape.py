"""Noise in the writing of shapes that are the same: axes, starts of rings, orders of points. Knows no element."""

from random import Random

from tests.engine.exam.registry import REGISTER
from tests.engine.exam.schema import position
from tests.engine.exam.spf import NOTHING, Document, Instance, Real, Ref, Value, Word


@REGISTER.noise("default axes spelt out or left out")
def default_axes(document: Document, random: Random) -> int:
    """`$` for both axes of a placement is (0,0,1) and (1,0,0)."""
    up = document.add(Instance("IFCDIRECTION", [[Real("0."), Real("0."), Real("1.")]]))
    ahead = document.add(Instance("IFCDIRECTION", [[Real("1."), Real("0."), Real("0.")]]))
    count = 0
    for _, instance in document.of_type("IFCAXIS2PLACEMENT3D"):
        if instance.arguments[1:] == [NOTHING, NOTHING] and random.random() < 0.7:
            instance.arguments[1:] = [up, ahead]
            count += 1
        elif [_ratios(document, each) for each in instance.arguments[1:]] == [[0, 0, 1], [1, 0, 0]]:
            instance.arguments[1:] = [NOTHING, NOTHING]
            count += 1
    return count


@REGISTER.noise("directions of another length")
def scale_directions(document: Document, random: Random) -> int:
    """The length of an IfcDirection means nothing (IfcDirection, 8.9.3.30)."""
    count = 0
    for _, instance in document.of_type("IFCDIRECTION"):
        ratios = instance.arguments[0]
        if isinstance(ratios, list) and random.random() < 0.5:
            instance.arguments[0] = [
                Real(f"{2 * float(each.raw)!r}") if isinstance(each, Real) else each for each in ratios
            ]
            count += 1
    return count


@REGISTER.noise("rings start at another point")
def turn_rings(document: Document, random: Random) -> int:
    """The loops of breps, and closed polylines that bound a profile."""
    count = 0
    for _, instance in document.of_type("IFCPOLYLOOP"):
        points = instance.arguments[0]
        assert isinstance(points, list)
        turn = random.randrange(len(points))
        instance.arguments[0] = points[turn:] + points[:turn]
        count += 1
    for _, profile in document.of_type("IFCARBITRARYCLOSEDPROFILEDEF"):
        curve = profile.arguments[-1]
        line = document.instances[curve.id] if isinstance(curve, Ref) else None
        ring = line.arguments[0] if line is not None and line.type == "IFCPOLYLINE" else None
        if isinstance(ring, list) and ring[0] == ring[-1]:
            turn = random.randrange(len(ring) - 1)
            turned = ring[turn:-1] + ring[:turn]
            # Other users of the line are profiles too, or axes: those keep the line as it was.
            own = document.add(Instance("IFCPOLYLINE", [[*turned, turned[0]]]))
            profile.arguments[-1] = own
            count += 1
    return count


@REGISTER.noise("points of tessellations in another order")
def permute_points(document: Document, random: Random) -> int:
    """With the indices of the faces following."""
    count = 0
    faces = ("IFCTRIANGULATEDFACESET", "IFCPOLYGONALFACESET")
    if document.schema == "IFC2X3":
        return 0
    for _, instance in document.of_type(*faces):
        old = instance.arguments[0]
        assert isinstance(old, Ref)
        points = document.instances[old.id].arguments[0]
        assert isinstance(points, list)
        order = list(range(len(points)))
        random.shuffle(order)
        moved = {before + 1: after + 1 for after, before in enumerate(order)}
        listed = document.instances[old.id]
        instance.arguments[0] = document.add(
            Instance(listed.type, [[points[at] for at in order], *listed.arguments[1:]])
        )
        if instance.type == faces[0]:
            at_index = position(document.schema, instance.type, "CoordIndex")
            instance.arguments[at_index] = _reindexed(instance.arguments[at_index], moved)
        else:
            _reindex_faces(document, instance, moved)
        count += 1
    return count


def _reindex_faces(document: Document, faceset: Instance, moved: dict[int, int]) -> None:
    at_faces = position(document.schema, faceset.type, "Faces")
    faces = faceset.arguments[at_faces]
    assert isinstance(faces, list)
    for face in faces:
        assert isinstance(face, Ref)
        instance = document.instances[face.id]
        instance.arguments = [_reindexed(each, moved) for each in instance.arguments]


def _reindexed(value: Value, moved: dict[int, int]) -> Value:
    if isinstance(value, list):
        return [_reindexed(each, moved) for each in value]
    return Word(str(moved[int(value.raw)])) if isinstance(value, Word) and value.raw.isdigit() else value


def _ratios(document: Document, value: Value) -> list[float] | None:
    if not isinstance(value, Ref):
        return None
    ratios = document.instances[value.id].arguments[0]
    assert isinstance(ratios, list)
    return [float(each.raw) for each in ratios if isinstance(each, Real)]
