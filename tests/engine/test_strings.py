"""Strings as they are meant, whether letters were escaped or written raw."""

from pathlib import Path

import ifcopenshell
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifcdelta import Options, diff, fingerprint
from ifcdelta.index.table import read_index
from ifcdelta.step.strings import decode, escaped
from tests.engine.models import Model, global_id, reexported, told, write

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


ESCAPED = [
    (r"\S\'", "§"),
    (r"\S\''' 5", "§' 5"),
    (r"'' \S\' ''", "' § '"),
    (r"\S\\S\\", "ÜS\\"),
    (r"\\S\\", "\\S\\"),
    (r"\X2\00E9\X0\\S\'", "é§"),
    (r"\X\E9\S\'", "é§"),
    (r"\PE\\S\'", "Ї"),
    (r"\PE\\S\V\PA\\S\'", "ж§"),
]
"""Strings as they are written and as they are meant (ISO 10303-21, 6.4.3)."""


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("raw", "text"), ESCAPED)
def test_a_quote_in_an_escape_ends_no_string(raw: str, text: str, whole: bool) -> None:
    assert decode(raw.encode()) == text
    found = diff(encoded("plain", "ascii"), encoded(raw, "ascii"), Options(), whole=whole)
    assert found["changed"][WALL]["attributes_changed"]["Name"] == {"old": "plain", "new": text}
    assert found["new"]["elements"] == 5


@pytest.mark.parametrize("raw", [raw for raw, _ in ESCAPED])
def test_a_list_behind_such_a_string_is_shortened(raw: str) -> None:
    """A cut keeps of what a relationship relates only what the cut has."""
    text = []
    for description in (None, "new"):
        model = Model()
        zone = model.group("IfcZone", "zone", *(model.element("IfcWall", name) for name in "abc"))
        zone.IsGroupedBy[0].Name = "relation"
        model.file.by_guid(global_id("b")).Description = description
        text.append(model.file.to_string().replace("'relation'", f"'{raw}'"))
    found = told(text[0], reexported(text[1]))
    assert found["changed"] == {global_id("b"): {"attributes_changed": {"Description": {"old": None, "new": "new"}}}}


BROKEN = [r"\X2\12\X0\ ", r"\X2\00E9", r"\X2\00", r"\X4\00E9\X0\ ", r"\X2\00G9\X0\ ", r"\X\ ", r"\X\E", r"\X\G9"]
"""Escapes that the standard does not have: too few digits, other letters, no end."""


@pytest.mark.parametrize("raw", BROKEN)
def test_a_broken_escape_hides_neither_the_end_of_its_string_nor_that_it_says_another(raw: str) -> None:
    broken, sound = encoded(raw.rstrip(), "ascii"), encoded("é", "utf-8")
    assert read_index(broken).scan.ids.tolist() == read_index(sound).scan.ids.tolist()
    assert fingerprint(broken) != fingerprint(sound)


PIECES = st.sampled_from(
    ["a", " ", ";", "#1", "''", "\\\\", "S\\\\", "\\X4\\0001F600\\X0\\", *(raw for raw, _ in ESCAPED)]
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_string_ends_where_ifcopenshell_ends_it(tmp_path_factory: pytest.TempPathFactory, raw: str) -> None:
    path = tmp_path_factory.getbasetemp() / "strings.ifc"
    model = Model()
    model.element("IfcWall", "wall", Description="after")
    path.write_text(model.file.to_string().replace("'wall'", f"'{raw}'"), encoding="ascii")
    opened = ifcopenshell.open(path)
    assert isinstance(opened, ifcopenshell.file)
    wall = opened.by_guid(WALL)
    assert (wall.Name, wall.Description) == (decode(raw.encode()), "after")
    index = read_index(path)
    assert sorted(index.scan.ids.tolist()) == sorted(each.id() for each in opened)
