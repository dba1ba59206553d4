"""The engine where every shape is written otherwise, beside the kernel's own iterator over both files.

`python -m bench.worst_case [--model PATH]`: every coordinate of the second file is off by 0.0000001 of its unit;
so every shape has to be asked of the kernel, and none has changed.
"""

import argparse
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.models import MODEL, is_here
from bench.process import run

_POINT: Final = re.compile(rb"(?<=IFCCARTESIANPOINT\()\([^)]*\)")
_REAL: Final = re.compile(rb"-?\d+\.\d*(?:E[-+]?\d+)?")
_OFF: Final = 1e-7

_ITERATOR: Final = """
import ifcopenshell, ifcopenshell.geom
with timed():
    for path in sys.argv[1:3]:
        file, settings = ifcopenshell.open(path), ifcopenshell.geom.settings()
        iterator = ifcopenshell.geom.iterator(settings, file, int(sys.argv[3]), geometry_library=sys.argv[4])
        more = iterator.initialize()
        while more:
            iterator.get()
            more = iterator.next()
"""
_OURS: Final = """
from ifcdelta.__main__ import main
with timed():
    main([*sys.argv[1:3], "--threads", sys.argv[3], "-o", sys.argv[4]])
"""


def main(model: Path = MODEL) -> None:
    """Write the second file, run both, print the table."""
    console = Console(width=120)
    if not is_here(model, console, "worst case"):
        return
    threads = str(os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="ifcdelta-bench-") as folder:
        new, result = Path(folder) / "new.ifc", Path(folder) / "result.json"
        new.write_bytes(_POINT.sub(lambda point: _REAL.sub(_shifted, point[0]), model.read_bytes()))
        ours = run(_OURS, (model, new, threads, result), 1800)
        table = Table("what", "seconds", "times ours", "found")
        for library in ("hybrid-cgal-simple-opencascade", "opencascade"):
            each = run(_ITERATOR, (model, new, threads, library), 1800)
            table.add_row(f"iterator, {library}", f"{each.seconds:.1f}", f"{each.seconds / ours.seconds:.2f}", "")
        found = f"{len(json.loads(result.read_text('utf-8'))['changed'])} changed"
        table.add_row("ifcdelta, the whole diff", f"{ours.seconds:.1f}", "1.00", found)
    console.print(table)
    console.print("target: ours < 1.2 times the iterator of the same kernel, so more than 0.83 times ours")


def _shifted(real: re.Match[bytes]) -> bytes:
    return repr(float(real[0]) + _OFF).replace("e", "E").encode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    main(parser.parse_args().model)
