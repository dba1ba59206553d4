"""Pairs of points that are each other's nearest, for elements that nothing but where they stand tells apart."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ifcdelta.read.placement import Position

FARTHEST: Final = 1000
"""Millimetres: what moved further is another element."""
_MOST: Final = 4_000_000
"""Distances that are computed at once; where there are more of one kind, none of them is paired."""


def mutual_nearest(old: Sequence[Position], new: Sequence[Position]) -> list[tuple[int, int]]:
    """Return the numbers of the points that are nearest to each other, and to no other as near.

    Points are in millimetres. The answer for the sides swapped is the pairs swapped.
    """
    if not old or not new or len(old) * len(new) > _MOST:
        return []
    between = np.asarray(old, np.float64)[:, None, :] - np.asarray(new, np.float64)[None, :, :]
    distance = np.linalg.norm(between, axis=2)
    is_least = (distance == distance.min(axis=1, keepdims=True)) & (distance == distance.min(axis=0, keepdims=True))
    alone = is_least & (is_least.sum(axis=1, keepdims=True) == 1) & (is_least.sum(axis=0, keepdims=True) == 1)
    rows, columns = np.nonzero(alone & (distance <= FARTHEST))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
