"""Markdown, read by markdown-it, which GitHub's own is alike."""

import copy
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ifcdelta.writers import markdown
from tests.engine.writers.results import SCENARIOS, bare, hostile, house, written

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table")


def tokens(result: dict[str, Any]) -> list[Token]:
    found: list[Token] = []
    for token in READER.parse(written("markdown", result).decode("utf-8")):
        found += [token, *(token.children or ())]
    return found


def test_the_sentence_the_counts_and_the_changes() -> None:
    text = written("markdown", house()).decode("utf-8")
    assert "2 added, 1 deleted and 20 changed; 31 unchanged" in text
    assert "| `IfcWindow` |  | 1 | 1 |" in text
    assert "`Pset_WallCommon.FireRating: REI 60 → REI 90`" in text
    assert "`moved 250 mm: X +250, took 1 element along`" in text
    assert "more" not in text


def test_what_was_not_compared_is_told() -> None:
    text = written("markdown", bare()).decode("utf-8")
    assert "### What could not be compared" in text
    assert "`the kernel made no shape of it, in the old model`" in text


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_it_fits_a_comment_of_github(scenario: str) -> None:
    assert len(written("markdown", SCENARIOS[scenario]()).decode("utf-8")) < 65_536


def test_what_does_not_fit_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_MOST_ENTRIES", 3)
    assert written("markdown", house()).decode("utf-8").endswith("\n… and 21 more elements.\n")
    monkeypatch.setattr(markdown, "_MOST_CHARACTERS", 10)
    assert written("markdown", house()).decode("utf-8").endswith("\n… and 24 more elements.\n")


def test_many_lines_of_an_element_are_counted() -> None:
    result = copy.deepcopy(house())
    guid = next(iter(result["changed"]))
    result["changed"] = {guid: {"attributes_changed": {f"A{n}": {"old": n, "new": -n} for n in range(1, 13)}}}
    assert "  - … 4 more\n" in written("markdown", result).decode("utf-8")


def test_all_text_of_a_model_is_code() -> None:
    found = tokens(hostile())
    assert {token.type for token in found} & {"html_inline", "html_block", "link_open", "image"} == set()
    plain = "".join(token.content for token in found if token.type == "text")
    for sign in ("@", "<", "`", "#1", "cmd", "{{"):
        assert sign not in plain
    assert any("<img src=x onerror=alert(1)>" in token.content for token in found if token.type == "code_inline")


def test_a_name_cannot_add_a_column() -> None:
    rows, cells = 0, 0
    for token in tokens(hostile()):
        rows += token.type == "tr_open"
        cells += token.type in {"td_open", "th_open"}
    assert cells == 4 * rows
