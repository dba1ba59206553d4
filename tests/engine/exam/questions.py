"""Which questions the exam asks: the models, which edits and which noise go together. Knows no engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import ifcopenshell

from tests.engine.exam.building import Schema, build
from tests.engine.exam.picker import chance
from tests.engine.exam.registry import Edit, Noise
from tests.engine.exam.trial import EDITS, NOISES
from tests.support.data import DATA

SCHEMAS_AND_UNITS: Final[tuple[tuple[Schema, float], ...]] = (
    ("IFC4", 1.0),
    ("IFC2X3", 1000.0),
    ("IFC4X3", 1.0),
    ("IFC4", 1000.0),
)
"""Schema and length units in a metre, in turn by seed."""
_RARE: Final = frozenset({"property: bounded", "property: table", "property: reference"})
"""Rows that are asked of a building of their own, which has such properties."""
_LARGEST: Final = 2_500_000
"""Bytes of a real model that is small enough to be asked about a hundred times."""


@dataclass(frozen=True)
class Question:
    """A row of the table, and what is asked for it."""

    row: str
    edits: tuple[Edit, ...]
    noises: tuple[Noise, ...]
    seed: str


@dataclass(frozen=True)
class Model:
    """A model to ask about."""

    name: str
    text: str
    seed: int


def building(seed: int, *, with_rare: bool = False) -> Model:
    """Return the generated building of a seed."""
    schema, metre = SCHEMAS_AND_UNITS[seed % len(SCHEMAS_AND_UNITS)]
    built = build(seed, schema=schema, metre=metre, with_rare=with_rare)
    return Model(f"building-{seed}-{schema}", built.to_string(), seed)


def real_files() -> dict[Path, int]:
    """Return the smaller real models and the seed of each; none where there are none on this machine."""
    found = enumerate(sorted((DATA / "models").glob("*.ifc")))
    return {path: number for number, path in found if path.stat().st_size <= _LARGEST}


def real_model(path: Path, seed: int) -> Model | None:
    """Return a real model as IfcOpenShell writes it; None where it knows no such schema, and nothing can be edited."""
    try:
        return Model(path.stem, ifcopenshell.open(path).to_string(), seed)
    except ifcopenshell.SchemaError:
        return None


def of_model(model: Model) -> Iterator[Question]:
    """Yield each noise alone, all of it, each edit under some noise, and all edits under all noise."""
    for noise in NOISES:
        yield Question(f"noise: {noise.name}", (), (noise,), f"{model.seed} {noise.name}")
    yield Question("noise: all together", (), NOISES, f"{model.seed} noise")
    for edit in EDITS:
        seed = f"{model.seed} {edit.name}"
        yield Question(edit.name, (edit,), _some_noise(seed), seed)
    shuffled = list(EDITS)
    chance(model.seed).shuffle(shuffled)
    yield Question("all edits together", tuple(shuffled), NOISES, f"{model.seed} all")


def of_buildings(seed: int) -> Iterator[tuple[Model, Question]]:
    """Yield the questions about the building of a seed; those about rare properties of one that has some."""
    model, other = building(seed), building(seed, with_rare=True)
    for question in of_model(model):
        yield (other if question.row in _RARE else model), question


def of_real_models() -> Iterator[tuple[Model, Question]]:
    """Yield the questions about the real models."""
    for path, seed in real_files().items():
        model = real_model(path, seed)
        if model is not None:
            yield from ((model, question) for question in of_model(model))


def _some_noise(seed: str) -> tuple[Noise, ...]:
    """Return half of the kinds of noise, in the order of the register."""
    chosen = {each.name for each in chance(seed).sample(NOISES, len(NOISES) // 2)}
    return tuple(each for each in NOISES if each.name in chosen)
