"""The table of changes: what it holds is what the result says, whatever the texts of the models are."""

import sqlite3
from pathlib import Path
from typing import Any

import orjson

from gateway.artifacts.change_pages import Facet, Selection, Sort, read_head, read_page
from ifcdelta.result.groups.groups import with_groups
from ifcdelta.writers import WRITERS
from jobs.change_table import write_table
from tests.engine.writers.results import hostile


def page(table: Path, words: str = "", sort: Sort = Sort.KIND, **values: list[str]) -> list[str]:
    selection = Selection({Facet(name.rstrip("_")): each for name, each in values.items()}, words)
    found = read_page(table, selection, sort, descending=False, offset=0, limit=500, find=None, counts=False)
    assert found.counts is None
    return [row["guid"] for row in found.rows]


def small(names: list[str | None]) -> dict[str, Any]:
    """Return a result with an added element of each name, GlobalIds in this order."""
    guids = [f"{number:022d}" for number in range(len(names))]
    elements = {
        guid: {"class": "IfcWall", "name": name, "tag": None, "type": None, "storey": name}
        for guid, name in zip(guids, names, strict=True)
    }
    empty: dict[str, Any] = {
        "format": "ifcdiff/1",
        "old": {},
        "new": {},
        "options": {},
        "summary": dict.fromkeys(("added", "deleted", "changed", "unchanged", "matched"), 0),
        "model": {},
        "units": {},
    }
    unknown: dict[str, Any] = {"compared": [], "unknown": {}}
    lists: dict[str, Any] = {"added": guids, "deleted": [], "changed": {}, "matched": [], "elements": elements}
    return {**empty, "coverage": unknown, **lists}


def test_hostile_texts_are_held_and_found_as_text(tmp_path: Path) -> None:
    with (tmp_path / "result.json").open("wb") as stream:
        WRITERS["json"](hostile(), stream)
    result = orjson.loads((tmp_path / "result.json").read_bytes())
    write_table(result, tmp_path / "table")
    assert read_head(tmp_path / "table")["summary"] == result["summary"]
    for guid, element in result["elements"].items():
        if element["name"] and not element["name"].isspace():
            assert guid in page(tmp_path / "table", words=element["name"]), element


def test_numbers_sort_by_value_and_what_has_no_name_comes_last(tmp_path: Path) -> None:
    write_table(with_groups(small(["Level 10", None, "level 2", "Äußeres", "Level 1"])), tmp_path / "table")
    for sort in (Sort.NAME, Sort.STOREY):
        assert [int(guid) for guid in page(tmp_path / "table", sort=sort)] == [4, 2, 0, 3, 1]


def test_filters_are_values_and_never_sql(tmp_path: Path) -> None:
    name = "') OR TRUE --"
    write_table(with_groups(small([name, "other"])), tmp_path / "table")
    assert [int(guid) for guid in page(tmp_path / "table", storey=[name])] == [0]
    assert page(tmp_path / "table", class_=[name]) == []
    with sqlite3.connect(tmp_path / "table") as database:
        assert database.execute("SELECT count(*) FROM change").fetchone() == (2,)


def test_the_elements_of_a_fact(tmp_path: Path) -> None:
    result = with_groups(small(["A", "B", "A"]))
    write_table(result, tmp_path / "table")
    assert [fact["count"] for fact in read_head(tmp_path / "table")["facts"]] == [2, 1]
    for fact, group in enumerate(result["groups"], 1):
        assert page(tmp_path / "table", fact=[str(fact)]) == group["members"]
    assert len(page(tmp_path / "table", fact=["1", "2"])) == 3
    assert page(tmp_path / "table", fact=["3"]) == []


def test_words_that_only_hold_a_change_together_find_nothing(tmp_path: Path) -> None:
    result = small(["A"])
    guid = "0" * 22
    result |= {"added": [], "changed": {guid: {"attributes_changed": {"Tag": {"old": 'x "1', "new": "é\\2"}}}}}
    write_table(with_groups(result), tmp_path / "table")
    assert page(tmp_path / "table", words="old") == []
    for words in ('"1', "É\\2", "tag attributes"):
        assert page(tmp_path / "table", words=words) == [guid], words


def test_what_a_person_reads_is_what_a_search_finds(tmp_path: Path) -> None:
    result = small(["A"])
    guid = "0" * 22
    moved = {"placement_changed": {"moved": [0.25, 0.0, 0.0], "distance": 0.25, "rotated": 0.0}}
    write_table(with_groups(result | {"added": [], "changed": {guid: moved}}), tmp_path / "table")
    assert page(tmp_path / "table", words="250 mm") == [guid]
    assert page(tmp_path / "table", words="distance") == []
