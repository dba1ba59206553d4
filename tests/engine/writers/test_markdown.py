"""Markdown, read by markdown-it, which GitHub's own is alike."""

import copy
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ifcdelta.result.facts.facts import TITLES
from ifcdelta.result.groups.groups import with_groups
from tests.engine.writers.results import SCENARIOS, bare, hostile, house, written

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table")


def tokens(result: dict[str, Any]) -> list[Token]:
    found: list[Token] = []
    for token in READER.parse(written("markdown", result).decode("utf-8")):
        found += [token, *(token.children or ())]
    return found


def test_the_sentence_and_the_facts_by_what_they_touch() -> None:
    text = written("markdown", house()).decode("utf-8")
    assert "\n5 elements changed in shape or place, 15 in data only; 2 columns are new; 1 window is gone; 31 un" in text
    order = [
        text.index(title) for title in ("**New and gone**: 3", "**Changed in shape**: 3", "**Changed in place**: 2")
    ]
    assert order == sorted(order)
    assert "\n- `2 columns on Ground floor are new`\n" in text
    assert "moved 250 mm: X +250; took 1 element along; AcousticRating Rw 48 dB → Rw 53 dB`\n" in text
    assert "`html`, `xlsx`, `csv` and `json`" in text


def test_what_was_not_compared_is_told() -> None:
    text = written("markdown", bare()).decode("utf-8")
    assert "**What could not be compared**" in text
    assert "`the kernel made no shape of it, in the old model`" in text


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_it_is_short_enough_to_be_read_and_for_a_comment_of_github(scenario: str) -> None:
    text = written("markdown", SCENARIOS[scenario]()).decode("utf-8")
    assert len(text) < 60_000
    assert len(text.splitlines()) < 60


def test_the_most_that_there_can_be_is_short_enough() -> None:
    side = {"old": "a", "new": "b"}
    changes: dict[str, Any] = {
        "geometry_changed": {"cause": ["shape"]},
        "placement_changed": {"moved": [1.0, 0.0, 0.0], "distance": 1.0, "rotated": 0.0},
        "attributes_changed": {"Name": side},
        "appearance_changed": {"layers": {"old": ["a"], "new": []}},
    }
    result = copy.deepcopy(house())
    guids = iter(sorted(result["elements"]))
    result.update(added=[next(guids)], deleted=[next(guids)])
    result["changed"] = {next(guids): {key: change} for key, change in changes.items()}
    for number, guid in enumerate(guids):
        result["changed"][guid] = {"attributes_changed": {f"A{number}": side}}
    result["model"] = {"project": {f"{n}": side for n in range(99)}}
    result["coverage"] = {
        **result["coverage"],
        "unknown": {f"{n}": {"class": f"{n}"} for n in range(99)},
        "unseen": {f"Ifc{n}": {"old": 1, "new": 1} for n in range(99)},
        "equivalent": {"rule": 1},
    }
    text = written("markdown", with_groups(result)).decode("utf-8")
    assert sum(text.count(f"**{title}**") for title in TITLES.values()) == len(TITLES)
    assert text.count("- … 96 more\n") == 3
    assert len(text.splitlines()) < 60


def test_all_text_of_a_model_is_code() -> None:
    found = tokens(hostile())
    assert {token.type for token in found} & {"html_inline", "html_block", "link_open", "image"} == set()
    plain = "".join(token.content for token in found if token.type == "text")
    for sign in ("@", "<", "`", "#1", "cmd", "{{"):
        assert sign not in plain
    assert any("<img src=x onerror=alert(1)>" in token.content for token in found if token.type == "code_inline")
