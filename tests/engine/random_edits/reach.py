"""Which elements an edit may change: those that hang on the instance, by who refers to whom. Knows no engine."""

import ifcopenshell

from tests.engine.random_edits.attached import said_of
from tests.engine.random_edits.draw import Edit

Entity = ifcopenshell.entity_instance
_PASS_ON = ("IfcRelDefinesByType", "IfcRelVoidsElement", "IfcRelProjectsElement", "IfcRelFillsElement")
"""Relationships beyond which a change goes on: from the type to its occurrences, from a feature to its host."""
_OF_ALL = ("RepresentationContexts", "UnitsInContext")
"""Attributes of the project that every element depends on."""


class Reach:
    """Follows who refers to whom, in one model."""

    def __init__(self, model: ifcopenshell.file) -> None:
        """Take the model before the edit."""
        self._model = model
        self._seen: set[int] = set()
        self._waiting: list[tuple[Entity, bool]] = []

    def of(self, edit: Edit) -> set[str] | None:
        """Return the GlobalIds of the objects that an edit may change; None: every one."""
        edited = self._model.by_id(edit.number)
        self._seen, self._waiting = set(), []
        if edited.is_a("IfcContext" if self._model.schema != "IFC2X3" else "IfcProject") and edit.attribute in _OF_ALL:
            return None
        relates = edited.is_a("IfcRelationship")
        for number in edit.referred:
            other = self._model.by_id(number)
            if relates or other.is_a("IfcRoot") or said_of(edited) is not None:
                self._add(other, crossed=False)
        self._add(edited, crossed=False)
        while self._waiting:
            entity, crossed = self._waiting.pop()
            if self._depends(entity, crossed=crossed):
                return None
        found = (self._model.by_id(number) for number in self._seen)
        return {each.GlobalId for each in found if each.is_a("IfcObjectDefinition")}

    def _add(self, entity: Entity, *, crossed: bool) -> None:
        if entity.id() not in self._seen and not entity.is_a("IfcOwnerHistory"):
            self._seen.add(entity.id())
            self._waiting.append((entity, crossed))

    def _depends(self, entity: Entity, *, crossed: bool) -> bool:
        """Add what depends on an instance; tell whether all does."""
        for other in said_of(entity) or ():
            self._add(other, crossed=crossed)
        if entity.is_a("IfcRelationship"):
            self._cross(entity, None, crossed=crossed)
        for user in self._model.get_inverse(entity):
            if user.is_a("IfcProject") and not entity.is_a("IfcRoot"):
                return True
            if user.is_a("IfcRelationship"):
                is_object = entity.is_a("IfcObjectDefinition")
                if not (is_object and crossed) or user.is_a() in _PASS_ON:
                    self._cross(user, entity if is_object else None, crossed=crossed or is_object)
            else:
                self._add(user, crossed=crossed)
        return False

    def _cross(self, relation: Entity, one: Entity | None, *, crossed: bool) -> None:
        """Add what a relationship relates; from an object only what stands on the other side."""
        for value in relation.get_info(recursive=False).values():
            several = value if isinstance(value, tuple) else (value,)
            if one is None or one not in several:
                for each in several:
                    if isinstance(each, ifcopenshell.entity_instance) and each.is_a("IfcObjectDefinition"):
                        self._add(each, crossed=crossed)
