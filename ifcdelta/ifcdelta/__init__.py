"""The diff engine: two IFC files in, what changed between them out.

A library and a command line (`ifcdelta old.ifc new.ifc`); knows no queue, no HTTP and no volume. What is named here
stays; all else may move.
"""

from importlib.metadata import version

from ifcdelta.engine import diff
from ifcdelta.errors import (
    BadFilterError,
    DeltaError,
    MissingExtraError,
    OtherFileError,
    UnknownRelationshipError,
    UnreadableFileError,
    UnsupportedSchemaError,
)
from ifcdelta.options import Options
from ifcdelta.result.build import Result
from ifcdelta.writers import write

__version__ = version("ifcdelta")

__all__ = [
    "BadFilterError",
    "DeltaError",
    "MissingExtraError",
    "Options",
    "OtherFileError",
    "Result",
    "UnknownRelationshipError",
    "UnreadableFileError",
    "UnsupportedSchemaError",
    "__version__",
    "diff",
    "write",
]
