"""Every element that changed is in exactly one fact, and the numbers add up: of made, edited and real pairs."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ifcdelta.result.groups.effects import EFFECTS
from ifcdelta.result.groups.groups import MOST
from tests.engine.exam.corpus import BUILDINGS, Edited, diffed, real_pairs, smaller_real_pairs
from tests.engine.writers.results import SCENARIOS


def assert_adds_up(result: dict[str, Any]) -> None:
    """Every element that changed is in one group, and the numbers add up."""
    groups = result["groups"]
    for change in ("added", "deleted", "changed"):
        of = [guid for group in groups if group["change"] == change for guid in group["members"]]
        assert sorted(of) == sorted(result[change])
    for group in groups:
        assert group["count"] == len(group["members"]) > 0
        for by in ("classes", "types", "storeys"):
            assert sum(group[by].values()) == group["count"]
        assert all(each["commonest"] <= each["count"] <= group["count"] for each in group["what"])
    by_effect = Counter[str]()
    for group in groups:
        by_effect[group["effect"]] += group["count"]
    assert result["summary"]["by_effect"] == {effect: by_effect[effect] for effect in EFFECTS}
    assert by_effect.total() == sum(result["summary"][change] for change in ("added", "deleted", "changed"))
    assert len(groups) <= MOST


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_element_is_in_one_fact(scenario: str) -> None:
    assert_adds_up(SCENARIOS[scenario]())


@pytest.mark.parametrize("seed", BUILDINGS)
def test_each_element_of_an_edited_building_is_in_one_fact(seed: int, edited: Edited) -> None:
    assert_adds_up(diffed(*edited(seed)))


@pytest.mark.parametrize("pair", real_pairs())
def test_each_element_of_a_real_pair_is_in_one_fact(pair: tuple[Path, Path]) -> None:
    assert_adds_up(diffed(*pair))


@pytest.mark.parametrize("pair", smaller_real_pairs())
def test_the_other_way_round_as_many_are_touched(pair: tuple[Path, Path]) -> None:
    old, new = pair
    one, other = diffed(old, new), diffed(new, old)
    assert_adds_up(other)
    assert one["summary"]["by_effect"] == other["summary"]["by_effect"]
