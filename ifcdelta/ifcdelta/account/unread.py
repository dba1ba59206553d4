"""What no aspect reads of the instances that it reads: where that differs, nothing was found equal. Knows no file."""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import schema_table

UNREAD: Final = {
    "IfcPropertySetDefinition": ("ShapeAspectStyle",),
    "IfcPropertyEnumeration": ("Name", "EnumerationValues"),
    "IfcPhysicalComplexQuantity": ("Quality", "Usage"),
    "IfcNamedUnit": ("UnitType", "Dimensions"),
    "IfcConversionBasedUnit": ("Name",),
    "IfcDerivedUnit": ("UnitType", "UserDefinedType", "Name"),
    "IfcDimensionalExponents": (
        "LengthExponent",
        "MassExponent",
        "TimeExponent",
        "ElectricCurrentExponent",
        "ThermodynamicTemperatureExponent",
        "AmountOfSubstanceExponent",
        "LuminousIntensityExponent",
    ),
    "IfcProductRepresentation": ("Name", "Description"),
    "IfcRepresentation": ("RepresentationIdentifier",),
    "IfcProfileDef": ("ProfileName",),
    "IfcCompositeProfileDef": ("Label",),
    "IfcLinearPlacement": ("CartesianPosition",),
}
"""Attributes by class, of its subclasses too, in whatever schema has them."""
FOLLOWS: Final = ("IfcRepresentation", "RepresentationType")
"""An attribute that says of what kind the items are: where these differ it is read with them."""
TYPED: Final = ("IfcProperty", "IfcMeasureWithUnit")
"""Classes whose values name their type: an aspect reads 3 of m² and of m³ as the same."""
_MOST: Final = 62
"""Arguments from here on share a bit."""


@lru_cache(maxsize=8)
def unread(identifier: str, other: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return per type number of a schema (the last: of none) the bits of the unread arguments, and if there are any.

    What the `other` file's schema has not of a class that it has is not compared.
    """
    of = schema_table(identifier)
    bits = np.zeros(len(of.names) + 1, np.int64)
    for name, attributes in UNREAD.items():
        if name not in of.names:
            continue
        for number in np.flatnonzero(of.subclasses(name)).tolist():
            names = of.attributes(number)
            bits[number] |= sum(1 << min(names.index(each), _MOST) for each in attributes if each in names)
    if other != identifier:
        theirs = schema_table(other)
        for number in np.flatnonzero(np.isin(of.names, theirs.names)).tolist():
            known = theirs.attributes(theirs.number(of.names[number]))
            names = of.attributes(number)
            bits[number] |= sum(1 << min(at, _MOST) for at, name in enumerate(names) if name not in known)
    has_any = bits != 0
    for name in TYPED:
        if name in of.names:
            has_any |= of.subclasses(name)
    return bits, has_any
