"""IfcOpenShell's own `ifcdiff` behind the service's call: what it finds, in the service's result file.

Its verdicts are left as they are. What is mended is how it is called: every kind of change is asked
for, an element it cannot compare does not end the diff, threads and logging stay in bounds. Knows no
queue and no job; runs in a process of its own (jobs/process.py).
"""

import logging
import multiprocessing
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import ifcdiff
import ifcopenshell
import ifcopenshell.util.representation
import ifcopenshell.util.unit
from deepdiff import DeepDiff

from contract.job import Phase
from contract.request import Aspect, DiffRequest
from engines.upstream.differences import Differences
from engines.upstream.model import Model, open_model, select
from engines.upstream.property_sides import property_sides
from engines.upstream.result import build_result
from ifcdelta.progress import Progress

log = logging.getLogger("worker")

_KEYS: Final = {
    Aspect.ATTRIBUTES: "attributes_changed",
    Aspect.PROPERTY: "properties_changed",
    Aspect.TYPE: "type_changed",
    Aspect.CLASSIFICATION: "classification_changed",
    Aspect.CONTAINER: "container_changed",
    Aspect.AGGREGATE: "aggregate_changed",
    Aspect.GEOMETRY: "geometry_changed",
}
_GEOMETRY_EPSILON: Final = 1e-5
"""As in IfcDiff.diff(): what it compares summaries of shapes with."""
_REPORT_EVERY: Final = 250


def compare(old_path: Path, new_path: Path, request: DiffRequest, threads: int, report: Progress) -> dict[str, Any]:
    """Diff two models and return the result file (`contract.result`) as plain data.

    Raises:
        ServiceError: unreadable_file, unsupported_schema, bad_filter.
    """
    report(Phase.READING_OLD, 0)
    old = open_model(old_path, "old")
    report(Phase.READING_NEW, 15)
    new = open_model(new_path, "new")
    report(Phase.COMPARING, 30)
    differences = find(old, new, request, threads, report)
    report(Phase.WRITING, 95)
    return build_result(old, new, request, differences)


def find(old: Model, new: Model, request: DiffRequest, threads: int, report: Progress) -> Differences:
    """Return what ifcdiff finds between two models; `threads` are for the geometry kernel."""
    differences = Differences()
    old_scope, new_scope = select(old, new, request.filter_elements)
    differences.added = sorted(new_scope - old_scope)
    differences.deleted = sorted(old_scope - new_scope)
    common = sorted(old_scope & new_scope)
    differences.common = len(common)
    engine = ifcdiff.IfcDiff(old.file, new.file, is_shallow=request.is_shallow)
    engine.precision = request.tolerance / ifcopenshell.util.unit.calculate_unit_scale(new.file)
    pairs = []
    for number, global_id in enumerate(common):
        if number % _REPORT_EVERY == 0:
            report(Phase.COMPARING, 30 + 30 * number // len(common))
        twice = old.occurs_twice(global_id) or new.occurs_twice(global_id)
        if twice:
            for aspect in request.aspects:
                differences.cannot_compare(global_id, aspect, "the GlobalId occurs twice in one file")
            continue
        pair = old.elements[global_id], new.elements[global_id]
        differs = _compare_element(engine, *pair, request, differences)
        if Aspect.GEOMETRY in request.aspects and not (differs and request.is_shallow):
            pairs.append(pair)
    differences.changed = {
        global_id: _plain(kinds, old.elements[global_id], new.elements[global_id])
        for global_id, kinds in engine.change_register.items()
    }
    report(Phase.COMPARING_GEOMETRY, 60)
    _compare_geometry(engine, pairs, threads, differences)
    return differences


def _compare_element(
    engine: ifcdiff.IfcDiff,
    old: ifcopenshell.entity_instance,
    new: ifcopenshell.entity_instance,
    request: DiffRequest,
    differences: Differences,
) -> bool:
    """Ask for every aspect but geometry; ifcdiff, asked for all at once, stops at the first that changed."""
    differs = False
    for aspect in request.aspects:
        if aspect is Aspect.GEOMETRY or (differs and request.is_shallow):
            continue
        engine.relationships = [aspect.value]
        check = engine.diff_element if aspect is Aspect.ATTRIBUTES else engine.diff_element_relationships
        try:
            differs = bool(check(old, new)) or differs
        except Exception as error:
            log.info("%s of %s: %r", aspect, new.GlobalId, error)
            differences.cannot_compare(new.GlobalId, aspect, "IfcOpenShell's ifcdiff failed on this element")
    return differs


def _plain(
    kinds: dict[str, Any], old: ifcopenshell.entity_instance, new: ifcopenshell.entity_instance
) -> dict[str, Any]:
    """Return what ifcdiff noted of an element as values that can be JSON; `True` says changed, not how."""
    plain: dict[str, Any] = dict.fromkeys(kinds, True)
    properties = _KEYS[Aspect.PROPERTY]
    if properties in kinds:
        plain[properties] = property_sides(old, new) or True
    return plain


def _compare_geometry(
    engine: ifcdiff.IfcDiff,
    pairs: list[tuple[ifcopenshell.entity_instance, ifcopenshell.entity_instance]],
    threads: int,
    differences: Differences,
) -> None:
    comparable = [pair for pair in pairs if _has_shape(pair, differences)]
    if not comparable:
        return
    old_shapes = _summaries(engine, engine.old, [old for old, _ in comparable], threads)
    new_shapes = _summaries(engine, engine.new, [new for _, new in comparable], threads)
    for _, element in comparable:
        global_id = element.GlobalId
        if global_id not in old_shapes or global_id not in new_shapes:
            side = "old" if global_id not in old_shapes else "new"
            differences.cannot_compare(
                global_id, Aspect.GEOMETRY, f"the kernel made no shape of it in the {side} model"
            )
        elif DeepDiff(old_shapes[global_id], new_shapes[global_id], math_epsilon=_GEOMETRY_EPSILON):
            differences.changed.setdefault(global_id, {})[_KEYS[Aspect.GEOMETRY]] = True


def _has_shape(
    pair: tuple[ifcopenshell.entity_instance, ifcopenshell.entity_instance], differences: Differences
) -> bool:
    """Tell whether ifcdiff compares the shape of a pair, and note it where there is one that it does not."""
    bodies = [ifcopenshell.util.representation.get_representation(each, "Model", "Body", "MODEL_VIEW") for each in pair]
    if all(bodies):
        return True
    if any(getattr(each, "Representation", None) for each in pair):
        reason = "IfcOpenShell's ifcdiff compares a Body in a MODEL_VIEW subcontext only, on both sides"
        differences.cannot_compare(pair[1].GlobalId, Aspect.GEOMETRY, reason)
    return False


def _summaries(
    engine: ifcdiff.IfcDiff,
    model: ifcopenshell.file,
    elements: Iterable[ifcopenshell.entity_instance],
    threads: int,
) -> dict[str, dict[str, Any]]:
    with _bounded_threads(threads):
        try:
            shapes: dict[str, dict[str, Any]] = engine.summarise_shapes(model, list(elements))
        except RuntimeError as error:
            # ifcdiff asks for a first shape without asking whether there is one.
            log.info("no shapes: %s", error)
            return {}
    return shapes


@contextmanager
def _bounded_threads(threads: int) -> Iterator[None]:
    """Answer ifcdiff's question for the machine's cores with `threads`."""
    ifcdiff.multiprocessing = SimpleNamespace(cpu_count=lambda: threads)
    try:
        yield
    finally:
        ifcdiff.multiprocessing = multiprocessing
