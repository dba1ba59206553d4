"""A scene made of two models, read again by its own rules (Khronos glTF 2.0) and told where its nodes are."""

import io
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ifcdelta.progress import no_progress
from ifcdelta.scene import ScenePart, write_scene

Box = npt.NDArray[np.float64]
TYPES = {5123: np.uint16, 5125: np.uint32, 5126: np.float32}


@dataclass(frozen=True)
class Shown:
    """A node with a mesh, in IFC's axes."""

    name: str
    extras: dict[str, str]
    mesh: int
    material: str
    box: Box
    """Least and largest coordinates, metres."""
    triangles: int


class Glb:
    """One file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        magic, version, total, length, kind = struct.unpack_from("<4sIII4s", data)
        assert (magic, version, total, kind) == (b"glTF", 2, len(data), b"JSON")
        self.json: dict[str, Any] = json.loads(data[20 : 20 + length])
        self.buffer = data[28 + length :]

    @property
    def missing(self) -> dict[str, str]:
        found: dict[str, str] = self.json["asset"]["extras"]["missing"]
        return found

    @cached_property
    def nodes(self) -> list[Shown]:
        roots = range(len(self.json["nodes"]))
        return [shown for root in roots for shown in self._below(root)]

    def scene(self, name: str) -> set[tuple[str, str]]:
        """Return name and side of what a scene shows."""
        (scene,) = (each for each in self.json["scenes"] if each["name"] == name)
        below = [shown for root in scene.get("nodes", ()) for shown in self._below(root)]
        return {(each.name, each.extras["side"]) for each in below}

    def told(self) -> set[tuple[str, str, str]]:
        """Return name, state and side of every node."""
        return {(each.name, each.extras["state"], each.extras["side"]) for each in self.nodes}

    def _below(self, root: int) -> Iterator[Shown]:
        above = matrix(self.json["nodes"][root])
        for number in self.json["nodes"][root].get("children", ()):
            node = self.json["nodes"][number]
            (primitive,) = self.json["meshes"][node["mesh"]]["primitives"]
            points = self._numbers(primitive["attributes"]["POSITION"]).reshape(-1, 3).astype(float)
            faces = self._numbers(primitive["indices"]).reshape(-1, 3)
            assert faces.max() < len(points)
            whole = above @ matrix(node)
            x, y, z = (points @ whole[:3, :3].T + whole[:3, 3]).T
            placed = np.array([x, -z, y])
            box = np.array([placed.min(axis=1), placed.max(axis=1)])
            material = self.json["materials"][primitive["material"]]["name"]
            yield Shown(node["name"], node["extras"], node["mesh"], material, box, len(faces))

    def _numbers(self, number: int) -> npt.NDArray[Any]:
        accessor = self.json["accessors"][number]
        view = self.json["bufferViews"][accessor["bufferView"]]
        count = accessor["count"] * (3 if accessor["type"] == "VEC3" else 1)
        at = view["byteOffset"] + accessor["byteOffset"]
        return np.frombuffer(self.buffer, TYPES[accessor["componentType"]], count, at)


def matrix(node: dict[str, Any]) -> Box:
    return np.array(node["matrix"], float).reshape(4, 4).T if "matrix" in node else np.eye(4)


def scene(old: Path, new: Path, result: dict[str, Any], part: ScenePart = "all", threads: int = 2) -> Glb:
    """Make a scene and read it."""
    stream = io.BytesIO()
    write_scene(old, new, result, part, threads, stream, no_progress)
    return Glb(stream.getvalue())
