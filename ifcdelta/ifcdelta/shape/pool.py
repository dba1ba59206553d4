"""Processes that make shapes: forked once, so that no model is opened again; one that dies costs its element alone.

Knows no aspect, and of the kernel only that it may crash or hang.
"""

import logging
import multiprocessing.connection
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Self

import ifcopenshell

from ifcdelta.process import ForkedProcess
from ifcdelta.read.optional import optional
from ifcdelta.shape import kernel
from ifcdelta.shape.kernel import ROUGHLY, Making
from ifcdelta.shape.mesh import Mesh

log = logging.getLogger(__name__)

ELEMENT_SECONDS: Final = 60.0
"""How long the kernel may take for one element."""

_LARGEST_CHUNK: Final = 100
_SMALLEST_CHUNK: Final = 4
_CHUNKS: Final = 4
"""For each process at least, where there are enough elements: all are to end at about the same time."""
_CRASHED: Final = "the geometry kernel crashes on it"
_TOO_LONG: Final = f"the geometry kernel takes more than {ELEMENT_SECONDS:.0f} seconds for it"


@dataclass
class Shapes:
    """What the kernel made of some elements of one model, by STEP id."""

    meshes: dict[int, Mesh] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    """Why there is no mesh of an element."""
    _bodies: dict[int, dict[int, Mesh]] = field(default_factory=dict, repr=False)

    def take(self, step_id: int, body: int, mesh: Mesh) -> None:
        """Note the mesh of one body of an element, which may have several, in place of one that there was of it."""
        bodies = self._bodies.setdefault(step_id, {})
        bodies[body] = mesh
        self.meshes[step_id] = reduce(Mesh.joined, (bodies[each] for each in sorted(bodies)))

    def give_up(self, step_id: int, reason: str) -> None:
        """Note why an element has no mesh, whichever of its bodies has."""
        self.meshes.pop(step_id, None)
        self.failed[step_id] = reason


@dataclass(frozen=True)
class _Task:
    """A chunk of a model's entities, by STEP id, and where their shapes go."""

    model: int
    ids: list[int]
    making: Making
    found: Shapes
    alone: bool = False
    """Whether one after another is made, and said before."""


class Pool:
    """Processes for shapes of some models, which must stay as they are while it is open."""

    def __init__(self, models: Sequence[ifcopenshell.file], processes: int) -> None:
        self._models = models
        self._size = max(1, processes)
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        """Return the pool; its processes are started when there is work for them."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End its processes."""
        for worker in self._workers:
            worker.stop()

    def make(
        self, wanted: Sequence[Iterable[ifcopenshell.entity_instance]], making: Making = ROUGHLY
    ) -> tuple[Shapes, ...]:
        """Make shapes of the products, or representations, that are `wanted` of each model; return each model's."""
        asked = [_sorted(entities) for entities in wanted]
        made = tuple(Shapes() for _ in asked)
        size = sum(map(len, asked)) // (_CHUNKS * self._size)
        size = min(max(size, _SMALLEST_CHUNK), _LARGEST_CHUNK)
        waiting = [
            _Task(model, ids[begin : begin + size], making, made[model])
            for model, ids in enumerate(asked)
            for begin in range(0, len(ids), size)
        ]
        self._work_off(waiting)
        return made

    def _work_off(self, waiting: list[_Task]) -> None:
        while True:
            self._hand_out(waiting)
            busy = [worker for worker in self._workers if worker.task]
            if not busy:
                return
            multiprocessing.connection.wait([worker.connection for worker in busy], timeout=1.0)
            for worker in busy:
                waiting += worker.take()
            self._workers = [worker for worker in self._workers if not worker.ended]

    def _hand_out(self, waiting: list[_Task]) -> None:
        while waiting:
            free = [worker for worker in self._workers if not worker.task]
            if not free and len(self._workers) == self._size:
                return
            if not free:
                free = [_Worker(self._models)]
                self._workers += free
            free[0].begin(waiting.pop())


class _Worker:
    """One process and the task that it is at."""

    def __init__(self, models: Sequence[ifcopenshell.file]) -> None:
        self._process = ForkedProcess(_serve, models)
        self.connection = self._process.connection
        self.ended = False
        self.task: _Task | None = None
        self._begun: int | None = None
        self._done: set[int] = set()
        self._heard = 0.0

    def begin(self, task: _Task) -> None:
        """Give it a task."""
        self.task, self._begun, self._done, self._heard = task, None, set(), time.monotonic()
        self.connection.send((task.model, task.ids, task.making, task.alone))

    def take(self) -> list[_Task]:
        """Take in what the process has sent; return what is to be done again, if it died of its task."""
        reason = ""
        try:
            while self.task and self.connection.poll():
                self._read(self.task, self.connection.recv())
        except (EOFError, ConnectionError):
            reason = _CRASHED
        if self.task and time.monotonic() - self._heard > ELEMENT_SECONDS:
            reason = _TOO_LONG
        if not reason or not self.task:
            return []
        self.stop()
        return self._left(self.task, reason)

    def _read(self, task: _Task, message: tuple[Any, ...]) -> None:
        self._heard = time.monotonic()
        kind, step_id, *content = message
        if kind == "begin":
            self._begun = step_id
        elif kind == "mesh":
            body, *mesh = content
            task.found.take(step_id, body, Mesh(*mesh))
            self._done.add(step_id)
        elif kind == "failed":
            self._fail(task, step_id, content[0])
        elif kind == "mistake":
            log.warning("the engine failed on the shape of #%d:\n%s", step_id, content[0])
        else:
            for each in self._not_done(task):
                self._fail(task, each, kernel.NO_SHAPE)
            self.task = None

    def _fail(self, task: _Task, step_id: int, reason: str) -> None:
        task.found.give_up(step_id, reason)
        self._done.add(step_id)

    def _left(self, task: _Task, reason: str) -> list[_Task]:
        """Return what is to be tried one by one; the one that a process died of when it was alone is given up."""
        if task.alone and self._begun is not None and self._begun not in self._done:
            self._fail(task, self._begun, reason)
        rest = self._not_done(task)
        return [replace(task, ids=rest, alone=True)] if rest else []

    def _not_done(self, task: _Task) -> list[int]:
        return [step_id for step_id in task.ids if step_id not in self._done]

    def stop(self) -> None:
        """End the process."""
        self._process.stop()
        self.ended = True


def _sorted(entities: Iterable[ifcopenshell.entity_instance]) -> list[int]:
    """Return STEP ids, those of one mapped shape together: the kernel makes it once."""
    return [entity.id() for entity in sorted(entities, key=lambda each: (_source(each), each.id()))]


def _source(entity: ifcopenshell.entity_instance) -> int:
    shape = optional(entity, "Representation")
    for representation in optional(shape, "Representations") or ():
        for item in representation.Items or ():
            source = item.MappingSource if item.is_a("IfcMappedItem") else None
            return int((item if source is None else source).id())
    return 0


def _serve(models: Sequence[ifcopenshell.file], connection: Connection) -> None:
    """Be a process: one task after another, until the pool ends it."""
    while True:
        model, ids, making, alone = connection.recv()
        kernel.with_global_ids(models[model], ids)  # Here alone: the process's models are copies.
        make = kernel.make_one_by_one if alone else kernel.make_together
        make(models[model], ids, making, connection)
        connection.send(("end", 0))
