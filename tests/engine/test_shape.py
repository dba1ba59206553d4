"""Meshes that are one shape or two, and a kernel that crashes, hangs or gives up on one element of many."""

import faulthandler
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import ifcopenshell
import numpy as np
import pytest

from ifcdelta.shape import kernel, pool
from ifcdelta.shape.kernel import ROUGHLY, Making
from ifcdelta.shape.mesh import Mesh, same
from ifcdelta.shape.pool import Pool, Shapes
from ifcdelta.shape.with_openings import make_with_openings
from tests.engine.models import Model
from tests.support.data import real_model

CORNERS = np.array([[x, y, z] for x in (0.0, 2.0) for y in (0.0, 0.3) for z in (0.0, 2.5)])
FACES = np.array(
    [
        *([0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1]),
        *([2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]),
    ],
    np.int32,
)
BOX = Mesh(CORNERS, FACES)
TOLERANCE = 1e-4


def moved(corner: int, by: tuple[float, float, float]) -> Mesh:
    points = CORNERS.copy()
    points[corner] += by
    return Mesh(points, FACES)


def test_a_box_is_measured() -> None:
    assert BOX.is_closed
    assert BOX.volume == pytest.approx(1.5)
    assert BOX.area == pytest.approx(2 * (2 * 0.3 + 2 * 2.5 + 0.3 * 2.5))


def test_the_order_of_points_and_faces_does_not_count() -> None:
    draw = np.random.default_rng(5)
    order = draw.permutation(len(CORNERS))
    back = np.argsort(order)
    shuffled = Mesh(CORNERS[order], back[FACES][draw.permutation(len(FACES))].astype(np.int32))
    assert same(BOX, shuffled, TOLERANCE)


def test_a_plane_cut_into_other_triangles_does_not_count() -> None:
    other = FACES.copy()
    other[0], other[1] = [0, 1, 2], [1, 3, 2]
    middle = np.vstack([CORNERS, [[1.0, 0.15, 2.5]]])
    fan = np.array([[1, 5, 8], [5, 7, 8], [7, 3, 8], [3, 1, 8]], np.int32)
    assert same(BOX, Mesh(CORNERS, other), TOLERANCE)
    assert same(BOX, Mesh(middle, np.vstack([FACES[:10], fan])), TOLERANCE)


@pytest.mark.parametrize("by", [(0.001, 0, 0), (0, -0.01, 0), (0, 0, 0.0005)])
def test_one_corner_elsewhere_is_another_shape(by: tuple[float, float, float]) -> None:
    assert not same(BOX, moved(7, by), TOLERANCE)
    assert not same(moved(0, by), BOX, TOLERANCE)
    assert same(BOX, moved(7, tuple(each / 1000 for each in by)), TOLERANCE)  # type: ignore[arg-type]


def test_a_hole_is_another_shape() -> None:
    assert not same(BOX, Mesh(CORNERS, FACES[:-2]), TOLERANCE)
    assert not Mesh(CORNERS, FACES[:-2]).is_closed


def test_a_mirrored_wedge_is_another_shape() -> None:
    wedge = moved(7, (-1.0, 0, 0))
    mirrored = Mesh(wedge.points * [1, -1, 1] + [0, 0.3, 0], wedge.faces[:, ::-1])
    assert not same(wedge, mirrored, TOLERANCE)


@pytest.fixture
def three() -> tuple[ifcopenshell.file, list[ifcopenshell.entity_instance]]:
    model = Model()
    walls = [model.box(model.element("IfcWall", name), (4.0, 0.3, 2.5)) for name in "abc"]
    return model.file, walls


Work = Callable[[Any, list[int], Making, Connection], None]


def with_accident(at: int, accident: Callable[[], object]) -> tuple[Work, Work]:
    """Return the kernel's two ways to work, each with an accident at one element."""
    alone = kernel.make_one_by_one

    def serve_alone(file: Any, ids: list[int], making: Making, sender: Connection) -> None:
        for step_id in ids:
            if step_id == at:
                sender.send(("begin", step_id))
                accident()
            alone(file, [step_id], making, sender)

    def serve(_file: Any, _ids: list[int], _making: Making, _sender: Connection) -> None:
        accident()

    return serve, serve_alone


def shapes(
    file: ifcopenshell.file, walls: list[ifcopenshell.entity_instance], processes: int, making: Making = ROUGHLY
) -> Shapes:
    with Pool([file], processes) as kernels:
        return kernels.make([walls], making)[0]


def crash() -> None:
    """Die as native code does, without pytest's report of it."""
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_crash_costs_its_element_alone(
    three: tuple[ifcopenshell.file, list[ifcopenshell.entity_instance]],
    position: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, walls = three
    serve, alone = with_accident(walls[position].id(), crash)
    monkeypatch.setattr(kernel, "make_together", serve)
    monkeypatch.setattr(kernel, "make_one_by_one", alone)
    found = shapes(file, walls, 2)
    assert found.failed == {walls[position].id(): "the geometry kernel crashes on it"}
    assert found.meshes.keys() == {wall.id() for wall in walls} - found.failed.keys()


def test_a_hang_costs_its_element_alone(
    three: tuple[ifcopenshell.file, list[ifcopenshell.entity_instance]], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, walls = three
    serve, alone = with_accident(walls[1].id(), lambda: time.sleep(600))
    monkeypatch.setattr(kernel, "make_together", serve)
    monkeypatch.setattr(kernel, "make_one_by_one", alone)
    monkeypatch.setattr(pool, "ELEMENT_SECONDS", 1.0)
    began = time.monotonic()
    found = shapes(file, walls, 2)
    assert "seconds" in found.failed[walls[1].id()]
    assert len(found.meshes) == 2
    assert time.monotonic() - began < 30


def test_threads_make_no_difference(three: tuple[ifcopenshell.file, list[ifcopenshell.entity_instance]]) -> None:
    file, walls = three
    one, four = (shapes(file, walls, threads, Making(openings=True)) for threads in (1, 4))
    assert isinstance(one, Shapes)
    assert one.meshes.keys() == four.meshes.keys()
    assert all(same(mesh, four.meshes[step_id], 0.0) for step_id, mesh in one.meshes.items())


def test_what_the_fast_kernel_cuts_away_whole_is_cut_by_the_exact_one() -> None:
    file = ifcopenshell.open(real_model("models/Duplex_A_20110907_georeferenced.ifc"))
    assert isinstance(file, ifcopenshell.file)
    hosts = {relation.RelatingBuildingElement for relation in file.by_type("IfcRelVoidsElement")}
    with Pool([file], 2) as processes:
        (fast,) = processes.make([hosts], Making(openings=True))
        (built,) = make_with_openings(processes, [hosts])
    assert fast.meshes.keys() < built.meshes.keys()
    assert fast.failed.keys() > built.failed.keys()
