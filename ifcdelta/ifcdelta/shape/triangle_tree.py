"""Whether points lie within a distance of triangles, in a time that hardly grows with their number. Knows no mesh.

The triangles are sorted along a space-filling curve (Morton order) and boxed in a binary tree of their runs.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numba import njit

_RUN: Final = 4
"""Triangles in a leaf of the tree."""
_DEEPEST: Final = 64
_MORTON_BITS: Final = 10


def near(probes: npt.NDArray[np.float64], corners: npt.NDArray[np.float64], distance: float) -> npt.NDArray[np.bool_]:
    """Tell of each probe (n, 3) whether it is within `distance` of a triangle (m, 3, 3), all in metres."""
    found: npt.NDArray[np.bool_] = _near(np.ascontiguousarray(probes), np.ascontiguousarray(corners), distance)
    return found


@njit(cache=True, nogil=True)
def _near(probes: Any, corners: Any, distance: Any) -> Any:
    found = np.zeros(len(probes), np.bool_)
    if len(corners) == 0:
        return found
    order = np.argsort(_codes(corners))
    leaves = 1
    while leaves * _RUN < len(corners):
        leaves *= 2
    boxes = _boxes(corners, order, leaves, distance)
    waiting = np.empty(_DEEPEST, np.int64)
    last = 0
    for at in range(len(probes)):
        # Neighbours in the list are often neighbours in space: the run that held the last one is tried first.
        if _in_run(probes[at], corners, order, last, distance):
            found[at] = True
            continue
        last = _search(probes[at], corners, order, boxes, waiting, distance)
        found[at] = last >= 0
        last = max(last, 0)
    return found


@njit(cache=True, nogil=True)
def _codes(corners: Any) -> Any:
    """Return the place of each triangle's centre along the curve."""
    centres = np.empty((len(corners), 3))
    for face in range(len(corners)):
        for axis in range(3):
            centres[face, axis] = corners[face, 0, axis] + corners[face, 1, axis] + corners[face, 2, axis]
    codes = np.zeros(len(corners), np.int64)
    for axis in range(3):
        low, high = centres[:, axis].min(), centres[:, axis].max()
        scale = ((1 << _MORTON_BITS) - 1) / (high - low) if high > low else 0.0
        for face in range(len(corners)):
            cell = int((centres[face, axis] - low) * scale)
            for bit in range(_MORTON_BITS):
                codes[face] |= ((cell >> bit) & 1) << (3 * bit + axis)
    return codes


@njit(cache=True, nogil=True)
def _boxes(corners: Any, order: Any, leaves: Any, distance: Any) -> Any:
    """Return low and high corners of a heap of boxes: the children of `n` are `2 n` and `2 n + 1`."""
    boxes = np.empty((2 * leaves, 2, 3))
    boxes[:, 0, :], boxes[:, 1, :] = np.inf, -np.inf
    for place in range(len(order)):
        box = boxes[leaves + place // _RUN]
        for axis in range(3):
            for corner in range(3):
                box[0, axis] = min(box[0, axis], corners[order[place], corner, axis] - distance)
                box[1, axis] = max(box[1, axis], corners[order[place], corner, axis] + distance)
    for node in range(leaves - 1, 0, -1):
        for axis in range(3):
            boxes[node, 0, axis] = min(boxes[2 * node, 0, axis], boxes[2 * node + 1, 0, axis])
            boxes[node, 1, axis] = max(boxes[2 * node, 1, axis], boxes[2 * node + 1, 1, axis])
    return boxes


@njit(cache=True, nogil=True)
def _search(probe: Any, corners: Any, order: Any, boxes: Any, waiting: Any, distance: Any) -> Any:
    """Return a run that holds a triangle near the probe; -1: there is none."""
    leaves = len(boxes) // 2
    waiting[0], count = 1, 1
    while count:
        count -= 1
        node = waiting[count]
        if not _in_box(probe, boxes[node, 0], boxes[node, 1]):
            continue
        if node < leaves:
            waiting[count], waiting[count + 1] = 2 * node, 2 * node + 1
            count += 2
        elif _in_run(probe, corners, order, node - leaves, distance):
            return node - leaves
    return -1


@njit(cache=True, inline="always")
def _in_box(probe: Any, low: Any, high: Any) -> Any:
    if not low[0] <= probe[0] <= high[0] or not low[1] <= probe[1] <= high[1]:
        return False
    return low[2] <= probe[2] <= high[2]


@njit(cache=True, nogil=True)
def _in_run(probe: Any, corners: Any, order: Any, run: Any, distance: Any) -> Any:
    for place in range(run * _RUN, min((run + 1) * _RUN, len(order))):
        if _distance2(probe, corners[order[place]]) <= distance * distance:
            return True
    return False


@njit(cache=True, nogil=True)
def _distance2(point: Any, corners: Any) -> Any:
    """Return the squared distance of a point to a triangle (Ericson, Real-Time Collision Detection, 5.1.5)."""
    # Tuples: numba makes an array of every sum of arrays, which costs more than all the rest.
    p = point[0], point[1], point[2]
    a = corners[0, 0], corners[0, 1], corners[0, 2]
    b = corners[1, 0], corners[1, 1], corners[1, 2]
    c = corners[2, 0], corners[2, 1], corners[2, 2]
    ab, ac, ap, bp, cp = _minus(b, a), _minus(c, a), _minus(p, a), _minus(p, b), _minus(p, c)
    d1, d2, d3, d4, d5, d6 = _dot(ab, ap), _dot(ac, ap), _dot(ab, bp), _dot(ac, bp), _dot(ab, cp), _dot(ac, cp)
    vc, vb, va = d1 * d4 - d3 * d2, d5 * d2 - d1 * d6, d3 * d6 - d5 * d4
    total = va + vb + vc
    if d1 <= 0 and d2 <= 0:
        found = _dot(ap, ap)
    elif d3 >= 0 and d4 <= d3:
        found = _dot(bp, bp)
    elif d6 >= 0 and d5 <= d6:
        found = _dot(cp, cp)
    elif vc <= 0 and d1 >= 0 and d3 <= 0 and d1 != d3:
        found = _apart2(ap, ab, d1 / (d1 - d3))
    elif vb <= 0 and d2 >= 0 and d6 <= 0 and d2 != d6:
        found = _apart2(ap, ac, d2 / (d2 - d6))
    elif va <= 0 and d4 - d3 >= 0 and d5 - d6 >= 0 and (d4 - d3) + (d5 - d6) > 0:
        found = _apart2(bp, _minus(c, b), (d4 - d3) / ((d4 - d3) + (d5 - d6)))
    elif total == 0:
        found = _dot(ap, ap)
    else:
        inside = _minus(ap, (ab[0] * vb / total, ab[1] * vb / total, ab[2] * vb / total))
        found = _apart2(inside, ac, vc / total)
    return found


@njit(cache=True, inline="always")
def _apart2(one: Any, other: Any, share: Any) -> Any:
    """Return the squared length of a vector less a share of another."""
    rest = one[0] - share * other[0], one[1] - share * other[1], one[2] - share * other[2]
    return _dot(rest, rest)


@njit(cache=True, inline="always")
def _minus(one: Any, other: Any) -> Any:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


@njit(cache=True, inline="always")
def _dot(one: Any, other: Any) -> Any:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
