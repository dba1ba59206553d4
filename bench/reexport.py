"""The engine on models that were only exported again, beside IfcOpenShell's bare `open` of both files.

`python -m bench.reexport`: every real is read as a double and written in 17 digits, or rounded to 14, and every
instance has another STEP id and place in the file. Nothing changed: it should cost the reading, not the kernel.
"""

import json
import random
import re
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.models import MODEL, is_here
from bench.process import run

_MODELS: Final = (
    (MODEL.name, 1.5),
    ("MULTICOM-Prefab.ifc", 0.5),
    ("BERNTS-Staalconstructie.ifc", 0.5),
    ("fail-alb004-contained_in_spatial_entity.ifc", 0.5),
    ("Building-Landscaping~2.ifc", 0.5),
)
"""A large building, concrete and steel in detail, a railway, a terrain: each with its goal in seconds."""
_WAYS: Final = {"17 digits": ".17g", "14 digits": ".14g"}
_INSTANCE: Final = re.compile(rb"#(\d+)\s*=\s*(\w+\s*\((?:'(?:[^']|'')*'|[^';])*\))\s*;")
_TOKEN: Final = re.compile(rb"'(?:[^']|'')*'|#(\d+)|([-+]?\d+\.\d*(?:[Ee][-+]?\d+)?)")
_OURS: Final = """
from ifcdelta.__main__ import main
main([*sys.argv[1:3], "-o", sys.argv[3]])
with timed():
    main([*sys.argv[1:3], "-o", sys.argv[3]])
"""
_OPEN: Final = """
import ifcopenshell
with timed():
    files = [ifcopenshell.open(path) for path in sys.argv[1:3]]
"""


def main() -> None:
    """Write each model again in both ways, run both, print the table."""
    console = Console(width=120)
    table = Table("model", "written in", "ours, seconds", "goal, 17 digits", "ifcopenshell.open", "found")
    with tempfile.TemporaryDirectory(prefix="ifcdelta-bench-") as folder:
        new, result = Path(folder) / "new.ifc", Path(folder) / "result.json"
        for name, goal in _MODELS:
            model = MODEL.with_name(name)
            if not is_here(model, console, "re-export"):
                continue
            for way, digits in _WAYS.items():
                new.write_bytes(_exported_again(model.read_bytes(), digits))
                ours = run(_OURS, (model, new, result), 600)
                opened = run(_OPEN, (model, new), 600)
                found = f"{len(json.loads(result.read_text('utf-8'))['changed'])} changed"
                theirs = f"{opened.seconds:.2f}" if opened.is_done else "does not read it"
                table.add_row(name, way, f"{ours.seconds:.2f}", f"{goal:.1f}", theirs, found)
    console.print(table)


def _exported_again(text: bytes, digits: str) -> bytes:
    header, _, data = text.partition(b"DATA;")
    instances = [(int(found[1]), found[2]) for found in _INSTANCE.finditer(data)]
    numbers = [number for number, _ in instances]
    chance = random.Random(1)  # noqa: S311 - a repeatable pair, no secret
    others = dict(zip(numbers, chance.sample(range(1, len(numbers) + 1), len(numbers)), strict=True))

    def other(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            return b"#%d" % others[int(found[1])]
        return found[0] if found[2] is None else _written(float(found[2]), digits)

    lines = [b"#%d=%s;\n" % (others[number], _TOKEN.sub(other, said)) for number, said in instances]
    chance.shuffle(lines)
    return header + b"DATA;\n" + b"".join(lines) + b"ENDSEC;\nEND-ISO-10303-21;\n"


def _written(value: float, digits: str) -> bytes:
    number, mark, exponent = format(value, digits).upper().partition("E")
    return f"{number}{'' if '.' in number else '.'}{mark}{exponent}".encode()


if __name__ == "__main__":
    main()
