"""Which edits are noise, by the contract's closed list: from the schema and who refers to whom. Knows no engine."""

import ifcopenshell

from tests.engine.random_edits.attached import said_of
from tests.engine.random_edits.draw import Edit


class Noise:
    """Judges the edits of one model."""

    def __init__(self, model: ifcopenshell.file) -> None:
        """Take the model before the edits."""
        self._model = model
        self._live = _live(model)

    def reason(self, edit: Edit) -> str:
        """Return the rule by which an edit changes nothing that the model says; empty where there is none."""
        entity = self._model.by_id(edit.number)
        if entity.is_a("IfcOwnerHistory") or edit.attribute == "OwnerHistory":
            return "owner history"
        if edit.is_order_of_set:
            return "order of a SET"
        if edit.attribute == "GlobalId" and not entity.is_a("IfcObjectDefinition"):
            return "GlobalId of a relationship or property set"
        if edit.number not in self._live:
            return "nothing refers to it"
        return ""


def _live(model: ifcopenshell.file) -> set[int]:
    """Return the ids of what says something by itself, and of all that it refers to."""
    waiting = [each for each in model if _speaks(each)]
    live: set[int] = set()
    while waiting:
        entity = waiting.pop()
        if entity.id() in live or entity.is_a("IfcOwnerHistory"):
            continue
        live.add(entity.id())
        waiting += model.traverse(entity, max_levels=1)[1:]
    return live


def _speaks(entity: ifcopenshell.entity_instance) -> bool:
    return entity.is_a("IfcObjectDefinition") or entity.is_a("IfcRelationship") or said_of(entity) is not None
