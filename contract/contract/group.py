"""The facts of the result file: elements whose changes are of one form. Knows no engine and no words."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, JsonValue

from contract.request import Aspect
from contract.strict import GlobalId, Strict


class Effect(StrEnum):
    """What a change touches, by how much that matters to who builds."""

    EXISTENCE = "existence"
    """The element is new, or gone."""
    SHAPE = "shape"
    """It has another shape."""
    PLACE = "place"
    """It is elsewhere, or turned, and has the shape that it had."""
    DATA = "data"
    """It stands there as before, and something else is said of it."""
    PRESENTATION = "presentation"
    """It is drawn otherwise, no more."""


class GroupField(Strict):
    """What of the elements of a group changed, and what its values have in common."""

    aspect: Aspect
    set: str | None = Field(default=None, description="The property set that has the field; `openings` of openings.")
    field: str = Field(description="Empty where the aspect says it.")
    unit: str | None = Field(default=None, description="That of the numbers.")
    how: Literal["set", "removed", "changed"] = Field(
        description="`set` where no element had a value, `removed` where none has one, `changed` in all other cases."
    )
    old: JsonValue = Field(description="Of the commonest pair; null where there is none or the result does not say.")
    new: JsonValue
    values: int = Field(ge=1, description="How many pairs of an old and a new value there are.")
    count: int = Field(ge=1, description="Of how many of the elements the field changed.")
    commonest: int = Field(ge=1, description="How many of these have the pair that is told.")


class Group(Strict):
    """One fact: elements whose changes are of one form."""

    effect: Effect
    change: Literal["added", "deleted", "changed"]
    what: list[GroupField] = Field(description="What happened in the building first; empty of added and deleted ones.")
    classes: dict[str, int] = Field(description="How many elements of each class; empty for none, as in the next two.")
    types: dict[str, int]
    storeys: dict[str, int]
    count: int = Field(ge=1)
    members: list[GlobalId]
