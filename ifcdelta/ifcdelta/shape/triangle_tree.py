"""Whether points lie within a distance of triangles, in a time that hardly grows with their number. Knows no mesh.

The triangles are sorted along a space-filling curve (Morton order) and boxed in a binary tree of their runs.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.native.compiled import INT64, Array, compiled, helper

_RUN: Final = 4
"""Triangles in a leaf of the tree."""
_DEEPEST: Final = 64
_MORTON_BITS: Final = 10
_POINT: Final = Array(np.float64)
_POINTS: Final = Array(np.float64, 2)
_TRIANGLES: Final = Array(np.float64, 3)


def near(probes: npt.NDArray[np.float64], corners: npt.NDArray[np.float64], distance: float) -> npt.NDArray[np.bool_]:
    """Tell of each probe (n, 3) whether it is within `distance` of a triangle (m, 3, 3), all in metres."""
    found = np.zeros(len(probes), np.bool_)
    if len(corners):
        probes, corners = np.ascontiguousarray(probes), np.ascontiguousarray(corners)
        codes = np.zeros(len(corners), np.int64)
        centres = corners[:, 0] + corners[:, 1] + corners[:, 2]
        _encode(centres, centres.min(axis=0), centres.max(axis=0), codes)
        order = np.argsort(codes)
        leaves = 1
        while leaves * _RUN < len(corners):
            leaves *= 2
        boxes = np.empty((2 * leaves, 2, 3))
        _box(corners, order, leaves, distance, boxes)
        _near(probes, corners, order, boxes, np.empty(_DEEPEST, np.int64), distance, found)
    return found


@compiled(_POINTS, _TRIANGLES, INT64, _TRIANGLES, INT64, float, Array(np.bool_))
def _near(probes: Any, corners: Any, order: Any, boxes: Any, waiting: Any, distance: Any, found: Any) -> None:
    """Tell in `found` of each probe whether it is near; `boxes` are as `_box` makes them, `waiting` is room."""
    last = 0
    for at in range(len(probes)):
        # Neighbours in the list are often neighbours in space: the run that held the last one is tried first.
        if _in_run(probes[at], corners, order, last, distance):
            found[at] = True
            continue
        last = _search(probes[at], corners, order, boxes, waiting, distance)
        found[at] = last >= 0
        last = max(last, 0)


@compiled(_POINTS, _POINT, _POINT, INT64)
def _encode(centres: Any, lows: Any, highs: Any, codes: Any) -> None:
    """Write into `codes`, zeros before, the place along the curve of each centre, all between `lows` and `highs`."""
    for axis in range(3):
        low, high = lows[axis], highs[axis]
        scale = ((1 << _MORTON_BITS) - 1) / (high - low) if high > low else 0.0
        for face in range(len(centres)):
            cell = int((centres[face, axis] - low) * scale)
            for bit in range(_MORTON_BITS):
                codes[face] |= ((cell >> bit) & 1) << (3 * bit + axis)


@compiled(_TRIANGLES, INT64, int, float, _TRIANGLES)
def _box(corners: Any, order: Any, leaves: Any, distance: Any, boxes: Any) -> None:
    """Write low and high corners of a heap of boxes: the children of `n` are `2 n` and `2 n + 1`."""
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


@helper
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


@helper
def _in_box(probe: Any, low: Any, high: Any) -> Any:
    if not low[0] <= probe[0] <= high[0] or not low[1] <= probe[1] <= high[1]:
        return False
    return low[2] <= probe[2] <= high[2]


@helper
def _in_run(probe: Any, corners: Any, order: Any, run: Any, distance: Any) -> Any:
    for place in range(run * _RUN, min((run + 1) * _RUN, len(order))):
        if _distance2(probe, corners[order[place]]) <= distance * distance:
            return True
    return False


@helper
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


@helper
def _apart2(one: Any, other: Any, share: Any) -> Any:
    """Return the squared length of a vector less a share of another."""
    rest = one[0] - share * other[0], one[1] - share * other[1], one[2] - share * other[2]
    return _dot(rest, rest)


@helper
def _minus(one: Any, other: Any) -> Any:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


@helper
def _dot(one: Any, other: Any) -> Any:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
