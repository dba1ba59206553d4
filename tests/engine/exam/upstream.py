"""`python -m tests.engine.exam.upstream old.ifc new.ifc`: run IfcOpenShell's `ifcdiff` in a process of its own.

It prints as it goes, switches logging off, may crash and, where a property is an instance, walks the whole file for
every element: the exam stops it there. Prints what it tells in the form of the contract, as far as it has one.
"""

import contextlib
import importlib
import io
import json
import sys
from typing import Any

import ifcopenshell

_RELATIONSHIPS = ["attributes", "property", "type", "classification", "container", "aggregate", "geometry"]


def main() -> None:
    """Diff the two files of the command line with all relationships."""
    # By name: a folder of the project has the same one, which is no module.
    library: Any = importlib.import_module("ifcdiff")
    with contextlib.redirect_stdout(io.StringIO()):
        old, new = (ifcopenshell.open(path) for path in sys.argv[1:3])
        engine = library.IfcDiff(old, new, _RELATIONSHIPS, is_shallow=False)
        engine.diff()
    result = {
        "added": sorted(engine.added_elements),
        "deleted": sorted(engine.deleted_elements),
        "changed": {guid: dict.fromkeys(kinds, True) for guid, kinds in engine.change_register.items()},
        "matched": [],
        "model": {},
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
