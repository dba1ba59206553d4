"""The schemas that are read: the one list for the gateway, the engines and the page."""

from collections.abc import Mapping
from typing import Final

IDENTIFIERS: Final[Mapping[str, str]] = {
    "IFC2X3": "IFC2X3",
    "IFC2X3_TC1": "IFC2X3",
    "IFC4": "IFC4",
    "IFC4_ADD1": "IFC4",
    "IFC4_ADD2": "IFC4",
    "IFC4_ADD2_TC1": "IFC4",
    "IFC4X3": "IFC4X3_ADD2",
    "IFC4X3_TC1": "IFC4X3_ADD2",
    "IFC4X3_ADD1": "IFC4X3_ADD2",
    "IFC4X3_ADD2": "IFC4X3_ADD2",
}
"""What IfcOpenShell calls each of them, by its name in FILE_SCHEMA, in capitals."""
