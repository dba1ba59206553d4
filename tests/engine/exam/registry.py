"""The registers of edits and of noise: a name, and the function that does it. Knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

import ifcopenshell

from tests.engine.exam.key import Key
from tests.engine.exam.picker import Picker
from tests.engine.exam.spf import Document

EditFunction = Callable[[ifcopenshell.file, Picker], Key | None]
NoiseFunction = Callable[[Document, Random], int]


@dataclass(frozen=True)
class Edit:
    """A known change: made to an open model, it returns the answer key, or nothing where there is nothing to edit."""

    name: str
    make: EditFunction

    @property
    def family(self) -> str:
        """What stands before the colon of its name."""
        return self.name.split(":", 1)[0]


@dataclass(frozen=True)
class Noise:
    """What another export does to a file without changing what it says; `make` returns how often it did so."""

    name: str
    make: NoiseFunction


@dataclass
class Register:
    """All edits and all noise, in the order in which they were written down."""

    edits: dict[str, Edit] = field(default_factory=dict)
    noises: dict[str, Noise] = field(default_factory=dict)

    def edit(self, name: str) -> Callable[[EditFunction], EditFunction]:
        """Register the decorated function as the edit `family: what`."""

        def add(make: EditFunction) -> EditFunction:
            assert name not in self.edits, name
            self.edits[name] = Edit(name, make)
            return make

        return add

    def noise(self, name: str) -> Callable[[NoiseFunction], NoiseFunction]:
        """Register the decorated function as a kind of noise."""

        def add(make: NoiseFunction) -> NoiseFunction:
            assert name not in self.noises, name
            self.noises[name] = Noise(name, make)
            return make

        return add


REGISTER: Final = Register()
