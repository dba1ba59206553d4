"""The result file, format `ifcdiff/1`: the models behind docs/result.schema.json.

Lengths are metres, angles degrees, areas m², volumes m³. Knows no engine: every engine writes this.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import Field, JsonValue

from contract.doubt import Doubt
from contract.group import Effect, Group
from contract.request import Aspect, Engine
from contract.strict import GlobalId, Strict, Vector

FORMAT: Final = "ifcdiff/1"


class ModelInfo(Strict):
    """One of the two files."""

    file: str
    sha256: str
    content: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{32}$",
        description="Fingerprint of all that the model says: the same for every spelling, order and numbering of it.",
    )
    size: int = Field(ge=0, description="Bytes.")
    schema_: str = Field(alias="schema", description="As FILE_SCHEMA names it.")
    application: str | None = Field(description="What wrote the model, as IfcApplication says, else the header.")
    date: str | None = Field(
        default=None, description="When it was written, the header's time stamp as it stands there."
    )
    elements: int = Field(ge=0, description="Elements in scope.")


class Options(Strict):
    """The options as applied."""

    relationships: list[Aspect]
    is_shallow: bool
    filter_elements: str | None
    engine: Engine
    tolerance: float


class Tally(Strict):
    """How many elements were added, deleted and changed."""

    added: int = Field(ge=0)
    deleted: int = Field(ge=0)
    changed: int = Field(ge=0)


class Summary(Tally):
    """The counts of the whole diff."""

    unchanged: int = Field(ge=0)
    matched: int = Field(ge=0)
    by_kind: dict[str, Tally] = Field(
        default_factory=dict, description="By product, spatial, type, group, feature, project and so on."
    )
    by_effect: dict[Effect, int] = Field(
        default_factory=dict, description="How many elements, each by the effect that matters most of its changes."
    )
    by_class: dict[str, Tally]
    by_storey: dict[str, Tally]
    by_aspect: dict[Aspect, int]


class Instances(Strict):
    """How many instances of each file the other file has not."""

    old: int = Field(ge=0)
    new: int = Field(ge=0)


class Coverage(Strict):
    """What was compared and what could not be."""

    compared: list[Aspect]
    unknown: dict[GlobalId, dict[Aspect, str]] = Field(
        description="Why an aspect of an element was not compared; `$` and `#` are no single elements (docs/result.md)."
    )
    unseen: dict[str, Instances] | None = Field(
        default=None, description="By class, what differs and no change tells of; no key where not all was asked for."
    )
    equivalent: dict[str, int] | None = Field(
        default=None, description="By rule, how many instances are written otherwise and were found to mean the same."
    )


class Sides(Strict):
    """An old and a new value; a side that lacks it has no key."""

    old: JsonValue = None
    new: JsonValue = None


class InheritableSides(Sides):
    """An old and a new value, and whether the element inherits it from its type."""

    from_: Literal["type"] | None = Field(default=None, alias="from")


class PropertyChange(InheritableSides):
    """The old and new value of a property, and what else of it is otherwise; the name "" stands for the set."""

    measure: Sides | None = Field(default=None, description="IFC's types, where it is a measure of something else.")
    about: dict[str, Sides] | None = Field(
        default=None, description="What is said of it beside its value, by attribute: Description, Formula …"
    )


class Reference(Strict):
    """Another element, by what identifies it to a person."""

    guid: GlobalId
    class_: str = Field(alias="class")
    name: str | None


class ReferenceSides(Strict):
    """Where a relation pointed and points; null where it points nowhere."""

    old: Reference | None
    new: Reference | None


class Membership(Strict):
    """Groups entered and left."""

    added: list[Reference]
    removed: list[Reference]


class ClassificationReference(Strict):
    """A code of a classification system, and whether the element inherits it from its type."""

    system: str | None
    code: str | None
    name: str | None
    from_: Literal["type"] | None = Field(default=None, alias="from")


class ClassificationChange(Strict):
    """Codes given and taken away."""

    added: list[ClassificationReference]
    removed: list[ClassificationReference]


class PlacementChange(Strict):
    """How an element moved by itself."""

    moved: Vector
    distance: float = Field(ge=0)
    rotated: float = Field(ge=0, description="Degrees.")
    in_world: Vector | None = Field(default=None, description="With what took it along, where that moved too.")
    carried: int | None = Field(default=None, ge=1, description="How many elements it took along.")
    placed: dict[Literal["old", "new"], bool] | None = Field(
        default=None, description="Which side has a placement at all, where one has not."
    )


class OpeningChange(Strict):
    """An opening or other feature of the element."""

    guid: GlobalId
    old_guid: GlobalId | None = Field(default=None, description="What it had where it was found under another.")
    change: Literal["added", "deleted", "moved", "resized", "data"]
    values: dict[Literal["class", "attributes", "properties"], JsonValue] | None = Field(
        default=None, description="Where its data changed: what of it, as of elements."
    )


class GeometryChange(Strict):
    """How an element's own shape changed."""

    cause: list[str]
    volume: Sides | None = None
    bbox: Sides | None = Field(default=None, description="In the element's own axes.")
    world: Sides | None = Field(default=None, description="The same in world axes.")
    openings: list[OpeningChange] | None = None


class Tie(Strict):
    """What a relationship ties an element to, and what the relationship says of it."""

    relation: str = Field(description="The class of the relationship.")
    guid: GlobalId | None
    class_: str | None = Field(alias="class")
    name: str | None
    values: dict[str, JsonValue] | None = Field(default=None, description="By attribute of the relationship.")


class ChangedTie(Tie):
    """What a relationship says otherwise of what it ties an element to in both models."""

    values: dict[str, Sides] | None = None  # type: ignore[assignment]
    shape: Literal["changed"] | None = None


class AssignmentChange(Strict):
    """What an element is assigned to, or associated with."""

    added: list[Tie]
    removed: list[Tie]


class ConnectionChange(AssignmentChange):
    """What an element is connected to, or bounded by."""

    changed: list[ChangedTie]


class AppearanceChange(Strict):
    """How an element looks."""

    layers: Sides | None = None
    styles: Sides | None = None


_Bare = Annotated[Literal[True], Field(description="Changed; the engine does not tell how.")]


class ElementChange(Strict):
    """The aspects in which an element changed; none of the others has a key."""

    class_changed: Sides | _Bare | None = None
    attributes_changed: dict[str, Sides] | _Bare | None = None
    properties_changed: dict[str, dict[str, PropertyChange]] | _Bare | None = None
    type_changed: ReferenceSides | _Bare | None = None
    material_changed: InheritableSides | _Bare | None = None
    classification_changed: ClassificationChange | _Bare | None = None
    container_changed: ReferenceSides | _Bare | None = None
    aggregate_changed: ReferenceSides | _Bare | None = None
    group_changed: Membership | _Bare | None = None
    placement_changed: PlacementChange | _Bare | None = None
    geometry_changed: GeometryChange | _Bare | None = None
    representations_changed: dict[str, Literal["added", "deleted", "changed"]] | _Bare | None = None
    connections_changed: ConnectionChange | _Bare | None = None
    boundaries_changed: ConnectionChange | _Bare | None = None
    assignments_changed: AssignmentChange | _Bare | None = None
    appearance_changed: AppearanceChange | _Bare | None = None


class Units(Strict):
    """The SI units of the numbers that changed; what has none, or not the same everywhere, is not named."""

    attributes: dict[str, str] = Field(default_factory=dict, description="Symbol by attribute.")
    property: dict[str, dict[str, str]] = Field(default_factory=dict, description="Symbol by set and property.")


class Match(Strict):
    """One element under two GlobalIds."""

    old: GlobalId
    new: GlobalId
    by: str


class Element(Strict):
    """What a person needs to recognise an element of the lists."""

    class_: str = Field(alias="class")
    name: str | None
    tag: str | None
    type: str | None
    storey: str | None


class ResultFile(Strict):
    """The whole file."""

    format: Literal["ifcdiff/1"]
    old: ModelInfo
    new: ModelInfo
    options: Options
    summary: Summary
    coverage: Coverage
    model: dict[str, Any] = Field(description="What changed about the model itself: schema, units, georeference …")
    units: Units = Field(default_factory=Units)
    groups: list[Group] = Field(
        default_factory=list, description="The facts, by effect and count; each element that changed is in one of them."
    )
    doubts: list[Doubt] = Field(default_factory=list, description="Whether this is the right pair; empty: it seems so.")
    added: list[GlobalId]
    deleted: list[GlobalId]
    changed: dict[GlobalId, ElementChange]
    matched: list[Match]
    elements: dict[GlobalId, Element]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the result file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ResultFile.model_json_schema(by_alias=True)}
