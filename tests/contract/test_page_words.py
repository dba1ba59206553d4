"""The page's own lists of the contract's words: the page is built without Python, so that it has them once more."""

import re
from enum import StrEnum

import pytest

from contract.artifact import ResultFormat
from contract.change_table import ChangeKind
from contract.job import JobState, Phase
from contract.request import Aspect
from gateway.artifacts.change_pages import Facet, Sort
from ifcdelta.result.colours import COLOURS, PALE
from tests.support.data import ROOT

SOURCE = ROOT / "api-gateway" / "gateway" / "page" / "src"


def words_after(file: str, opening: str, ending: str) -> list[str]:
    """Return the quoted words of a declaration."""
    text = (SOURCE / file).read_text(encoding="utf-8")
    declared = text.partition(opening)[2].partition(ending)[0]
    assert declared, f"{file} declares no {opening}"
    return re.findall(r'"([\w.-]*)"', declared)


@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        ("api/types.ts", "ASPECTS", Aspect),
        ("api/types.ts", "PHASES", Phase),
        ("api/types.ts", "KINDS", ChangeKind),
        ("api/types.ts", "FACETS", Facet),
        ("result/columns.ts", "SORTABLE", Sort),
    ],
)
def test_lists_hold_the_contract_s_words(file: str, name: str, words: type[StrEnum]) -> None:
    assert sorted(words_after(file, f"const {name} = [", "]")) == sorted(words)


def test_orders_are_the_contract_s() -> None:
    assert words_after("api/types.ts", "const ASPECTS = [", "]") == list(Aspect)
    assert words_after("api/types.ts", "const PHASES = [", "]") == list(Phase)


def test_states_are_the_contract_s() -> None:
    assert sorted(words_after("api/types.ts", "type JobState =", ";")) == sorted(JobState)


def test_every_form_can_be_downloaded() -> None:
    text = (SOURCE / "result" / "downloads.ts").read_text(encoding="utf-8")
    offered = re.findall(r'^ *\["([\w.-]+)",', text.partition("const FORMS")[2], re.MULTILINE)
    assert sorted(offered) == sorted(ResultFormat)


def test_the_building_has_the_colours_of_every_form() -> None:
    text = (SOURCE / "viewer" / "types.ts").read_text(encoding="utf-8")
    for kind, colour in COLOURS.items():
        assert f"{kind}: 0x{colour}," in text
    assert f"PALE = 0x{PALE};" in text
    assert f"background: #{PALE};" in (SOURCE / "styles" / "building.css").read_text(encoding="utf-8")
