"""A small building with one or more of everything that the exam edits. Knows no edit.

The same seed gives the same file: GlobalIds are drawn from it, owner histories carry no time of the run.
"""

from typing import Literal

import ifcopenshell

from tests.engine.exam.building import elements, frame, relations
from tests.engine.exam.building.maker import Maker
from tests.engine.exam.picker import chance, new_guid

Schema = Literal["IFC2X3", "IFC4", "IFC4X3"]


def build(seed: int, *, schema: Schema = "IFC4", metre: float = 1.0, with_rare: bool = False) -> ifcopenshell.file:
    """Return the building; `metre` is how many of its length units make one, 1 or 1000.

    `with_rare` adds the rarer kinds of property: bounded values, tables, references. On a model with any of them
    `ifcdiff` does not end, so that they are asked about apart.
    """
    maker = Maker(ifcopenshell.file(schema=schema), chance(seed), metre)
    frame.make(maker)
    elements.make(maker)
    relations.make(maker, with_rare=with_rare)
    for number, rooted in enumerate(maker.file.by_type("IfcRoot")):
        rooted.GlobalId = new_guid(f"{seed} {number}")
        rooted.OwnerHistory = maker.history
    return maker.file
