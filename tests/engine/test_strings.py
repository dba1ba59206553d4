"""Strings as they are meant, whether letters were escaped or written raw."""

from pathlib import Path

import pytest

from ifcdelta import Options, diff
from ifcdelta.step.strings import decode, escaped
from tests.engine.models import Model, global_id, write

WALL = global_id("wall")
NAME = "Wände, 壁 🏠"


def encoded(name: str, encoding: str, new: str = "") -> Path:
    """Write a model of a wall, whose name is as raw as can be."""
    model = Model()
    model.element("IfcWall", "wall", Tag="1", Description=new or None)
    path = write("", "model.ifc")
    path.write_bytes(model.file.to_string().replace("'wall'", f"'{name}'").encode(encoding))
    return path


@pytest.mark.parametrize("whole", [False, True])
def test_raw_letters_are_read(whole: bool) -> None:
    found = diff(encoded("Wände", "utf-8"), encoded(NAME, "utf-8", "new"), Options(), whole=whole)
    sides = found["changed"][WALL]["attributes_changed"]["Name"]
    assert sides == {"old": "Wände", "new": NAME}
    assert found["elements"][WALL]["name"] == NAME


def test_one_raw_letter_is_a_change() -> None:
    found = diff(encoded("Grün", "utf-8"), encoded("Grän", "utf-8"), Options())
    assert found["changed"][WALL]["attributes_changed"]["Name"] == {"old": "Grün", "new": "Grän"}


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_raw_and_escaped_are_the_same(encoding: str) -> None:
    found = diff(encoded("Grün", encoding), encoded("Gr\\X2\\00FC\\X0\\n", "ascii"), Options())
    assert found["changed"] == {}


@pytest.mark.parametrize("name", ["plain", NAME, "It''s", "\\\\path", "É" * 3])
def test_what_is_escaped_decodes_as_it_was(name: str) -> None:
    raw = name.encode("utf-8")
    assert escaped(raw).isascii()
    assert decode(escaped(raw)) == decode(raw)
