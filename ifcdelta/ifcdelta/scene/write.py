"""From two files and their finished result to a scene: open, make shapes, place, write. Knows no job."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, Final

import ifcopenshell
import numpy as np

from ifcdelta.errors import OtherFileError
from ifcdelta.narrow.source import read_one
from ifcdelta.progress import Progress
from ifcdelta.result.colours import COLOURS, PALE
from ifcdelta.result.groups.effects import PLACE, SHAPE
from ifcdelta.scene.elements import ENCLOSING, Element, Opened, open_shown
from ifcdelta.scene.gltf import Material, Matrix, Node, Root, write_glb
from ifcdelta.scene.shapes import Made, make_shapes
from ifcdelta.scene.sharing import share_shapes
from ifcdelta.scene.states import ScenePart, Shown, shown

_PALE: Final = "changed in data"
_ROOM: Final = ", a room"
_SEEN_THROUGH: Final = 0.3
_SOLID: Final = {**COLOURS, _PALE: PALE}
_MATERIALS: Final = {
    **{name: Material(f"#{colour}") for name, colour in _SOLID.items()},
    **{f"{name}{_ROOM}": Material(f"#{colour}", opacity=_SEEN_THROUGH) for name, colour in _SOLID.items()},
    "unchanged": Material("#c9ced6", opacity=_SEEN_THROUGH),
}
_SCENES: Final = ("new", "old")
_ROOT: Final = "ifcdiff"
_GRID: Final = 100.0
"""Metres; the origin of a scene is a corner of this grid, so that it is at zero where models are."""


def write_scene(
    old: Path,
    new: Path,
    result: Mapping[str, Any],
    part: ScenePart,
    threads: int,
    stream: BinaryIO,
    progress: Progress,
) -> None:
    """Write the elements of both models as binary glTF; docs/scene.md tells what is in it.

    `result` is the finished result of the two files, of which those are read that `part` shows something of;
    `threads` are for the geometry kernel; the phases of `progress` are `reading`, `making_shapes` and `writing`.

    Raises:
        OtherFileError: a file is not the one that the result was made of.
        DeltaError: a file is unreadable or its schema unknown.
    """
    progress("reading", 0)
    asked = shown(result, part)
    with ThreadPoolExecutor(2) as pool:
        files = tuple(pool.map(_opened, (old, new), asked, (result, result)))
    share_shapes(files[0], files[1], result)
    made = make_shapes(files, threads, lambda share: progress("making_shapes", 20 + int(70 * share)))
    progress("writing", 90)
    nodes = [(opened.side, node) for opened in files for node in _nodes(opened, made)]
    places = np.array([node.matrix[:3, 3] for _, node in nodes] or [np.zeros(3)])
    origin = np.round(np.median(places, axis=0) / _GRID) * _GRID + 0.0
    asset = {"generator": "ifcdelta", "extras": {"missing": _missing(files, made)}}
    write_glb(_roots(nodes), _MATERIALS, _SCENES, origin, asset, stream)


def _opened(path: Path, asked: Shown, result: Mapping[str, Any]) -> Opened:
    if asked.is_empty:
        return Opened(asked.side, ifcopenshell.file())
    source = read_one(path, asked.side)
    if source.index.sha256 != result[source.side]["sha256"]:
        sentence = f"The {source.side} model is not the file that was compared; upload both and compare them again."
        raise OtherFileError(sentence, f"{source.path.name}: {source.index.sha256}")
    return open_shown(source, asked)


def _nodes(opened: Opened, made: Made) -> Iterator[Node]:
    for element in opened.elements:
        found = made.geometries.get(element.shape_key)
        if found is None:
            continue
        geometry, origin = found
        matrix: Matrix = element.place.copy()
        matrix[:3, 3] += matrix[:3, :3] @ origin
        yield Node(element.row, _extras(element, opened.side), matrix, geometry, _material(element))


def _material(element: Element) -> str:
    if element.state == "unchanged":
        return element.state
    name = element.state if element.effect in {"", SHAPE, PLACE} else _PALE
    return f"{name}{_ROOM}" if any(map(element.entity.is_a, ENCLOSING)) else name


def _extras(element: Element, side: str) -> dict[str, str]:
    extras = {
        "state": element.state,
        "side": "both" if element.state == "unchanged" else side,
        "class": element.entity.is_a(),
        "storey": element.storey,
    }
    if element.effect:
        extras["effect"] = element.effect
    return extras if element.guid == element.row else {**extras, "guid": element.guid}


def _missing(files: Sequence[Opened], made: Made) -> dict[str, str]:
    missing: dict[str, str] = {}
    for opened in files:
        missing |= opened.missing
        missing |= {
            element.row: f"{made.failed[element.shape_key]}, in the {opened.side} model"
            for element in opened.elements
            if element.shape_key in made.failed
        }
    return dict(sorted(missing.items()))


def _roots(nodes: Sequence[tuple[str, Node]]) -> list[Root]:
    """Return the nodes by the scenes that they are in; the model as it is now comes first."""
    scenes = {"both": frozenset(_SCENES), "new": frozenset({"new"}), "old": frozenset({"old"})}
    by_side: dict[str, list[Node]] = {side: [] for side in scenes}
    for _, node in nodes:
        by_side[node.extras["side"]].append(node)
    roots = [Root(_ROOT, by_side[side], scenes[side]) for side in scenes if by_side[side]]
    return roots or [Root(_ROOT, [], scenes["both"])]
