"""The diff engine: two IFC files in, what changed between them out.

A library and a command line (`ifcdelta old.ifc new.ifc`); knows no queue, no HTTP and no volume. What is named here
stays; all else may move.

IfcOpenShell 0.9 sets itself up as it makes its first file: two threads that make one at the same time die of signal 11.
A package is imported once, by one thread, before anything of it can be called: so that file is made here.
"""

from importlib.metadata import version

import ifcopenshell

from ifcdelta.engine import diff, fingerprint
from ifcdelta.errors import (
    BadFilterError,
    DeltaError,
    InvalidOptionError,
    MissingExtraError,
    OtherFileError,
    UnknownRelationshipError,
    UnreadableFileError,
    UnsupportedSchemaError,
)
from ifcdelta.options import Options
from ifcdelta.result.build import Result
from ifcdelta.writers import write

ifcopenshell.file(schema="IFC4")

__version__ = version("ifcdelta")

__all__ = [
    "BadFilterError",
    "DeltaError",
    "InvalidOptionError",
    "MissingExtraError",
    "Options",
    "OtherFileError",
    "Result",
    "UnknownRelationshipError",
    "UnreadableFileError",
    "UnsupportedSchemaError",
    "__version__",
    "diff",
    "fingerprint",
    "write",
]
