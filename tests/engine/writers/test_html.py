"""The HTML report, parsed by html5lib and shown by Chromium."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from ifcdelta.result.facts.facts import facts_by_effect
from tests.engine.writers.results import HOSTILE, SCENARIOS, bare, hostile, house, units_changed, written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def parsed(text: str) -> Element:
    document: Element = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    return document


def page(result: dict[str, Any]) -> Element:
    return parsed(written("html", result).decode("utf-8"))


def data(document: Element, name: str) -> Any:
    return json.loads("".join(document.find(f".//script[@id='{name}']").itertext()))  # type: ignore[union-attr]


def in_browser(result: dict[str, Any], folder: Path) -> Element:
    """Return the page as Chromium has it after the script ran."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    path = folder / "told.html"
    path.write_bytes(written("html", result))
    command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [*command, "--virtual-time-budget=5000", "--dump-dom", path.as_uri()],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return parsed(done.stdout.decode("utf-8"))


def text_of(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_element_is_in_the_page(scenario: str) -> None:
    result = SCENARIOS[scenario]()
    document = page(result)
    labels = data(document, "labels")
    for kind in ("added", "deleted", "changed"):
        rows = [row for row in data(document, "rows") if labels[row[0]] == kind]
        assert {row[1] for row in rows} == set(result[kind])


def test_the_page_fetches_and_runs_nothing_but_its_own() -> None:
    document = page(house())
    for element in document.iter():
        assert not {"src", "href", "style", "onerror", "onclick"} & set(element.keys()), element.tag
    assert "url(" not in text_of(document.find(".//style"))
    assert "@import" not in text_of(document.find(".//style"))
    policy = document.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert policy.get("content", "").startswith("default-src 'none';")


def test_the_page_says_what_changed_without_a_script() -> None:
    text = text_of(page(house()).find(".//main"))
    for told in (
        "Pset_WallCommon.FireRating",
        "REI 60",
        "REI 90",
        "moved 250 mm: X +250",
        "7.242 m³",
        "Carport post 1",
    ):
        assert told in text


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_fact_is_there_by_what_it_touches_and_leads_to_its_elements(scenario: str) -> None:
    result = SCENARIOS[scenario]()
    document = page(result)
    sections = document.findall(".//section[@class='effect']")
    shown = [len(each.findall("details")) for each in sections]
    assert shown == [len(facts) for _, _, facts in facts_by_effect(result)]
    for number, group in enumerate(result["groups"], 1):
        assert {row[1] for row in data(document, "rows") if row[8] == number} == set(group["members"])


def test_on_paper_is_what_is_open(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    path, paper = tmp_path / "told.html", tmp_path / "told.pdf"
    path.write_bytes(written("html", house()))
    command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    subprocess.run([*command, f"--print-to-pdf={paper}", path.as_uri()], capture_output=True, timeout=120, check=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) < 6


def test_what_was_not_compared_and_the_model_are_told() -> None:
    text = text_of(page(bare()).find(".//main"))
    assert "the kernel made no shape of it, in the old model" in text
    assert "not compared: no GlobalId" in text
    result = units_changed()
    for part in result["model"]:
        assert part.replace("_", " ") in text_of(page(result).find(".//main"))


def test_nothing_of_a_model_is_markup() -> None:
    document = page(hostile())
    assert document.find(".//img") is None
    assert len(document.findall(".//script")) == 4
    names = {row[3] for row in data(document, "rows")}
    assert {"<img src=x onerror=alert(1)>", "</script><script>alert(1)</script><!--", "half \ufffd of a pair"} <= names
    assert "<img src=x onerror=alert(1)>" in text_of(document.find(".//header"))
    assert "{{ 7 * 7 }}{% raw %}" in text_of(document.find(".//main"))


def test_a_browser_shows_the_elements_and_their_values(tmp_path: Path) -> None:
    document = in_browser(house(), tmp_path)
    assert text_of(document.find(".//*[@id='status']")) == "24 elements"
    facts = [text_of(each) for each in document.findall(".//details[@class='fact']/summary")]
    assert facts[0] == "2 columns on Ground floor are new"
    assert len(facts) == len(document.findall(".//select[@name='fact']/option")) - 1 == len(house()["groups"])
    table = document.find(".//table[@id='table']")
    assert table is not None
    assert len(table.findall("tbody")) == 24
    for told in (
        "REI 60",
        "REI 90",
        "moved 250 mm: X +250",
        "GlobalId (matched by class, name, tag, type and position)",
    ):
        assert told in text_of(table)
    assert [option.text for option in document.findall(".//select[@name='storey']/option")] == [
        "all",
        "—",
        "First floor",
        "Ground floor",
    ]


def test_a_browser_takes_nothing_of_a_model_for_markup(tmp_path: Path) -> None:
    document = in_browser(hostile(), tmp_path)
    assert document.find(".//img") is None
    assert len(document.findall(".//script")) == 4
    assert HOSTILE[0] in text_of(document.find(".//table[@id='table']"))
