"""A model and itself differ in nothing: byte for byte, by its ids alone, and as another exporter writes it."""

from pathlib import Path

import pytest

from tests.engine.exam import spf
from tests.engine.exam.corpus import BUILDINGS, Edited, compared, real_files, told
from tests.engine.exam.picker import chance
from tests.engine.exam.questions import building
from tests.engine.exam.registry import REGISTER
from tests.engine.exam.trial import NOISES, exported_again

_NOT_OF_REAL_MODELS = "equal instances merged"
"""Real models hold sets in which two members are equal; merged they would hold one twice, which no set may."""


@pytest.mark.parametrize("seed", BUILDINGS)
def test_a_building_and_itself(seed: int, edited: Edited) -> None:
    for path in edited(seed):
        result = compared(path, path)
        assert list(told(result)) == []
        assert result["summary"]["unchanged"] == result["old"]["elements"] > 0


@pytest.mark.parametrize("path", real_files())
def test_a_real_model_and_itself(path: Path) -> None:
    assert list(told(compared(path, path))) == []


@pytest.mark.parametrize("path", real_files())
def test_a_real_model_with_other_ids(path: Path, tmp_path: Path) -> None:
    document = spf.read(path.read_text(encoding="latin-1"))
    for name in ("STEP ids permuted", "lines shuffled", "members of sets in another order"):
        REGISTER.noises[name].make(document, chance(path.name))
    new = tmp_path / "new.ifc"
    new.write_text(document.text(), encoding="latin-1", newline="")
    assert list(told(compared(path, new))) == []


@pytest.mark.parametrize("path", real_files())
def test_a_real_model_as_another_exporter_writes_it(path: Path, tmp_path: Path) -> None:
    noises = [each for each in NOISES if each.name != _NOT_OF_REAL_MODELS]
    new = tmp_path / "new.ifc"
    text = exported_again(path.read_text(encoding="latin-1"), noises, chance(path.name))
    new.write_text(text, encoding="latin-1", newline="")
    result = compared(path, new)
    assert list(told(result)) == [], {guid: list(each) for guid, each in result["changed"].items()}


def test_two_seeds_are_two_buildings() -> None:
    assert building(0).text != building(4).text
