"""What the fast pass must know of an IFC schema, as arrays: names, kinds, and which arguments count in order.

Read from IfcOpenShell's own schema, so that no list of classes is kept here. Knows no file.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import ifcopenshell
import numpy as np
import numpy.typing as npt

from ifcdelta.relations import FORMERLY, Relation
from ifcdelta.step.hashing import hash_bytes
from ifcdelta.step.scan import SKIP_ROOT

OBJECT: Final = 1
"""IfcObjectDefinition: an element by itself; who refers to it means it, not its content."""
IN_SCOPE: Final = 2
"""What a diff tells of: objects but features, types, the project."""
FEATURE: Final = 4
"""IfcFeatureElement: told on its host."""
TYPE: Final = 8
"""IfcTypeObject."""
PLACEMENT: Final = 16
"""IfcObjectPlacement."""
PRODUCT: Final = 32
"""IfcProduct."""
GRID_AXIS: Final = 64
"""IfcGridAxis: part of a grid, that what is placed where two of them cross stands relative to."""

REPRESENTATION: Final = 6
"""Argument of IfcProduct.Representation and of IfcTypeProduct.RepresentationMaps, in every schema."""

SCOPE: Final = ("IfcObject", "IfcTypeObject", "IfcProject")
"""What a diff tells of, but for features (IfcFeatureElement), which are told on their host."""
_KINDS: Final = {
    OBJECT: ("IfcObjectDefinition",),
    IN_SCOPE: SCOPE,
    FEATURE: ("IfcFeatureElement",),
    TYPE: ("IfcTypeObject",),
    PLACEMENT: ("IfcObjectPlacement",),
    PRODUCT: ("IfcProduct",),
    GRID_AXIS: ("IfcGridAxis",),
}
"""The classes of each kind; subclasses are of it too, and a feature is in no scope."""
_CONTEXT_SKIPS: Final = 1 << 3 | 1 << 5
"""IfcGeometricRepresentationContext: Precision and TrueNorth place no shape."""


@dataclass(frozen=True)
class SchemaTable:
    """The entities of a schema by number, in alphabetical order."""

    identifier: str
    names: tuple[str, ...]
    """As the schema spells them; the number is the index."""
    keys: npt.NDArray[np.uint64]
    numbers: npt.NDArray[np.int32]
    """Open-addressed table from the hash of a name in capitals to its number."""
    masks: npt.NDArray[np.int64]
    """(names + 1, 3): arguments that do not count, whose order does not, whether it is an IfcRoot."""
    kinds: npt.NDArray[np.uint8]
    """(names + 1): bits of OBJECT, IN_SCOPE …; the last is for entities that the schema has not."""
    parents: npt.NDArray[np.int64]
    """(names + 1): the number of the supertype, that of the last where there is none."""

    def number(self, name: str) -> int:
        """Return the number of an entity; -2, which no instance has, where the schema lacks it."""
        return self.names.index(name) if name in self.names else -2

    def argument(self, name: str, attribute: str) -> int:
        """Return the number of an attribute among an entity's arguments, which an older schema may call otherwise."""
        names = _attributes(self.identifier, name)
        return names.index(attribute if attribute in names else FORMERLY.get(attribute, attribute))

    def ends(self, relation: Relation) -> tuple[int, int]:
        """Return the numbers of the arguments that hold a relationship's elements, and what they are related to."""
        return self.argument(relation.name, relation.element), self.argument(relation.name, relation.related)

    def is_list(self, name: str, attribute: str) -> bool:
        """Tell whether an attribute of an entity holds several in an order that counts."""
        return _is_list(self.identifier, name, self.argument(name, attribute))

    def attributes(self, number: int) -> tuple[str, ...]:
        """Return the names of the arguments of an entity, by its number."""
        return _attributes(self.identifier, self.names[number])

    def attribute(self, number: int, argument: int) -> str:
        """Return the name of an argument of an entity, by both numbers."""
        return str(_entity(self.identifier, self.names[number]).all_attributes()[argument].name())

    def subclasses(self, name: str) -> npt.NDArray[np.bool_]:
        """Tell of each number (and of the last, the unknown) whether it is an entity or a subtype of it."""
        return _subclasses_of(self.identifier, name)


@lru_cache(maxsize=8)
def schema_table(identifier: str) -> SchemaTable:
    """Return the table of a schema by its identifier, e.g. `IFC4X3_ADD2`."""
    entities = sorted(ifcopenshell.schema_by_name(identifier).entities(), key=lambda each: str(each.name()))
    names = tuple(str(each.name()) for each in entities)
    keys, numbers = _hash_table(names)
    parents = _parents(entities, names)
    masks = np.zeros((len(names) + 1, 3), np.int64)
    masks[:, 2] = _subclasses(names, parents, "IfcRoot")
    for number, entity in enumerate(entities):
        masks[number, :2] = _masks(entity, is_root=bool(masks[number, 2]))
    return SchemaTable(identifier, names, keys, numbers, masks, _kinds(names, parents), parents)


def _entity(identifier: str, name: str) -> Any:
    return ifcopenshell.schema_by_name(identifier).declaration_by_name(name).as_entity()


@lru_cache(maxsize=4096)
def _attributes(identifier: str, name: str) -> tuple[str, ...]:
    return tuple(str(each.name()) for each in _entity(identifier, name).all_attributes())


@lru_cache(maxsize=4096)
def _is_list(identifier: str, name: str, argument: int) -> bool:
    found = _entity(identifier, name).all_attributes()[argument]
    return _is_ordered(found.type_of_attribute().as_aggregation_type())


def _is_ordered(aggregation: Any) -> bool:
    return aggregation is not None and aggregation.type_of_aggregation_string() not in {"set", "bag"}


def _hash_table(names: tuple[str, ...]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    size = 1 << (4 * len(names)).bit_length()
    keys, numbers = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
    for number, name in enumerate(names):
        hashed = hash_bytes(name.upper().encode("ascii"))
        place = hashed & (size - 1)
        while keys[place]:
            place = (place + 1) & (size - 1)
        keys[place], numbers[place] = hashed, number
    return keys, numbers


def _parents(entities: list[Any], names: tuple[str, ...]) -> npt.NDArray[np.int64]:
    number_of = {name: number for number, name in enumerate(names)}
    supertypes = [each.supertype() for each in entities]
    last = len(names)
    return np.array([*(last if each is None else number_of[str(each.name())] for each in supertypes), last])


@lru_cache(maxsize=4096)
def _subclasses_of(identifier: str, name: str) -> npt.NDArray[np.bool_]:
    table = schema_table(identifier)
    found = _subclasses(table.names, table.parents, name)
    found.flags.writeable = False  # Everybody has the same.
    return found


def _subclasses(names: tuple[str, ...], parents: npt.NDArray[np.int64], name: str) -> npt.NDArray[np.bool_]:
    found = np.array([*(each == name for each in names), False])
    while not np.array_equal(found, more := found | found[parents]):
        found = more
    return found


def _masks(entity: Any, *, is_root: bool) -> tuple[int, int]:
    skip = unordered = 0
    if is_root:
        skip |= SKIP_ROOT
    if str(entity.name()) == "IfcGeometricRepresentationContext":
        skip |= _CONTEXT_SKIPS
    for index, attribute in enumerate(entity.all_attributes()):
        aggregation = attribute.type_of_attribute().as_aggregation_type()
        if aggregation is not None and not _is_ordered(aggregation):
            unordered |= 1 << index
    return skip, unordered


def _kinds(names: tuple[str, ...], parents: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    kinds = np.zeros(len(parents), np.uint8)
    for bit, classes in _KINDS.items():
        for name in classes:
            kinds[_subclasses(names, parents, name)] |= bit
    kinds[kinds & FEATURE > 0] &= ~np.uint8(IN_SCOPE)
    return kinds
