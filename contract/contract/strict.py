"""What all parts of the result file share. Knows none of them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Vector = Annotated[list[float], Field(min_length=3, max_length=3, description="x, y, z in metres, world axes.")]
GlobalId = Annotated[str, Field(description="IfcRoot.GlobalId; 22 characters in a valid model.")]


class Strict(BaseModel):
    """A part of the file whose keys are all known."""

    model_config = ConfigDict(extra="forbid")
