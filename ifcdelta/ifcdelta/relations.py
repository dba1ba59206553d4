"""The one table of the relationships that tell of an element: class, attributes, aspect, and what is held by whom.

The hashes of elements, the cut, the reader of a model and what is told of broken references follow from it. Imports
nothing, so that every room can.
"""

from enum import Enum
from functools import lru_cache
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
    says: bool = False
    """Whether what the relationship itself says is told: the condition of a support, the surface of a boundary."""


def _said(name: str, element: str, related: str, aspect: str) -> Relation:
    return Relation(name, element, related, aspect, says=True)


def _both(name: str, one: str, other: str, aspect: str) -> tuple[Relation, Relation]:
    """Return a relationship of two equals, which is told of each."""
    return _said(name, one, other, aspect), _said(name, other, one, aspect)


VOIDED: Final = Relation("IfcRelVoidsElement", "RelatedOpeningElement", "RelatingBuildingElement", "connection")
"""What an opening is in: the host of what fills it."""

FORMERLY: Final = {"RelatingSpace": "RelatedSpace"}
"""What an attribute of a relationship is called in a schema that lacks it."""

RELATIONS: Final = (
    Relation("IfcRelDefinesByProperties", "RelatedObjects", "RelatingPropertyDefinition", "property"),
    Relation("IfcRelAssociatesMaterial", "RelatedObjects", "RelatingMaterial", "material"),
    Relation("IfcRelAssociatesClassification", "RelatedObjects", "RelatingClassification", "classification"),
    Relation("IfcRelContainedInSpatialStructure", "RelatedElements", "RelatingStructure", "container", Held.CONTENT),
    Relation("IfcRelAggregates", "RelatedObjects", "RelatingObject", "aggregate", Held.PART),
    Relation("IfcRelNests", "RelatedObjects", "RelatingObject", "aggregate", Held.PART),
    Relation("IfcRelConnectsPortToElement", "RelatingPort", "RelatedElement", "aggregate", Held.PORT),
    Relation("IfcRelAssignsToGroup", "RelatedObjects", "RelatingGroup", "group", Held.MEMBER),
    *_both("IfcRelConnectsElements", "RelatingElement", "RelatedElement", "connection"),
    *_both("IfcRelConnectsPorts", "RelatingPort", "RelatedPort", "connection"),
    *_both("IfcRelInterferesElements", "RelatingElement", "RelatedElement", "connection"),
    _said("IfcRelConnectsStructuralMember", "RelatingStructuralMember", "RelatedStructuralConnection", "connection"),
    _said("IfcRelConnectsStructuralActivity", "RelatedStructuralActivity", "RelatingElement", "connection"),
    _said("IfcRelConnectsStructuralElement", "RelatedStructuralMember", "RelatingElement", "connection"),
    _said("IfcRelCoversBldgElements", "RelatedCoverings", "RelatingBuildingElement", "connection"),
    _said("IfcRelCoversSpaces", "RelatedCoverings", "RelatingSpace", "connection"),
    _said("IfcRelFillsElement", "RelatedBuildingElement", "RelatingOpeningElement", "connection"),
    _said("IfcRelFlowControlElements", "RelatedControlElements", "RelatingFlowElement", "connection"),
    _said("IfcRelPositions", "RelatedProducts", "RelatingPositioningElement", "connection"),
    _said("IfcRelReferencedInSpatialStructure", "RelatedElements", "RelatingStructure", "connection"),
    _said("IfcRelSequence", "RelatedProcess", "RelatingProcess", "connection"),
    _said("IfcRelServicesBuildings", "RelatingSystem", "RelatedBuildings", "connection"),
    VOIDED,
    _said("IfcRelSpaceBoundary", "RelatingSpace", "RelatedBuildingElement", "boundary"),
    _said("IfcRelAssociatesDocument", "RelatedObjects", "RelatingDocument", "assignment"),
    _said("IfcRelAssociatesLibrary", "RelatedObjects", "RelatingLibrary", "assignment"),
    _said("IfcRelAssociatesApproval", "RelatedObjects", "RelatingApproval", "assignment"),
    _said("IfcRelAssociatesConstraint", "RelatedObjects", "RelatingConstraint", "assignment"),
    _said("IfcRelAssociatesAppliedValue", "RelatedObjects", "RelatingAppliedValue", "assignment"),
    _said("IfcRelAssociatesProfileProperties", "RelatedObjects", "RelatingProfileProperties", "assignment"),
    _said("IfcRelAssociatesProfileDef", "RelatedObjects", "RelatingProfileDef", "assignment"),
    _said("IfcRelAssignsToProcess", "RelatedObjects", "RelatingProcess", "assignment"),
    _said("IfcRelAssignsToResource", "RelatedObjects", "RelatingResource", "assignment"),
    _said("IfcRelAssignsToControl", "RelatedObjects", "RelatingControl", "assignment"),
    _said("IfcRelAssignsToActor", "RelatedObjects", "RelatingActor", "assignment"),
    _said("IfcRelAssignsToProduct", "RelatedObjects", "RelatingProduct", "assignment"),
    Relation("IfcRelVoidsElement", "RelatingBuildingElement", "RelatedOpeningElement", "geometry", is_feature=True),
    Relation("IfcRelProjectsElement", "RelatingElement", "RelatedFeatureElement", "geometry", is_feature=True),
    Relation("IfcRelAdheresToElement", "RelatingElement", "RelatedSurfaceFeatures", "geometry", is_feature=True),
    Relation("IfcRelDefinesByType", "RelatedObjects", "RelatingType", "type", Held.OCCURRENCE),
)
"""What an element is told by, beside its own attributes; features and types last, which take in the others before."""


@lru_cache
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

DRESSINGS: Final = (
    ("IfcPresentationLayerAssignment", "AssignedItems"),
    ("IfcStyledItem", "Item"),
    ("IfcIndexedColourMap", "MappedTo"),
    ("IfcIndexedTextureMap", "MappedTo"),
)
"""What hangs on the items of representations from outside, and the attribute that holds the items."""
