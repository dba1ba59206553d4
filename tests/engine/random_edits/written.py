"""A STEP file as its writer wrote it, one instance of which is written anew: nothing else changes. Knows no schema."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from tests.engine.exam.spf import STRING, Document, Instance, instances_of

_ENCODING: Final = "latin-1"
"""Takes every byte as it is and gives it back."""
_STATEMENT: Final = re.compile(rf"#(\d+)\s*=\s*(?:{STRING}|/\*.*?\*/|[^;'])*+;", re.DOTALL)


@dataclass(frozen=True)
class Written:
    """A file's text."""

    text: str

    @cached_property
    def _spans(self) -> dict[int, tuple[int, int]]:
        found = _STATEMENT.finditer(self.text, self.text.index("DATA;"))
        return {int(each[1]): each.span() for each in found}

    def line(self, number: int) -> str:
        """Return the statement of an instance."""
        return self.text[slice(*self._spans[number])]

    def instance(self, number: int) -> Instance:
        """Return an instance, read."""
        return instances_of(self.text, *self._spans[number])[number]

    def replaced(self, number: int, instance: Instance) -> "Written":
        """Return the file with one instance written anew."""
        start, end = self._spans[number]
        return Written(f"{self.text[:start]}{statement(number, instance)}{self.text[end:]}")

    def write(self, path: Path) -> None:
        """Write the file."""
        path.write_text(self.text, _ENCODING, newline="")


def statement(number: int, instance: Instance) -> str:
    """Return the statement of an instance in the plainest spelling."""
    return f"#{number}={Document('', {}).spell(instance)};"


def read(path: Path) -> Written:
    """Return a file as it is written."""
    with path.open(encoding=_ENCODING, newline="") as file:
        return Written(file.read())
