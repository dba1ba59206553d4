"""The exam in the test run: few seeds, no fault of the engine at all; and the exam itself put to the test."""

from pathlib import Path

import ifcopenshell
import pytest

from tests.engine.exam.key import Key
from tests.engine.exam.picker import chance
from tests.engine.exam.probe import Probe, differences, elements, probe
from tests.engine.exam.questions import Model, Question, building, of_buildings, of_model, real_files, real_model
from tests.engine.exam.registry import Edit, Noise
from tests.engine.exam.sitting import ask
from tests.engine.exam.trial import EDITS, NOISES, edited, exported_again, make
from tests.support.data import absent

SEEDS = (0, 1, 2)
OF_THE_MODEL = {"model: unit of length"}
"""Edits that rewrite every number of a model: what IfcOpenShell reads differs everywhere, and nothing has changed."""


@pytest.fixture(scope="module")
def model() -> Model:
    return building(0, with_rare=True)


@pytest.fixture(scope="module")
def before(model: Model) -> Probe:
    return probe(ifcopenshell.file.from_string(model.text))


def test_there_are_as_many_kinds_as_promised() -> None:
    assert len(EDITS) >= 30
    assert len(NOISES) >= 10
    text = building(0, with_rare=True).text
    assert [edit.name for edit in EDITS if not edited(text, [edit], chance(0))[2]] == []


def test_the_same_seed_gives_the_same_building() -> None:
    assert _data(building(5)) == _data(building(5)) != _data(building(9))


def _data(model: Model) -> str:
    return model.text.split("DATA;", 1)[1]


@pytest.mark.parametrize("edit", EDITS, ids=lambda each: each.name)
def test_an_edit_alters_what_its_key_says_and_nothing_else(edit: Edit, model: Model, before: Probe) -> None:
    new, key, made = edited(model.text, [edit], chance(7))
    if not made or edit.name in OF_THE_MODEL:
        pytest.skip("nothing to edit, or everything")
    after = probe(ifcopenshell.file.from_string(new))
    renamed = {(key.matched.get(guid, guid), aspect): value for (guid, aspect), value in before.items()}
    found = differences(renamed, after)
    assert elements(after) - elements(renamed) == key.added
    assert elements(renamed) - elements(after) == key.deleted
    # A body may be written elsewhere in its own axes; that it is the same one, and moved, is the engine's to tell.
    as_written = found | {(guid, "placement") for guid, aspect in found if aspect == "geometry"}
    assert set(key.changed) - as_written == set()
    assert {each for each in found - _written(key) - key.allowed if not _is_carried(each, key)} == set()
    assert new != model.text


def _written(key: Key) -> set[tuple[str, str]]:
    """Return what a key speaks of, and the bodies of what moved."""
    return set(key.changed) | {(guid, "geometry") for guid, aspect in key.changed if aspect == "placement"}


def _is_carried(found: tuple[str, str], key: Key) -> bool:
    """Tell whether something moved in the world while another one was moved."""
    return found[1] == "placement" and any(aspect == "placement" for _, aspect in key.changed)


@pytest.mark.parametrize("noise", NOISES, ids=lambda each: each.name)
def test_noise_alters_the_file_and_nothing_that_is_read(noise: Noise, model: Model, before: Probe) -> None:
    new = exported_again(model.text, [noise], chance(7))
    if new == exported_again(model.text, [], chance(7)):
        pytest.skip("nothing of the kind in this model")
    after = probe(ifcopenshell.file.from_string(new))
    # A shape may be written in another way; that it is the same shape is the engine's to tell.
    assert {aspect for _, aspect in differences(before, after)} <= {"geometry"}
    assert elements(before) == elements(after)


@pytest.mark.parametrize(("model", "question"), tuple(of_buildings(0)), ids=lambda each: getattr(each, "row", ""))
def test_every_edit_is_told_and_nothing_else(model: Model, question: Question, tmp_path: Path) -> None:
    _assert_perfect(model, question, tmp_path)


@pytest.mark.parametrize("seed", SEEDS[1:])
@pytest.mark.parametrize("row", ["noise: all together", "all edits together"])
def test_all_edits_at_once_in_other_schemas_and_units(seed: int, row: str, tmp_path: Path) -> None:
    model = building(seed, with_rare=True)
    _assert_perfect(model, next(each for each in of_model(model) if each.row == row), tmp_path)


@pytest.mark.skipif(not real_files(), reason=absent("models"))
@pytest.mark.parametrize(("path", "seed"), real_files().items(), ids=lambda each: getattr(each, "stem", ""))
def test_all_edits_at_once_in_a_real_model(path: Path, seed: int, tmp_path: Path) -> None:
    model = real_model(path, seed)
    if model is None:
        pytest.skip("IfcOpenShell knows no such schema")
    question = next(each for each in of_model(model) if each.row == "all edits together")
    trial = make(model.text, question.edits, question.noises, question.seed, tmp_path)
    assert trial is None or ask(trial, "delta").report() == ""


def _assert_perfect(model: Model, question: Question, folder: Path) -> None:
    trial = make(model.text, question.edits, question.noises, question.seed, folder)
    if trial is None:
        pytest.skip("nothing to edit in this model")
    found = ask(trial, "delta")
    assert found.is_perfect, found.report()
