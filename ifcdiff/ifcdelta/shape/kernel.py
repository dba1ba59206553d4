"""Shapes by IfcOpenShell's geometry kernel, in forked processes: one that crashes or hangs costs its element alone.

The kernel is the same for all: the fast exact one for planar solids, Open CASCADE for what that leaves over. Knows no
aspect; shapes come in the element's own axes and in metres.
"""

import ctypes
import math
import multiprocessing
import multiprocessing.connection
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Final

import ifcopenshell
import ifcopenshell.geom
import numpy as np

from ifcdelta.shape.mesh import Mesh

LIBRARY: Final = "hybrid-cgal-simple-opencascade"
ELEMENT_SECONDS: Final = 60.0
"""How long the kernel may take for one element."""

_CHUNK: Final = 100
_LEAST: Final = 1e-9
_PR_SET_PDEATHSIG: Final = 1
_NO_SHAPE: Final = "the geometry kernel makes no shape of it"
_CRASHED: Final = "the geometry kernel crashes on it"
_TOO_LONG: Final = f"the geometry kernel takes more than {ELEMENT_SECONDS:.0f} seconds for it"


@dataclass
class Shapes:
    """What the kernel made of some elements, by STEP id."""

    meshes: dict[int, Mesh] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    """Why there is no mesh of an element."""


def with_unit_directions(file: ifcopenshell.file) -> None:
    """Give every direction of a model the length 1, which it means anyway (IFC 4.3, 8.9.3.23 IfcDirection).

    The kernel makes a solid longer whose direction of extrusion is.
    """
    for direction in file.by_type("IfcDirection"):
        ratios = direction.DirectionRatios or ()
        length = math.hypot(*ratios)
        if length and abs(length - 1.0) > _LEAST:
            direction.DirectionRatios = [each / length for each in ratios]


def make_shapes(
    file: ifcopenshell.file,
    entities: Iterable[ifcopenshell.entity_instance],
    threads: int,
    *,
    openings: bool,
    advance: Callable[[int], None] = lambda _: None,
) -> Shapes:
    """Make the shapes of products, or of representations; with `openings`, these are cut out of products.

    `threads` processes work at once; `advance` is told how many more entities are done.
    """
    found = Shapes()
    waiting = [(chunk, False) for chunk in _chunks(entities)]
    running: list[_Work] = []
    try:
        while waiting or running:
            while waiting and len(running) < max(1, threads):
                ids, alone = waiting.pop()
                running.append(_Work(file, ids, openings=openings, alone=alone))
            multiprocessing.connection.wait([work.receiver for work in running], timeout=1.0)
            for work in list(running):
                done = work.take(found)
                advance(done)
                if work.ended:
                    running.remove(work)
                    waiting += work.left(found)
    finally:
        for work in running:
            work.stop()
    return found


def _chunks(entities: Iterable[ifcopenshell.entity_instance]) -> Iterator[list[int]]:
    """Yield STEP ids, those of one mapped shape together: the kernel makes it once."""
    ids = [entity.id() for entity in sorted(entities, key=lambda each: (_source(each), each.id()))]
    for begin in range(0, len(ids), _CHUNK):
        yield ids[begin : begin + _CHUNK]


def _source(entity: ifcopenshell.entity_instance) -> int:
    shape = getattr(entity, "Representation", None)
    for representation in getattr(shape, "Representations", None) or ():
        for item in representation.Items or ():
            return int(item.MappingSource.id()) if item.is_a("IfcMappedItem") else int(item.id())
    return 0


class _Work:
    """One process at its chunk of elements. With `alone` it says which it begins, to tell which one it dies of."""

    def __init__(self, file: ifcopenshell.file, ids: list[int], *, openings: bool, alone: bool) -> None:
        self._alone = alone
        self._ids = ids
        self._begun: int | None = None
        self._done: set[int] = set()
        self._reason = _CRASHED
        self._last_heard = time.monotonic()
        self.ended = False
        context = multiprocessing.get_context("fork")
        self.receiver, sender = context.Pipe(duplex=False)
        target = _serve_alone if alone else _serve
        self._process = context.Process(target=target, args=(file, ids, openings, sender))
        self._process.start()
        sender.close()

    def take(self, found: Shapes) -> int:
        """Take in what the process has sent; return how many elements that finishes."""
        before = len(self._done)
        try:
            while self.receiver.poll():
                self._read(self.receiver.recv(), found)
        except EOFError:
            self.stop()
        if not self.ended and time.monotonic() - self._last_heard > ELEMENT_SECONDS:
            self._reason = _TOO_LONG
            self.stop()
        return len(self._done) - before

    def _read(self, message: tuple[Any, ...], found: Shapes) -> None:
        self._last_heard = time.monotonic()
        kind, step_id, *content = message
        if kind == "begin":
            self._begun = step_id
        elif kind == "mesh":
            found.meshes[step_id] = Mesh(*content)
            self._done.add(step_id)
        elif kind == "failed":
            found.failed[step_id] = content[0]
            self._done.add(step_id)
        else:
            self._finish(found)

    def _finish(self, found: Shapes) -> None:
        """The process is through: what it has not sent has no shape."""
        for step_id in self._ids:
            if step_id not in self._done:
                found.failed[step_id] = _NO_SHAPE
                self._done.add(step_id)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self.receiver.close()
        self.ended = True

    def left(self, found: Shapes) -> list[tuple[list[int], bool]]:
        """Return what is to be tried again, element by element; the one that a process died of is given up."""
        if self._alone and self._begun is not None and self._begun not in self._done:
            found.failed[self._begun] = self._reason
            self._done.add(self._begun)
        rest = [step_id for step_id in self._ids if step_id not in self._done]
        return [(rest, True)] if rest else []


def _die_with_parent() -> None:
    """Have the system end this process when its parent ends (Linux): no kernel works on for a diff that was killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _settings(*, openings: bool) -> ifcopenshell.geom.settings:
    settings = ifcopenshell.geom.settings()
    settings.set("disable-opening-subtractions", not openings)
    settings.set("no-normals", True)
    settings.set("apply-default-materials", False)
    settings.set("weld-vertices", True)
    return settings


def _serve(file: ifcopenshell.file, ids: list[int], openings: bool, sender: Connection) -> None:
    """Be the process: make the shapes of a chunk, in the kernel's own order, representations one by one."""
    _die_with_parent()
    entities = [file.by_id(step_id) for step_id in ids]
    products = [entity for entity in entities if entity.is_a("IfcProduct")]
    if len(products) < len(entities):
        _serve_alone(file, ids, openings, sender)
        return
    iterator = ifcopenshell.geom.iterator(
        _settings(openings=openings), file, 1, include=products, geometry_library=LIBRARY
    )
    if iterator.initialize():
        while True:
            shape = iterator.get()
            _send(sender, shape.id, shape.geometry)
            if not iterator.next():
                break
    sender.send(("end", 0))


def _serve_alone(file: ifcopenshell.file, ids: list[int], openings: bool, sender: Connection) -> None:
    """Be the process that says which entity it begins."""
    _die_with_parent()
    settings = _settings(openings=openings)
    for step_id in ids:
        sender.send(("begin", step_id))
        try:
            shape = ifcopenshell.geom.create_shape(settings, file.by_id(step_id), geometry_library=LIBRARY)
        except RuntimeError:
            sender.send(("failed", step_id, _NO_SHAPE))
        else:
            _send(sender, step_id, getattr(shape, "geometry", shape))
    sender.send(("end", 0))


def _send(sender: Connection, step_id: int, geometry: Any) -> None:
    points = np.frombuffer(geometry.verts_buffer, np.float64).reshape(-1, 3)
    faces = np.frombuffer(geometry.faces_buffer, np.int32).reshape(-1, 3)
    if faces.size and np.isfinite(points).all():
        sender.send(("mesh", step_id, points.copy(), faces.copy()))
    else:
        sender.send(("failed", step_id, _NO_SHAPE))
