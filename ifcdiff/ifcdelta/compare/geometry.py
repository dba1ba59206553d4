"""Whether elements have another shape: their own, whatever represents it, and what is cut out of it.

Asked only of elements whose representation is written otherwise. All pairs at once, in batches, so that the kernel's
processes are kept busy and no more meshes are held than a batch has. Knows no placement but to tell shape from place.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import ifcopenshell

from ifcdelta.compare import features
from ifcdelta.compare.base import Context, Pair, Side, Unknown, Value
from ifcdelta.position import matrix_of
from ifcdelta.shape.kernel import Shapes, make_shapes, with_unit_directions
from ifcdelta.shape.mesh import Mesh, same
from ifcdelta.shape.outline import bodies_of, content_of, representations_of
from ifcdelta.values import equal

_BATCH: Final = 1000
_DIGITS: Final = 6

Entities = list[ifcopenshell.entity_instance]


@dataclass
class Shaped:
    """How shapes changed."""

    told: dict[str, Value] = field(default_factory=dict)
    """By GlobalId, `{"cause": […], "volume", "bbox", "openings"}`: m³, and metres in the element's own axes."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Why a shape cannot be told to have changed or not."""
    stayed: set[str] = field(default_factory=set)
    """What stands where it stood in the same shape, though its placement and its points are others."""


def compare_all(
    pairs: Sequence[Pair], context: Context, threads: int, progress: Callable[[float], None] = lambda _: None
) -> Shaped:
    """Compare the shapes of all pairs; `threads` are for the kernel, `progress` takes the share that is done."""
    found = Shaped()
    if pairs:
        with_unit_directions(context.old.file)
        with_unit_directions(context.new.file)
    for begin in range(0, len(pairs), _BATCH):
        progress(begin / len(pairs))
        _compare_batch(pairs[begin : begin + _BATCH], context, threads, found)
    return found


def _compare_batch(pairs: Sequence[Pair], context: Context, threads: int, found: Shaped) -> None:
    old = _made(context.old, [pair.old for pair in pairs], threads)
    new = _made(context.new, [pair.new for pair in pairs], threads)
    changed: list[Pair] = []
    for pair in pairs:
        try:
            value = _compare(pair, context, old, new, found)
        except Unknown as answer:
            found.unknown[pair.guid] = answer.reason
            continue
        if value:
            found.told[pair.guid] = value
            changed.append(pair)
    _measure(changed, context, threads, (old, new), found)


def _made(side: Side, entities: Entities, threads: int) -> Shapes:
    """Make what the kernel can of elements, of the representations of types, and of features; openings not cut out."""
    wanted = [each for entity in entities for each in _asked(entity)]
    wanted += [
        each for entity in entities for feature in features.features_of(side, entity) for each in _asked(feature)
    ]
    return make_shapes(side.file, {each.id(): each for each in wanted}.values(), threads, openings=False)


def _asked(entity: ifcopenshell.entity_instance) -> Entities:
    """Return what the kernel is to make a shape of: a product by itself, a type by its maps."""
    bodies = bodies_of(entity)
    return [entity] if bodies and entity.is_a("IfcProduct") else list(bodies)


def _compare(pair: Pair, context: Context, old: Shapes, new: Shapes, found: Shaped) -> Value | None:
    told: dict[str, Any] = {}
    if _shape_changed(pair, context, old, new, found):
        told["cause"] = ["shape" if _asked(pair.old) or _asked(pair.new) else "representation"]
    openings = features.compare(pair, context, old.meshes, new.meshes)
    if openings:
        told.setdefault("cause", []).append("openings")
        told["openings"] = openings
    return told or None


def _shape_changed(pair: Pair, context: Context, old: Shapes, new: Shapes, found: Shaped) -> bool:
    before, after = _asked(pair.old), _asked(pair.new)
    if not before and not after:
        one = content_of(context.old, representations_of(pair.old))
        other = content_of(context.new, representations_of(pair.new))
        return not equal(one, other, context.tolerance)
    if not before or not after:
        return True
    meshes = list(_meshes(before, old, "old")), list(_meshes(after, new, "new"))
    if len(meshes[0]) == len(meshes[1]) and all(
        same(one, other, context.tolerance) for one, other in zip(*meshes, strict=True)
    ):
        return False
    if _same_in_the_world(pair, context, *meshes):
        found.stayed.add(pair.guid)
        return False
    return True


def _meshes(entities: Entities, shapes: Shapes, side: str) -> Iterator[Mesh]:
    for entity in entities:
        if entity.id() not in shapes.meshes:
            raise Unknown(f"{shapes.failed.get(entity.id(), 'there is no shape of it')}, in the {side} model")
        yield shapes.meshes[entity.id()]


def _same_in_the_world(pair: Pair, context: Context, old: list[Mesh], new: list[Mesh]) -> bool:
    """Tell whether an exporter only chose other axes for the element: what stands there is the same."""
    if not pair.old.is_a("IfcProduct") or len(old) != 1 or len(new) != 1:
        return False
    was, is_ = matrix_of(context.old, pair.old.ObjectPlacement), matrix_of(context.new, pair.new.ObjectPlacement)
    return was is not None and is_ is not None and same(old[0].placed(was), new[0].placed(is_), context.tolerance)


def _measure(pairs: list[Pair], context: Context, threads: int, made: tuple[Shapes, Shapes], found: Shaped) -> None:
    """Tell volume and bounding box of what changed, openings cut out."""
    for name, side, entities, shapes in (
        ("old", context.old, [pair.old for pair in pairs], made[0]),
        ("new", context.new, [pair.new for pair in pairs], made[1]),
    ):
        hosts = [each for each in entities if each.is_a("IfcProduct") and features.features_of(side, each)]
        cut = make_shapes(side.file, hosts, threads, openings=True).meshes if hosts else {}
        for pair, entity in zip(pairs, entities, strict=True):
            meshes = [cut.get(each.id(), shapes.meshes.get(each.id())) for each in _asked(entity)]
            if len(meshes) == 1 and meshes[0] is not None:
                _tell(found.told[pair.guid], name, meshes[0])


def _tell(value: Value, side: str, mesh: Mesh) -> None:
    if mesh.is_closed:
        value.setdefault("volume", {})[side] = round(mesh.volume, _DIGITS)
    bounds = [[round(float(each), _DIGITS) + 0.0 for each in corner] for corner in mesh.bounds]
    value.setdefault("bbox", {})[side] = bounds
