"""Asks engines the questions and keeps their scores. Knows no edit and no table."""

import tempfile
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import jsonschema

from contract.result import json_schema
from tests.engine.exam.engines import ENGINES
from tests.engine.exam.questions import Model, Question
from tests.engine.exam.score import Score, nothing_told, score
from tests.engine.exam.trial import Trial, make

_VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@dataclass
class Sheet:
    """The scores of some engines, by row and engine."""

    scores: dict[str, dict[str, Score]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Score)))
    asked: Counter[str] = field(default_factory=Counter)


def ask(trial: Trial, engine: str) -> Score:
    """Return an engine's score on one trial; a result that is not as the contract says is a fault like any other."""
    judged = ENGINES[engine]
    try:
        result = judged.diff(trial.old, trial.new)
    except Exception:
        return nothing_told(trial.key, traceback.format_exc(limit=-3))
    found = score(result, trial.key, values=judged.tells_values, knows_placement=judged.knows_placement)
    if judged.tells_values:
        found.wrong += [f"not as the contract says: {each.message}" for each in _VALIDATOR.iter_errors(result)]
    return found


def sit(
    questions: Iterable[tuple[Model, Question]],
    engines: Iterable[str],
    sheet: Sheet,
    tell: Callable[[str], None],
) -> None:
    """Ask every engine every question that its model allows, and tell each fault."""
    several = tuple(engines)
    for model, question in questions:
        with tempfile.TemporaryDirectory() as folder:
            trial = make(model.text, question.edits, question.noises, question.seed, Path(folder))
            if trial is None:
                continue
            sheet.asked[question.row] += 1
            for engine in several:
                found = ask(trial, engine)
                sheet.scores[question.row][engine].add(found)
                if not found.is_perfect:
                    tell(f"## {engine}: {model.name}: {question.row}\n{found.report()}")
