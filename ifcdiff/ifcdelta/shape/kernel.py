"""Shapes by IfcOpenShell's geometry kernel, in forked processes: one that crashes or hangs costs its element alone.

The kernel is the same for all: the fast exact one for planar solids, Open CASCADE for what that leaves over. Where
curved surfaces are in doubt, Open CASCADE makes all, as fine as is asked. Knows no aspect; shapes come in the element's
own axes and in metres.
"""

import math
import multiprocessing.connection
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Final, Literal

import ifcopenshell
import ifcopenshell.geom
import numpy as np

from ifcdelta.shape.child import fork
from ifcdelta.shape.mesh import Mesh

DEFLECTION: Final = 1e-3
"""Metres that a mesh may be off a curved surface."""
ELEMENT_SECONDS: Final = 60.0
"""How long the kernel may take for one element."""

Library = Literal["hybrid-cgal-simple-opencascade", "opencascade"]
_FAST: Final = "hybrid-cgal-simple-opencascade"
_EXACT: Final = "opencascade"
"""The only kernel that cuts every curved surface into triangles by the deflection."""
_CHUNK: Final = 100
_LEAST: Final = 1e-9
_NO_SHAPE: Final = "the geometry kernel makes no shape of it"
_CRASHED: Final = "the geometry kernel crashes on it"
_TOO_LONG: Final = f"the geometry kernel takes more than {ELEMENT_SECONDS:.0f} seconds for it"


@dataclass(frozen=True)
class Making:
    """How shapes are made."""

    openings: bool = False
    """Whether openings are cut out of products."""
    deflection: float = DEFLECTION

    @property
    def library(self) -> Library:
        """The kernel, by IfcOpenShell's name."""
        return _FAST if self.deflection == DEFLECTION else _EXACT

    def settings(self) -> ifcopenshell.geom.settings:
        """Return the settings of the kernel."""
        settings = ifcopenshell.geom.settings()
        settings.set("disable-opening-subtractions", not self.openings)
        settings.set("no-normals", True)
        settings.set("apply-default-materials", False)
        settings.set("weld-vertices", True)
        settings.set("mesher-linear-deflection", self.deflection)
        return settings


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
    making: Making = Making(),
) -> Shapes:
    """Make the shapes of products, or of representations, in `threads` processes at once."""
    found = Shapes()
    waiting = [(chunk, False) for chunk in _chunks(entities)]
    running: list[_Work] = []
    try:
        while waiting or running:
            while waiting and len(running) < max(1, threads):
                ids, alone = waiting.pop()
                running.append(_Work(file, ids, making, alone=alone))
            multiprocessing.connection.wait([work.receiver for work in running], timeout=1.0)
            for work in list(running):
                work.take(found)
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

    def __init__(self, file: ifcopenshell.file, ids: list[int], making: Making, *, alone: bool) -> None:
        self._alone = alone
        self._ids = ids
        self._begun: int | None = None
        self._done: set[int] = set()
        self._reason = _CRASHED
        self._last_heard = time.monotonic()
        self.ended = False
        self._process, self.receiver = fork(_serve_alone if alone else _serve, file, ids, making)

    def take(self, found: Shapes) -> None:
        """Take in what the process has sent."""
        try:
            while self.receiver.poll():
                self._read(self.receiver.recv(), found)
        except EOFError:
            self.stop()
        if not self.ended and time.monotonic() - self._last_heard > ELEMENT_SECONDS:
            self._reason = _TOO_LONG
            self.stop()

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


def _serve(file: ifcopenshell.file, ids: list[int], making: Making, sender: Connection) -> None:
    """Be the process: make the shapes of a chunk, in the kernel's own order, representations one by one."""
    entities = [file.by_id(step_id) for step_id in ids]
    products = [entity for entity in entities if entity.is_a("IfcProduct")]
    if len(products) < len(entities):
        _serve_alone(file, ids, making, sender)
        return
    iterator = ifcopenshell.geom.iterator(making.settings(), file, 1, include=products, geometry_library=making.library)
    if iterator.initialize():
        while True:
            shape = iterator.get()
            _send(sender, shape.id, shape.geometry)
            if not iterator.next():
                break
    sender.send(("end", 0))


def _serve_alone(file: ifcopenshell.file, ids: list[int], making: Making, sender: Connection) -> None:
    """Be the process that says which entity it begins."""
    settings = making.settings()
    for step_id in ids:
        sender.send(("begin", step_id))
        try:
            shape = ifcopenshell.geom.create_shape(settings, file.by_id(step_id), geometry_library=making.library)
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
