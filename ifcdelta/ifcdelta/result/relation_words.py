"""What a relationship of the result file is called: `fills`, `bounded by`. Knows no model and no form."""

from typing import Final

_WORDS: Final = {
    "IfcRelConnectsPathElements": "joined to",
    "IfcRelConnectsElements": "connected to",
    "IfcRelConnectsWithRealizingElements": "connected to",
    "IfcRelConnectsPorts": "port connected to",
    "IfcRelInterferesElements": "interferes with",
    "IfcRelConnectsStructuralMember": "structurally connected at",
    "IfcRelConnectsWithEccentricity": "structurally connected at",
    "IfcRelConnectsStructuralActivity": "acts on",
    "IfcRelConnectsStructuralElement": "analysis model of",
    "IfcRelCoversBldgElements": "covers",
    "IfcRelCoversSpaces": "covers",
    "IfcRelFillsElement": "fills",
    "IfcRelVoidsElement": "opening in",
    "IfcRelFlowControlElements": "controls",
    "IfcRelPositions": "positioned by",
    "IfcRelReferencedInSpatialStructure": "referenced in",
    "IfcRelSequence": "follows",
    "IfcRelServicesBuildings": "serves",
    "IfcRelSpaceBoundary": "bounded by",
    "IfcRelSpaceBoundary1stLevel": "bounded by",
    "IfcRelSpaceBoundary2ndLevel": "bounded by",
    "IfcRelAssociatesDocument": "document",
    "IfcRelAssociatesLibrary": "library",
    "IfcRelAssociatesApproval": "approval",
    "IfcRelAssociatesConstraint": "constraint",
    "IfcRelAssociatesAppliedValue": "applied value",
    "IfcRelAssociatesProfileProperties": "profile properties",
    "IfcRelAssociatesProfileDef": "profile",
    "IfcRelAssignsToProcess": "assigned to process",
    "IfcRelAssignsToResource": "assigned to resource",
    "IfcRelAssignsToControl": "assigned to control",
    "IfcRelAssignsToActor": "assigned to actor",
    "IfcRelAssignsToProduct": "assigned to product",
}
"""By class, seen from the element that it is told of; any other class is called as it is."""


def relation_words(name: str) -> str:
    """Return what a relationship of a class makes of its element."""
    return _WORDS.get(name, name)
