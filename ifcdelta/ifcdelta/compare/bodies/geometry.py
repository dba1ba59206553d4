"""Whether elements have another shape: their own, whatever represents it, and what is cut out of it.

Asked only of elements whose representation is written otherwise. All pairs at once, in batches, so that the kernel's
processes are kept busy and no more meshes are held than a batch has. A body that is congruent in both models has the
same shape; what that says of its place, and what another shape does, `placement` is told.
"""

from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Final

import ifcopenshell
import numpy as np

from ifcdelta.compare.bodies import features
from ifcdelta.compare.bodies.motions import kept_in_the_world, motions, symmetry
from ifcdelta.compare.bodies.shaped import Meshes, Shaped, Shift
from ifcdelta.compare.bodies.written_alike import Trees
from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.placement import LEAST_TURN, angle_between
from ifcdelta.read.relationships import features_of
from ifcdelta.read.representation import bodies_of, content_of, left_out_of, representations_of
from ifcdelta.read.side import Side, Unknown, telling
from ifcdelta.read.values import equal
from ifcdelta.shape.kernel import DEFLECTION, EXACT, ROUGHLY, Making
from ifcdelta.shape.mesh import Mesh, measure_the_same, same
from ifcdelta.shape.pool import Pool, Shapes
from ifcdelta.shape.with_openings import make_with_openings

_BATCH: Final = 1000
_DOUBT: Final = 2.5 * DEFLECTION
"""Metres that two meshes of one curved surface may be apart."""
_FINEST: Final = 1e-5

Made = tuple[Shapes, Shapes]
"""The shapes of the old and of the new model."""
Entities = list[ifcopenshell.entity_instance]


def compare_all(
    pairs: Sequence[Pair],
    context: Context,
    threads: int,
    turned: Container[str] = (),
    alike: Callable[[Pair], Hashable | None] = lambda _: None,
    progress: Callable[[float], None] = lambda _: None,
) -> Shaped:
    """Compare the shapes of all pairs.

    `threads` are for the kernel; what `turned`, by GlobalId, is looked at though it is written alike; of pairs that are
    `alike` (None: like no other) the shapes in their own axes are the same, and one is looked at; `progress` takes the
    share that is done.
    """
    found, trees = Shaped(), Trees(context)
    pairs = [pair for pair in pairs if _is_written_otherwise(pair, trees, found) or pair.guid in turned]
    groups: dict[Hashable, list[Pair]] = {}
    for pair in pairs:
        key = alike(pair)
        groups.setdefault((pair.guid,) if key is None else key, []).append(pair)
    alike_ones = list(groups.values())
    with Pool((context.old.file, context.new.file), threads) as pool:
        for begin in range(0, len(groups), _BATCH):
            progress(begin / len(groups))
            batch = alike_ones[begin : begin + _BATCH]
            measured = _compare_batch([group[0] for group in batch], context, pool, found)
            for group in batch:
                for pair in group:
                    found.take_over(pair, group[0].guid, context, measured)
    return found


def _is_written_otherwise(pair: Pair, trees: Trees, found: Shaped) -> bool:
    """Tell whether the kernel has to be asked about a pair; note it where that cannot be told."""
    with telling(partial(found.unknown.setdefault, pair.guid), *trees.context.sides_of(pair)):
        return not trees.are_alike(pair)
    return False


def _compare_batch(pairs: Sequence[Pair], context: Context, pool: Pool, found: Shaped) -> dict[str, Meshes]:
    """Compare pairs; return by GlobalId the bodies, as built, of those that differ."""
    pairs = [pair for pair in pairs if _is_readable(pair, context, found)]
    made = _made_both(pairs, context, pool, ROUGHLY)
    doubtful: list[Pair] = []
    for pair in pairs:
        with telling(partial(found.unknown.setdefault, pair.guid), *context.sides_of(pair)):
            value, shift = _compare(pair, context, made)
            if (value or shift) and _is_doubtful(value, shift, pair, context, made):
                doubtful.append(pair)
            found.take(pair, value, shift)
    _compare_finely(doubtful, context, pool, found)
    return _measure([pair for pair in pairs if pair.guid in found.changes], context, pool, made, found)


def _is_readable(pair: Pair, context: Context, found: Shaped) -> bool:
    """Tell whether it can be read what the kernel is to make of a pair, and note it where it cannot."""
    with telling(partial(found.unknown.setdefault, pair.guid), *context.sides_of(pair)):
        for side, entity in context.sides_of(pair):
            _wanted(side, [entity])
        return True
    return False


def _is_doubtful(value: AspectChange | None, shift: Shift | None, pair: Pair, context: Context, made: Made) -> bool:
    """Tell whether a difference may come from how curved surfaces, or concave faces, were cut into triangles."""
    roughly = replace(context, tolerance=max(context.tolerance, _DOUBT))
    again = _compare(pair, roughly, made)
    if again[0] != value or not _turn_alike(shift, again[1]):
        return True
    if value is None or "shape" not in value["cause"]:
        return False
    old = [made[0].meshes.get(each.id()) for each in _asked(pair.old)]
    new = [made[1].meshes.get(each.id()) for each in _asked(pair.new)]
    both = list(zip(old, new, strict=False))
    return all(one and other and measure_the_same(one, other, context.tolerance) for one, other in both)


def _turn_alike(one: Shift | None, other: Shift | None) -> bool:
    matrices = [np.eye(4) if each is None else each.motion for each in (one, other)]
    return angle_between(*matrices) < LEAST_TURN


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


def _compare(pair: Pair, context: Context, made: Made) -> tuple[AspectChange | None, Shift | None]:
    """Return what changed, and where in its axes a body that did not is written now."""
    change: dict[str, Any] = {}
    changed, shift = _shape_changed(pair, context, made)
    if changed:
        change["cause"] = ["shape" if _asked(pair.old) or _asked(pair.new) else "representation"]
    shifts = [shift]
    if not changed and shift is None and pair.old.is_a("IfcProduct"):
        shifts = [symmetry(pair, context, made[0].meshes, made[1].meshes), None]
    in_axes = [(np.eye(4) if each is None else each.motion, each) for each in dict.fromkeys(shifts)]
    if changed and pair.old.is_a("IfcProduct"):
        # Whether the axes of what was reshaped are still the same is told by what is cut out of it.
        in_axes += [(each, None) for each in kept_in_the_world(pair, context)]
    meshes = made[0].meshes, made[1].meshes
    found = [(features.compare(pair, context, *meshes, motion), each) for motion, each in in_axes]
    openings, shift = min(found, key=lambda each: len(each[0]))
    if openings:
        change.setdefault("cause", []).append("openings")
        change["openings"] = openings
    return change or None, shift


def _shape_changed(pair: Pair, context: Context, made: Made) -> tuple[bool, Shift | None]:
    before, after = _asked(pair.old), _asked(pair.new)
    if not before and not after:
        return not _same_content(pair, context), None
    if not before or not after:
        return True, None
    try:
        meshes = list(_meshes(before, made[0], "old")), list(_meshes(after, made[1], "new"))
    except Unknown:
        if _same_content(pair, context):
            return False, None
        raise
    both = list(zip(*meshes, strict=False))
    if len(meshes[0]) == len(meshes[1]) and all(same(*each, context.tolerance) for each in both):
        _look_for_left_out(pair, context)
        return False, None
    found = motions(pair, context, both) if len(meshes[0]) == len(meshes[1]) else []
    if not found or not pair.old.is_a("IfcProduct"):
        return not found, None
    return False, Shift(found[0], meshes[0][0].bounds.mean(axis=0))


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


def _measure(pairs: list[Pair], context: Context, pool: Pool, made: Made, found: Shaped) -> dict[str, Meshes]:
    """Tell volume and bounding box of what changed, openings cut out; return these bodies by GlobalId."""
    sides = (
        (context.old, [pair.old for pair in pairs], made[0]),
        (context.new, [pair.new for pair in pairs], made[1]),
    )
    hosts = [
        [each for each in entities if each.is_a("IfcProduct") and features_of(side, each)]
        for side, entities, _ in sides
    ]
    cut = make_with_openings(pool, hosts)
    built: list[list[Mesh | None]] = []
    for (_, entities, shapes), of_hosts, cut_shapes in zip(sides, hosts, cut, strict=True):
        meshes_of = {**shapes.meshes, **{each.id(): cut_shapes.meshes.get(each.id()) for each in of_hosts}}
        bodies = [[meshes_of.get(each.id()) for each in _asked(entity)] for entity in entities]
        built.append([each[0] if len(each) == 1 else None for each in bodies])
    measured: dict[str, Meshes] = {}
    for pair, old, new in zip(pairs, *built, strict=True):
        if _has_the_same_holes(pair, (old, new), made, context, found):
            found.keep_data_of_openings(pair.guid)
        if pair.guid not in found.changes:
            continue
        found.measure(pair.guid, (old, new))
        measured[pair.guid] = old, new
    return measured


def _has_the_same_holes(pair: Pair, built: Meshes, made: Made, context: Context, found: Shaped) -> bool:
    """Tell whether what is missing of an element is the same, though its openings are other bodies.

    What was only added or deleted is told, whether it cuts anything off or not; so is all where nothing was cut.
    """
    change, (old, new) = found.changes[pair.guid], built
    if change["cause"] != ["openings"] or old is None or new is None:
        return False
    if not features.are_other_bodies_of_openings(pair, context, change["openings"]):
        return False
    uncut = made[0].meshes.get(pair.old.id())
    if uncut is None or same(uncut, old, context.tolerance):
        return False
    shift = found.shifts.get(pair.guid)
    return same(old if shift is None else old.placed(shift.motion), new, context.tolerance)
