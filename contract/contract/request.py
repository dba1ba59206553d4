"""The diff request: what a caller asks for and what the task gets. Knows no HTTP and no file system."""

from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from contract.errors import ErrorCode
from contract.filenames import name_fault


class Aspect(StrEnum):
    """What can be compared of an element; the values of `relationships`, in the order of the result file."""

    CLASS = "class"
    ATTRIBUTES = "attributes"
    PROPERTY = "property"
    TYPE = "type"
    MATERIAL = "material"
    CLASSIFICATION = "classification"
    CONTAINER = "container"
    AGGREGATE = "aggregate"
    GROUP = "group"
    PLACEMENT = "placement"
    GEOMETRY = "geometry"
    REPRESENTATION = "representation"
    CONNECTION = "connection"
    BOUNDARY = "boundary"
    ASSIGNMENT = "assignment"
    APPEARANCE = "appearance"

    @property
    def key(self) -> str:
        """The aspect's key in the result file, e.g. `properties_changed`."""
        return f"{_IN_PLURAL.get(self, self)}_changed"


_IN_PLURAL: Final = {
    Aspect.PROPERTY: "properties",
    Aspect.REPRESENTATION: "representations",
    Aspect.CONNECTION: "connections",
    Aspect.BOUNDARY: "boundaries",
    Aspect.ASSIGNMENT: "assignments",
}
"""What the key of an aspect has for its name, where it is another."""


class Engine(StrEnum):
    """Who decides what changed."""

    DELTA = "delta"
    """The project's own engine, `ifcdelta`."""
    IFCOPENSHELL = "ifcopenshell"
    """IfcOpenShell's own `ifcdiff`, for comparison."""


COMPARED_BY: Final[dict[Engine, frozenset[Aspect]]] = {
    Engine.DELTA: frozenset(Aspect),
    Engine.IFCOPENSHELL: frozenset(
        {
            Aspect.ATTRIBUTES,
            Aspect.PROPERTY,
            Aspect.TYPE,
            Aspect.CLASSIFICATION,
            Aspect.CONTAINER,
            Aspect.AGGREGATE,
            Aspect.GEOMETRY,
        }
    ),
}
"""The aspects that an engine can compare."""


_KNOWN: Final = frozenset(Aspect)
_MOST: Final = 100
"""Most names in `relationships`; more than there are, as one may be given twice."""
_SHOWN: Final = 40
"""Most of the unknown names, and of each name's characters, that an error repeats."""


def _known_aspects(value: Any) -> Any:
    """Refuse names that are no aspect with the list of those that are; a list that is too long is told as that."""
    if isinstance(value, list) and len(value) <= _MOST:
        unknown = sorted({name[:_SHOWN] for name in value if isinstance(name, str) and name not in _KNOWN})
        if unknown:
            raise PydanticCustomError(
                ErrorCode.UNKNOWN_RELATIONSHIP,
                "unknown relationship {unknown}; known are {known}",
                {"unknown": ", ".join(unknown[:_SHOWN]), "known": ", ".join(Aspect)},
            )
    return value


def _in_order(aspects: list[Aspect]) -> list[Aspect]:
    return [aspect for aspect in Aspect if aspect in aspects]


def _input_name(name: str) -> str:
    fault = name_fault(name)
    if fault:
        raise PydanticCustomError(ErrorCode.BAD_FILE_NAME, "this file name {fault}", {"fault": fault})
    return name


def _output_name(name: str) -> str:
    fault = name_fault(name)
    if not fault and not name.lower().endswith(".json"):
        fault = "does not end in .json"
    if fault:
        raise PydanticCustomError(ErrorCode.BAD_FILE_NAME, "this file name {fault}", {"fault": fault})
    return name


def _blank_is_none(value: Any) -> Any:
    return None if value == "" else value


InputName = Annotated[str, AfterValidator(_input_name)]
OutputName = Annotated[str, AfterValidator(_output_name)]


class DiffRequest(BaseModel):
    """One diff to make: two files of the uploads volume and the options.

    The fields are the parameters of `worker.perform_ifc_diff`, name by name.
    """

    model_config = ConfigDict(extra="forbid", use_enum_values=False, frozen=True)

    old_file: InputName = Field(description="The older revision: a name that /upload or /list_directories gave.")
    new_file: InputName = Field(description="The newer revision, likewise.")
    output_file: Annotated[OutputName | None, BeforeValidator(_blank_is_none)] = Field(
        default=None, description="Name of the result under /output/diff, ending in .json; default `<job_id>.json`."
    )
    relationships: Annotated[
        list[Aspect] | None,
        Field(min_length=1, max_length=_MOST),
        BeforeValidator(_known_aspects),
        AfterValidator(lambda v: v and _in_order(v)),
    ] = Field(default=None, description="What to compare; null compares all that the engine can.")
    is_shallow: bool = Field(default=False, description="True: only the first kind of change of each element.")
    filter_elements: Annotated[str | None, Field(max_length=2000), BeforeValidator(_blank_is_none)] = Field(
        default=None, description="IfcOpenShell selector; an element is in scope if it matches in either file."
    )
    engine: Engine = Field(default=Engine.DELTA, description="Who decides what changed.")
    tolerance: float = Field(
        default=0.0001, ge=0, le=1000, allow_inf_nan=False, description="Metres; smaller differences are none."
    )

    @model_validator(mode="after")
    def _engine_compares_them(self) -> "DiffRequest":
        """Refuse an aspect that the engine would silently leave out."""
        left_out = [aspect for aspect in self.relationships or () if aspect not in COMPARED_BY[self.engine]]
        if left_out:
            raise PydanticCustomError(
                ErrorCode.UNKNOWN_RELATIONSHIP,
                "engine {engine} does not compare {left_out}; it compares {known}",
                {
                    "engine": self.engine.value,
                    "left_out": ", ".join(left_out),
                    "known": ", ".join(_in_order(list(COMPARED_BY[self.engine]))),
                },
            )
        return self

    @property
    def aspects(self) -> list[Aspect]:
        """What to compare, with null resolved to all that the engine can."""
        return _in_order(self.relationships or list(COMPARED_BY[self.engine]))
