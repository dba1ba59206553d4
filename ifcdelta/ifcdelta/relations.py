"""The one table of the relationships that tell of an element: class, attributes, aspect, and what is held by whom.

The hashes of elements, the cut, the reader of a model and what is told of broken references follow from it. Imports
nothing, so that every room can.
"""

from enum import Enum
from typing import Final, NamedTuple


class Held(Enum):
    """How what an element is related to holds the element."""

    NOT = "not"
    """It says something of the element, such as a material."""
    PART = "part"
    CONTENT = "content"
    MEMBER = "member"
    OCCURRENCE = "occurrence"
    PORT = "port"
    """IFC2X3's way to say what IFC4 says by nesting a port in its element."""


class Relation(NamedTuple):
    """A relationship class (a subtype of IfcRelationship), whose elements take in what it relates them to."""

    name: str
    element: str
    """The attribute that holds the elements, or the one element."""
    related: str
    """The attribute that holds what they are related to."""
    aspect: str
    """The aspect that is told where it changed."""
    held: Held = Held.NOT
    is_feature: bool = False
    """Whether what an element is related to is a feature of its shape."""


RELATIONS: Final = (
    Relation("IfcRelDefinesByProperties", "RelatedObjects", "RelatingPropertyDefinition", "property"),
    Relation("IfcRelAssociatesMaterial", "RelatedObjects", "RelatingMaterial", "material"),
    Relation("IfcRelAssociatesClassification", "RelatedObjects", "RelatingClassification", "classification"),
    Relation("IfcRelContainedInSpatialStructure", "RelatedElements", "RelatingStructure", "container", Held.CONTENT),
    Relation("IfcRelAggregates", "RelatedObjects", "RelatingObject", "aggregate", Held.PART),
    Relation("IfcRelNests", "RelatedObjects", "RelatingObject", "aggregate", Held.PART),
    Relation("IfcRelConnectsPortToElement", "RelatingPort", "RelatedElement", "aggregate", Held.PORT),
    Relation("IfcRelAssignsToGroup", "RelatedObjects", "RelatingGroup", "group", Held.MEMBER),
    Relation("IfcRelVoidsElement", "RelatingBuildingElement", "RelatedOpeningElement", "geometry", is_feature=True),
    Relation("IfcRelProjectsElement", "RelatingElement", "RelatedFeatureElement", "geometry", is_feature=True),
    Relation("IfcRelAdheresToElement", "RelatingElement", "RelatedSurfaceFeatures", "geometry", is_feature=True),
    Relation("IfcRelDefinesByType", "RelatedObjects", "RelatingType", "type", Held.OCCURRENCE),
)
"""What an element is told by, beside its own attributes; types last, which take in the others before."""


def relations_of(aspect: str) -> tuple[Relation, ...]:
    """Return the relations that an aspect reads, in the table's order."""
    return tuple(each for each in RELATIONS if each.aspect == aspect)


def relations_that_hold(*held: Held) -> tuple[Relation, ...]:
    """Return the relations by which an element is held as one of these."""
    return tuple(each for each in RELATIONS if each.held in held)


FEATURES: Final = tuple(each for each in RELATIONS if each.is_feature)
"""The relations of an element with the features of its shape."""

WHOLES: Final = relations_that_hold(Held.PART)
"""What makes an element a part, which IfcOpenShell cuts by the features of its whole."""
