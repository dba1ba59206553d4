"""Whether the two files of a result are the pair that somebody meant. Knows no engine and no words."""

from typing import Literal

from pydantic import Field

from contract.strict import Strict, Vector


class Doubt(Strict):
    """Why the two files may not be the pair that somebody meant."""

    doubt: Literal[
        "same_file", "swapped", "little_in_common", "moved", "other_schema", "other_units", "other_application"
    ]
    old: str | None = None
    new: str | None = None
    common: int | None = Field(default=None, ge=0, description="How many elements both models have.")
    elements: int | None = Field(default=None, ge=1, description="How many elements moved `by` one vector.")
    of: int | None = Field(default=None, ge=1)
    by: Vector | None = None
