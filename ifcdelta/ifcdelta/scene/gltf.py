"""Nodes with geometries as one binary glTF file (GLB, Khronos glTF 2.0). Knows no IFC and no result.

Written here, for a GLB is a JSON text and one buffer; a library would hold all of it as objects first.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.scene.geometry import Geometry

_VERSION: Final = 2
_FLOAT: Final = 5126
_INDEX: Final = {2: 5123, 4: 5125}
"""The component type of an unsigned index by its bytes."""
_VERTICES, _INDICES = 34962, 34963
_ALIGNED: Final = 4
_DIGITS: Final = 9
_Y_UP: Final = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
"""From IFC's axes (Z up) to those of glTF."""

Matrix = npt.NDArray[np.float64]
Json = dict[str, Any]


@dataclass(frozen=True)
class Material:
    """A colour in sRGB as in CSS (`#2e9e4f`), and how opaque it is."""

    colour: str
    opacity: float = 1.0


@dataclass(frozen=True)
class Node:
    """A geometry at a place."""

    name: str
    extras: Mapping[str, str]
    matrix: Matrix
    """4 x 4, metres, Z up."""
    geometry: Geometry
    material: str


@dataclass(frozen=True)
class Root:
    """Nodes that are in the same scenes."""

    name: str
    nodes: Sequence[Node]
    scenes: frozenset[str]


@dataclass
class _View:
    """Numbers of one kind in the buffer."""

    target: int
    stride: int | None = None
    parts: list[npt.NDArray[Any]] = field(default_factory=list)
    size: int = 0

    def take(self, numbers: npt.NDArray[Any]) -> int:
        """Add numbers and return the byte at which they begin in the view."""
        begin, self.size = self.size, self.size + numbers.nbytes
        self.parts.append(numbers)
        return begin


class _Document:
    """The JSON of a file while it is gathered, and what its buffer will hold."""

    def __init__(self, materials: Mapping[str, Material]) -> None:
        self._views = {0: _View(_VERTICES, stride=12), 2: _View(_INDICES), 4: _View(_INDICES)}
        """Positions, and indices by their bytes."""
        self._palette = materials
        self._accessors: list[Json] = []
        self._nodes: list[Json] = []
        self._meshes: dict[tuple[Geometry, str], int] = {}
        self._materials: dict[str, int] = {}
        self._of_geometry: dict[Geometry, tuple[int, int]] = {}

    def add_root(self, root: Root, origin: Matrix) -> int:
        """Add a root and its nodes, placed relative to `origin`; return its number."""
        first = len(self._nodes)
        for node in root.nodes:
            self._nodes.append(self._node(node, origin))
        turned = np.eye(4)
        turned[:3, :3], turned[:3, 3] = _Y_UP, _Y_UP @ origin
        content: Json = {"name": root.name, **_matrix(turned)}
        if root.nodes:
            content["children"] = list(range(first, len(self._nodes)))
        self._nodes.append(content)
        return len(self._nodes) - 1

    def _node(self, node: Node, origin: Matrix) -> Json:
        matrix = node.matrix.copy()
        matrix[:3, 3] -= origin
        mesh = self._meshes.setdefault((node.geometry, node.material), len(self._meshes))
        return {"name": node.name, "mesh": mesh, **_matrix(matrix), "extras": dict(node.extras)}

    def finished(self, head: Json) -> tuple[Json, list[_View]]:
        """Return the whole JSON, and the views that follow one another in the buffer, each filled up."""
        meshes = [self._mesh(*each) for each in self._meshes]
        views = [view for view in self._views.values() if view.size]
        numbers = {id(view): number for number, view in enumerate(views)}
        for accessor in self._accessors:
            accessor["bufferView"] = numbers[id(self._views[accessor["bufferView"]])]
        listed, begin = [], 0
        for view in views:
            stride = {} if view.stride is None else {"byteStride": view.stride}
            listed.append({"buffer": 0, "byteOffset": begin, "byteLength": view.size, **stride, "target": view.target})
            begin += _filled(view.size)
        found = {
            **head,
            "nodes": self._nodes,
            "meshes": meshes,
            "materials": [_material(name, self._palette[name]) for name in self._materials],
            "accessors": self._accessors,
            "bufferViews": listed,
            "buffers": [{"byteLength": begin}] if begin else [],
        }
        # glTF has no empty lists.
        return {key: value for key, value in found.items() if value != []}, views

    def _mesh(self, geometry: Geometry, material: str) -> Json:
        if geometry not in self._of_geometry:
            self._of_geometry[geometry] = self._add(geometry)
        points, faces = self._of_geometry[geometry]
        number = self._materials.setdefault(material, len(self._materials))
        return {"primitives": [{"attributes": {"POSITION": points}, "indices": faces, "material": number}]}

    def _add(self, geometry: Geometry) -> tuple[int, int]:
        points, faces = geometry.points, geometry.faces
        width = faces.itemsize
        self._accessors += [
            {
                "bufferView": 0,
                "byteOffset": self._views[0].take(points),
                "componentType": _FLOAT,
                "count": len(points),
                "type": "VEC3",
                "min": points.min(axis=0).tolist(),
                "max": points.max(axis=0).tolist(),
            },
            {
                "bufferView": width,
                "byteOffset": self._views[width].take(faces),
                "componentType": _INDEX[width],
                "count": faces.size,
                "type": "SCALAR",
            },
        ]
        return len(self._accessors) - 2, len(self._accessors) - 1


def write_glb(
    roots: Sequence[Root],
    materials: Mapping[str, Material],
    scenes: Sequence[str],
    origin: Matrix,
    asset: Json,
    stream: BinaryIO,
) -> None:
    """Write a file; the same input gives the same bytes.

    The first of `scenes` is the one that is shown. `origin` (metres, Z up) is near the nodes, whose matrices are told
    relative to it, so that viewers that reckon in single precision keep millimetres. `asset` is told of the file.
    """
    document = _Document(materials)
    numbers = [(document.add_root(root, origin), root.scenes) for root in roots]
    listed = [{"name": name, "nodes": [number for number, of in numbers if name in of]} for name in scenes]
    head = {
        "asset": {"version": f"{_VERSION}.0", **asset},
        "scene": 0,
        "scenes": [each if each["nodes"] else {"name": each["name"]} for each in listed],
    }
    document_json, views = document.finished(head)
    text = json.dumps(document_json, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (_filled(len(text)) - len(text))
    size = sum(_filled(view.size) for view in views)
    total = 12 + 8 + len(text) + (8 + size if size else 0)
    stream.write(struct.pack("<4sII", b"glTF", _VERSION, total))
    stream.write(struct.pack("<I4s", len(text), b"JSON") + text)
    if size:
        stream.write(struct.pack("<I4s", size, b"BIN\0"))
    for view in views:
        stream.writelines(part.tobytes() for part in view.parts)
        stream.write(bytes(_filled(view.size) - view.size))


def _filled(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _matrix(matrix: Matrix) -> Json:
    """Return a matrix as glTF has it, column by column, whole numbers written as such; nothing for no move."""
    if np.array_equal(matrix, np.eye(4)):
        return {}
    rounded = np.round(matrix.T.reshape(-1), _DIGITS) + 0.0
    return {"matrix": [int(each) if each.is_integer() else each for each in rounded.tolist()]}


def _material(name: str, material: Material) -> Json:
    colour = [_linear(int(material.colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    content: Json = {
        "name": name,
        "pbrMetallicRoughness": {"baseColorFactor": [*colour, material.opacity], "metallicFactor": 0},
        "doubleSided": True,
    }
    return content if material.opacity == 1.0 else {**content, "alphaMode": "BLEND"}


def _linear(value: float) -> float:
    """Return a share of sRGB as glTF wants it (IEC 61966-2-1)."""
    return round(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4, 6)
