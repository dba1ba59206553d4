"""Results for the writers: of real diffs, and the first of them with names that a writer must not obey."""

import copy
import io
import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from demo.house import write_pair
from ifcdelta import Options, diff
from ifcdelta.result.groups.groups import with_groups
from ifcdelta.writers import WRITERS
from tests.support.data import real_model

Result = dict[str, Any]

HOSTILE: Final = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script><!--",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "\x00\x07\x1b[31m\x7f\x9b",
    "half \ud800 of a pair",
    "\ufffe\uffff",
    "`a` ``b`` | c [d](http://e) @f #1 <b>",
    "line\nfeed",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.ifc",
    "",
    "x" * 40_000,
    "x;=cmd|'/C calc'!A0",
    "x\t=cmd",
    "x\n=cmd",
    "x,=cmd",
    'x;"=cmd"',
    "x; @cmd",
    ' "=cmd"',
)
"""Names that would be markup, formulas, mentions, ends of something, or cannot be written at all."""


@cache
def house() -> Result:
    """Return what changed in the demo house."""
    with tempfile.TemporaryDirectory() as folder:
        return diff(*write_pair(Path(folder)), Options())


@cache
def _real(pair: str) -> Result:
    return diff(real_model(f"pairs/{pair}/old.ifc"), real_model(f"pairs/{pair}/new.ifc"), Options())


def units_changed() -> Result:
    """Return a result that tells something of the model itself."""
    return _real("sketchup_pcert_struct_43_4")


def largely_added() -> Result:
    """Return a result of many added elements, few changed and some matched."""
    return _real("revit_lantern_july")


def same() -> Result:
    """Return the result of a model and itself."""
    with tempfile.TemporaryDirectory() as folder:
        old, _ = write_pair(Path(folder))
        return diff(old, old, Options())


def bare() -> Result:
    """Return the house's result as IfcOpenShell's engine tells it, `true` for what changed; and with some not known."""
    result = copy.deepcopy(house())
    for change in result["changed"].values():
        change.update((key, True) for key in change if key != "properties_changed")
    some = sorted(result["changed"])
    result["coverage"]["unknown"] = {
        "$": {"attributes": "no GlobalId"},
        some[0]: {"geometry": "the kernel made no shape of it, in the old model"},
        "3not_named_anywhere_00A": {
            "geometry": "the kernel made no shape of it",
            "placement": "it is placed in a circle",
        },
    }
    return with_groups(result)


def hostile() -> Result:
    """Return the house's result, with each of `HOSTILE` wherever a model can say something."""
    result = copy.deepcopy(house())
    for number, guid in enumerate(sorted(result["elements"])):
        name = HOSTILE[number % len(HOSTILE)]
        result["elements"][guid] = {"class": "IfcWall", "name": name, "tag": name, "type": name, "storey": name}
        if guid in result["changed"]:
            sides = {"old": name, "new": f"{name}!"}
            result["changed"][guid] = {
                "attributes_changed": {"Name": sides},
                "properties_changed": {name: {name: sides}, "old": {"new": sides}},
                "material_changed": sides,
                "group_changed": {"added": [{"guid": name, "class": "IfcZone", "name": name}], "removed": []},
                "representations_changed": {name: "added"},
                "connections_changed": _tied(name, changed=[{"values": {name: sides}, "shape": "changed"}]),
                "assignments_changed": _tied(name, removed=[{"guid": None, "values": {name: name}}]),
                "appearance_changed": {"layers": {"old": [name], "new": []}, "styles": {"old": [], "new": [sides]}},
            }
    counts = {"added": 1, "deleted": 1, "changed": 1}
    result["summary"]["by_storey"] = dict.fromkeys(HOSTILE, counts)
    result["coverage"]["unknown"] = {name: {"geometry": name} for name in HOSTILE}
    result["model"] = {"project": {name: {"old": name, "new": f"{name}!"} for name in HOSTILE}}
    for number, name in enumerate(HOSTILE):
        result["matched"].append({"old": name, "new": f"{number}{name}", "by": name})
    result["old"].update(file=HOSTILE[0], application=HOSTILE[1])
    result["new"].update(file=HOSTILE[2], application="half \ud800 of a pair")
    result["options"]["filter_elements"] = HOSTILE[0]
    return with_groups(result)


def _tied(name: str, **kinds: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a change of what relationships tie an element to."""
    tie = {"relation": "IfcRelConnectsElements", "guid": name, "class": "IfcWall", "name": name}
    return {"added": [], "removed": [], **{kind: [{**tie, **each} for each in ties] for kind, ties in kinds.items()}}


SCENARIOS: Final[dict[str, Callable[[], Result]]] = {
    each.__name__: each for each in (house, units_changed, largely_added, same, bare, hostile)
}


def written(form: str, result: Result) -> bytes:
    """Return a result in a form."""
    stream = io.BytesIO()
    WRITERS[form](result, stream)
    return stream.getvalue()


def reloaded(result: Result) -> Result:
    """Return a result as a reader of its file has it."""
    loaded: Result = json.loads(written("json", result))
    return loaded
