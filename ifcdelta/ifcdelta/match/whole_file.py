"""What is unique in a whole file: tags, names, places; asked of its index, as a narrowed view lacks most elements.

A Tag, a name or a position is evidence of identity only there: some exporters write the mark of a type into every Tag,
or stand every beam at the origin. Pairs nothing.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

import ifcopenshell
import numpy as np
import numpy.typing as npt

from ifcdelta.index.content import Content, said_by
from ifcdelta.index.element_hashes import ElementHashes
from ifcdelta.index.table import Index
from ifcdelta.read.attributes import name_of
from ifcdelta.read.optional import optional
from ifcdelta.read.values import text


class WholeFile:
    """All elements of one file."""

    def __init__(self, index: Index, elements: ElementHashes, content: Content) -> None:
        self._index, self._elements, self._content = index, elements, content
        self._known: dict[tuple[str, str], Counter[str]] = {}
        self._named: dict[int, Counter[str]] = {}

    @property
    def repeats_ids(self) -> bool:
        """As of the index."""
        return self._index.repeats_ids

    def said(self, instances: Iterable[ifcopenshell.entity_instance]) -> tuple[int, ...]:
        """Return a hash of what each instance says: equal ones of two files of one schema are written alike."""
        return tuple(said_by(self._index, self._content, (each.id() for each in instances)).tolist())

    def tags(self, class_: str) -> Counter[str]:
        """Return how often the instances of a class have which Tag."""
        return self._counts(class_, "Tag")

    def is_tagged_alone(self, element: ifcopenshell.entity_instance) -> bool:
        """Tell whether no other element of its class has its Tag."""
        tag = tag_of(element)
        return tag is not None and self.tags(element.is_a())[tag] <= 1

    def is_named_alone(self, element: ifcopenshell.entity_instance) -> bool:
        """Tell whether no other element of its class has its name."""
        return self._counts(element.is_a(), "Name")[name_of(element) or ""] <= 1

    def stands_alone(self, element: ifcopenshell.entity_instance) -> bool:
        """Tell whether no other element of its class has its place."""
        return element.id() not in self._crowds

    def stands_alone_by_name(self, element: ifcopenshell.entity_instance) -> bool:
        """Tell whether no other element of its class and name has its place."""
        crowd = self._crowds.get(element.id())
        if crowd is not None and crowd not in self._named:
            self._named[crowd] = self._counted(self._shared[0][self._shared[1] == crowd], "Name")
        return crowd is None or self._named[crowd][name_of(element) or ""] <= 1

    @cached_property
    def _crowds(self) -> dict[int, int]:
        """By STEP id of each element that shares its place with another of its class the number of that place."""
        rows, numbers = self._shared
        return dict(zip(self._index.scan.ids[rows].tolist(), numbers.tolist(), strict=True))

    @cached_property
    def _shared(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        """The rows of those elements, in the file's order, and the number of the place of each."""
        rows, places = self._elements.all_rows, self._elements.places
        keys = np.column_stack([places, self._index.scan.types[rows].astype(np.uint64)])
        _, numbers, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
        numbers = numbers.reshape(-1)
        is_shared = (counts[numbers] > 1) & (places != 0)
        return rows[is_shared], numbers[is_shared]

    def _counts(self, class_: str, attribute: str) -> Counter[str]:
        key = class_, attribute
        if key not in self._known:
            self._known[key] = self._counted(self._index.rows_of(class_), attribute)
        return self._known[key]

    def _counted(self, rows: npt.NDArray[np.int64], attribute: str) -> Counter[str]:
        """Count what an attribute is in rows, in the file's order."""
        found: Counter[str] = Counter()
        table, (types, of_rows) = self._index.table, np.unique(self._index.scan.types[rows], return_inverse=True)
        arguments = np.array([table.argument(table.names[each], attribute) for each in types.tolist()], np.int64)
        for one in self._index.windows(rows):
            found.update(self._index.strings(rows[one], arguments[of_rows[one]]))
        return found


def tag_of(element: ifcopenshell.entity_instance) -> str | None:
    """Return an element's Tag; what exporters write for none, e.g. 0 or -, is no evidence."""
    tag = optional(element, "Tag")
    return text(tag) if isinstance(tag, str) and is_tag(tag) else None


def is_tag(tag: str) -> bool:
    """Tell whether a Tag says anything."""
    return bool(tag.strip("0-. "))
