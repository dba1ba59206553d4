"""Whether elements have another shape: their own, whatever represents it, and what is cut out of it.

Asked only of elements whose representation is written otherwise. All pairs at once, in batches, so that the kernel's
processes are kept busy and no more meshes are held than a batch has. Knows no placement but to tell shape from place.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import ifcopenshell

from ifcdelta.compare import features
from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.written_alike import Trees
from ifcdelta.match.pair import Pair
from ifcdelta.read.placement import matrix_of
from ifcdelta.read.relationships import features_of
from ifcdelta.read.representation import bodies_of, content_of, left_out_of, representations_of
from ifcdelta.read.side import Side, Unknown, telling
from ifcdelta.read.values import equal
from ifcdelta.shape.kernel import DEFLECTION, EXACT, ROUGHLY, Making
from ifcdelta.shape.mesh import Mesh, measure_the_same, same
from ifcdelta.shape.pool import Pool, Shapes
from ifcdelta.shape.with_openings import make_with_openings

_BATCH: Final = 1000
_DIGITS: Final = 6
_DOUBT: Final = 2.5 * DEFLECTION
"""Metres that two meshes of one curved surface may be apart."""
_FINEST: Final = 1e-5

Made = tuple[Shapes, Shapes]
"""The shapes of the old and of the new model."""
Entities = list[ifcopenshell.entity_instance]


@dataclass
class Shaped:
    """How shapes changed."""

    changes: dict[str, AspectChange] = field(default_factory=dict)
    """By GlobalId, `{"cause": […], "volume", "bbox", "openings"}`: m³, and metres in the element's own axes."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Why a shape cannot be told to have changed or not."""
    stayed: set[str] = field(default_factory=set)
    """What stands where it stood in the same shape, though its placement and its points are others."""

    def take(self, pair: Pair, value: AspectChange | None, stayed: bool) -> None:
        """Note what was found of a pair, in place of what was found before."""
        self.changes.pop(pair.guid, None)
        if value:
            self.changes[pair.guid] = value
        if stayed:
            self.stayed.add(pair.guid)


def compare_all(
    pairs: Sequence[Pair],
    context: Context,
    threads: int,
    alike: Callable[[Pair], Hashable | None] = lambda _: None,
    progress: Callable[[float], None] = lambda _: None,
) -> Shaped:
    """Compare the shapes of all pairs.

    `threads` are for the kernel; of pairs that are `alike` (None: like no other) the shapes in their own axes are the
    same, and one is looked at; `progress` takes the share that is done.
    """
    found, trees = Shaped(), Trees(context)
    pairs = [pair for pair in pairs if _is_written_otherwise(pair, trees, found)]
    groups: dict[Hashable, list[Pair]] = {}
    for pair in pairs:
        key = alike(pair)
        groups.setdefault((pair.guid,) if key is None else key, []).append(pair)
    firsts = [group[0] for group in groups.values()]
    with Pool((context.old.file, context.new.file), threads) as pool:
        for begin in range(0, len(firsts), _BATCH):
            progress(begin / len(firsts))
            _compare_batch(firsts[begin : begin + _BATCH], context, pool, found)
    for first, *others in groups.values():
        for pair in others:
            _take_over(pair.guid, first.guid, found)
    return found


def _is_written_otherwise(pair: Pair, trees: Trees, found: Shaped) -> bool:
    """Tell whether the kernel has to be asked about a pair; note it where that cannot be told."""
    with telling(partial(found.unknown.setdefault, pair.guid), *trees.context.sides_of(pair)):
        return not trees.are_alike(pair)
    return False


def _take_over(guid: str, like: str, found: Shaped) -> None:
    """Tell of an element what was found of one that is like it."""
    if like in found.changes:
        found.changes[guid] = found.changes[like]
    if like in found.unknown:
        found.unknown[guid] = found.unknown[like]


def _compare_batch(pairs: Sequence[Pair], context: Context, pool: Pool, found: Shaped) -> None:
    pairs = [pair for pair in pairs if _is_readable(pair, context, found)]
    made = _made_both(pairs, context, pool, ROUGHLY)
    doubtful: list[Pair] = []
    for pair in pairs:
        with telling(partial(found.unknown.setdefault, pair.guid), *context.sides_of(pair)):
            value, stayed = _compare(pair, context, made)
            if value is not None and _is_doubtful(value, pair, context, made):
                doubtful.append(pair)
            found.take(pair, value, stayed)
    _compare_finely(doubtful, context, pool, found)
    _measure([pair for pair in pairs if pair.guid in found.changes], context, pool, made, found)


def _is_readable(pair: Pair, context: Context, found: Shaped) -> bool:
    """Tell whether it can be read what the kernel is to make of a pair, and note it where it cannot."""
    with telling(partial(found.unknown.setdefault, pair.guid), *context.sides_of(pair)):
        for side, entity in context.sides_of(pair):
            _wanted(side, [entity])
        return True
    return False


def _is_doubtful(value: AspectChange, pair: Pair, context: Context, made: Made) -> bool:
    """Tell whether a difference may come from how curved surfaces, or concave faces, were cut into triangles."""
    roughly = replace(context, tolerance=max(context.tolerance, _DOUBT))
    if _compare(pair, roughly, made)[0] != value:
        return True
    if "shape" not in value["cause"]:
        return False
    old = [made[0].meshes.get(each.id()) for each in _asked(pair.old)]
    new = [made[1].meshes.get(each.id()) for each in _asked(pair.new)]
    both = list(zip(old, new, strict=False))
    return all(one and other and measure_the_same(one, other, context.tolerance) for one, other in both)


def _compare_finely(pairs: Sequence[Pair], context: Context, pool: Pool, found: Shaped) -> None:
    """Compare what is in doubt again, with finer shapes by the exact kernel."""
    if not pairs:
        return
    deflection = min(max(context.tolerance / 2, _FINEST), DEFLECTION / 2)
    making = Making(deflection=deflection, library=EXACT)
    made = _made_both(pairs, context, pool, making)
    for pair in pairs:
        # What the exact kernel cannot make stays told as it was.
        with telling(partial(found.unknown.setdefault, pair.guid), *context.sides_of(pair)), suppress(Unknown):
            found.take(pair, *_compare(pair, context, made))


def _made_both(pairs: Sequence[Pair], context: Context, pool: Pool, making: Making) -> Made:
    wanted = _wanted(context.old, [pair.old for pair in pairs]), _wanted(context.new, [pair.new for pair in pairs])
    old, new = pool.make(wanted, making)
    return old, new


def _wanted(side: Side, entities: Entities) -> Entities:
    """Return what the kernel is to make of elements: the representations of types, and features; none cut out."""
    wanted = [each for entity in entities for each in _asked(entity)]
    wanted += [each for entity in entities for feature in features_of(side, entity) for each in _asked(feature)]
    return list({each.id(): each for each in wanted}.values())


def _asked(entity: ifcopenshell.entity_instance) -> Entities:
    """Return what the kernel is to make a shape of: a product by itself, a type by its maps."""
    bodies = bodies_of(entity)
    return [entity] if bodies and entity.is_a("IfcProduct") else list(bodies)


def _compare(pair: Pair, context: Context, made: Made) -> tuple[AspectChange | None, bool]:
    """Return what changed, and whether all stayed where it was on other axes."""
    change: dict[str, Any] = {}
    changed, stayed = _shape_changed(pair, context, made)
    if changed:
        change["cause"] = ["shape" if _asked(pair.old) or _asked(pair.new) else "representation"]
    openings = features.compare(pair, context, made[0].meshes, made[1].meshes, in_world=stayed)
    if openings:
        change.setdefault("cause", []).append("openings")
        change["openings"] = openings
    return change or None, stayed


def _shape_changed(pair: Pair, context: Context, made: Made) -> tuple[bool, bool]:
    before, after = _asked(pair.old), _asked(pair.new)
    if not before and not after:
        return not _same_content(pair, context), False
    if not before or not after:
        return True, False
    try:
        meshes = list(_meshes(before, made[0], "old")), list(_meshes(after, made[1], "new"))
    except Unknown:
        if _same_content(pair, context):
            return False, False
        raise
    if len(meshes[0]) == len(meshes[1]) and all(
        same(one, other, context.tolerance) for one, other in zip(*meshes, strict=True)
    ):
        _look_for_left_out(pair, context)
        return False, False
    stayed = _same_in_the_world(pair, context, *meshes)
    return not stayed, stayed


def _look_for_left_out(pair: Pair, context: Context) -> None:
    """Make sure that the kernel did not pass over what differs.

    Raises:
        Unknown: it did.
    """
    old = left_out_of(context.old, bodies_of(pair.old))
    new = left_out_of(context.new, bodies_of(pair.new))
    if not equal(old, new, context.tolerance):
        raise Unknown("the geometry kernel leaves out a part of it that is written otherwise")


def _same_content(pair: Pair, context: Context) -> bool:
    """Tell whether what represents an element is written of the same items: all there is to ask without the kernel."""
    one = content_of(context.old, representations_of(pair.old))
    other = content_of(context.new, representations_of(pair.new))
    return equal(one, other, context.tolerance)


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


def _measure(pairs: list[Pair], context: Context, pool: Pool, made: Made, found: Shaped) -> None:
    """Tell volume and bounding box of what changed, openings cut out."""
    sides = (
        ("old", context.old, [pair.old for pair in pairs], made[0]),
        ("new", context.new, [pair.new for pair in pairs], made[1]),
    )
    hosts = [
        [each for each in entities if each.is_a("IfcProduct") and features_of(side, each)]
        for _, side, entities, _ in sides
    ]
    cut = make_with_openings(pool, hosts)
    for (name, _, entities, shapes), of_hosts, cut_shapes in zip(sides, hosts, cut, strict=True):
        meshes_of = {**shapes.meshes, **{each.id(): cut_shapes.meshes.get(each.id()) for each in of_hosts}}
        for pair, entity in zip(pairs, entities, strict=True):
            meshes = [meshes_of.get(each.id()) for each in _asked(entity)]
            if len(meshes) == 1 and meshes[0] is not None:
                _tell(found.changes[pair.guid], name, meshes[0])


def _tell(value: AspectChange, side: str, mesh: Mesh) -> None:
    if mesh.is_closed:
        value.setdefault("volume", {})[side] = round(mesh.volume, _DIGITS)
    bounds = [[round(float(each), _DIGITS) + 0.0 for each in corner] for corner in mesh.bounds]
    value.setdefault("bbox", {})[side] = bounds
