"""What the old and new values of a field have in common among many elements. Knows no field and no element."""

import json
from collections import Counter
from collections.abc import Hashable, Sequence
from enum import Enum
from typing import Any, Final

_exact: Final = json.JSONEncoder(sort_keys=True).encode

Sides = tuple[Any, Any]
"""An old and a new value; None where there is none, `NULL` for one that says nothing where there was none at all."""


class Null(Enum):
    """A value that is there and null."""

    NULL = "null"


NULL: Final = Null.NULL

SET: Final = "set"
REMOVED: Final = "removed"
CHANGED: Final = "changed"


def in_common(values: Sequence[Sides]) -> dict[str, Any]:
    """Return what the result tells of the sides that a field has, one pair an element.

    `how`: whether all were `set` where nothing was, all `removed`, or `changed`; `old` and `new` of the commonest pair,
    the first at a tie; `values`, how many pairs there are; `count` and `commonest`, how many elements have any, and
    that one.
    """
    keys = [(_key(old), _key(new)) for old, new in values]
    counts = Counter(keys)
    commonest = max(counts, key=counts.__getitem__)
    old, new = values[keys.index(commonest)]
    return {
        "how": _how(values),
        "old": None if old is NULL else old,
        "new": None if new is NULL else new,
        "values": len(counts),
        "count": len(values),
        "commonest": counts[commonest],
    }


def _how(values: Sequence[Sides]) -> str:
    if all(old is None and new is not None for old, new in values):
        return SET
    return REMOVED if all(old is not None and new is None for old, new in values) else CHANGED


def _key(value: Any) -> Hashable:
    """Return what tells a value from others: 1, 1.0, true and their texts are five."""
    if value is None or isinstance(value, str | Null):
        return value
    if isinstance(value, float):
        return value
    return (type(value), value) if isinstance(value, int) else (_exact(value),)
