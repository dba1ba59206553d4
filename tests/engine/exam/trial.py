"""One question of the exam: a model, the same edited and exported again, and the answer key. Knows no engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import ifcopenshell

from tests.engine.exam import edits as _edits
from tests.engine.exam import noise as _noise
from tests.engine.exam import spf
from tests.engine.exam.key import Key
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER, Edit, Noise

EDITS: tuple[Edit, ...] = tuple(REGISTER.edits.values())
NOISES: tuple[Noise, ...] = tuple(REGISTER.noises.values())
REGISTERED = (_edits, _noise)
"""The packages whose import registers what they hold."""


@dataclass(frozen=True)
class Trial:
    """Two files and what a diff of them must tell."""

    old: Path
    new: Path
    key: Key
    edits: tuple[str, ...]


def edited(text: str, several: Sequence[Edit], random: Random) -> tuple[str, Key, tuple[str, ...]]:
    """Return a model's text with those edits made that find something to edit, their common key and their names."""
    model = ifcopenshell.file.from_string(text)
    picker, key, made = Picker(random), Key(), []
    for edit in several:
        answer = edit.make(model, picker)
        if answer is not None:
            key.join(answer)
            made.append(edit.name)
    return model.to_string(), key, tuple(made)


def exported_again(text: str, several: Sequence[Noise], random: Random) -> str:
    """Return a model's text as another exporter would write it."""
    document = spf.read(text)
    for noise in several:
        noise.make(document, random)
    return document.text()


def make(text: str, several: Sequence[Edit], noises: Sequence[Noise], seed: str, folder: Path) -> Trial | None:
    """Write the two files of a question into `folder`; None where no edit found anything to edit."""
    random = Random(seed)  # noqa: S311 - questions, not secrets
    new, key, made = edited(text, several, random)
    if several and not made:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    trial = Trial(folder / "old.ifc", folder / "new.ifc", key, made)
    trial.old.write_text(text, encoding="utf-8")
    trial.new.write_text(exported_again(new, noises, random), encoding="utf-8", newline="")
    return trial
