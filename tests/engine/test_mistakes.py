"""Who is to blame where an element cannot be read: the model, told by what is wrong with it, or the engine."""

import random
import re
from typing import Final

import pytest

from ifcdelta import Options, diff
from ifcdelta.aspects import NAMES as ASPECTS
from ifcdelta.read.side import ENGINE_FAILED, Side, telling
from tests.engine.exam.questions import building
from tests.engine.models import Model, global_id, write

_VALUES: Final = ("$", "*", "7", "'x'", "()", "(1.,2.)", "#1", "(#1)", "(#999999)", "1.E300")
_INSTANCE: Final = re.compile(r"(#\d+=\w+\()(.*)(\);)")
_ARGUMENT: Final = re.compile(r"(?:'(?:[^']|'')*'|\((?:[^()']|'(?:[^']|'')*'|\([^()]*\))*\)|[^,()']|\w+\([^)]*\))+")
_SPOILT: Final = 40
"""So many instances of each building, one at a time."""


def test_a_mistake_of_ours_is_told_as_ours_and_warned_of(engine_warnings: list[str]) -> None:
    model = Model()
    wall = model.element("IfcWall", "wall")
    reasons: list[str] = []
    with telling(reasons.append, (Side(model.file), wall)):
        raise KeyError("a mistake")
    assert reasons == [ENGINE_FAILED]
    assert "Traceback" in engine_warnings[0]
    assert "a mistake" in engine_warnings[0]
    engine_warnings.clear()


def test_a_model_that_does_not_follow_its_schema_is_told_what_is_wrong() -> None:
    old, new = Model(), Model()
    for model, value in ((old, "one"), (new, "other")):
        wall = model.element("IfcWall", "wall")
        model.define(model.pset("Pset", model.single("P", "IfcLabel", value)), wall)
        model.element("IfcSlab", "slab", Tag=value)
    spoilt = new.file.to_string().replace("IFCPROPERTYSINGLEVALUE('P'", "IFCPROPERTYSINGLEVALUE(7")
    result = diff(write(old.file.to_string(), "old.ifc"), write(spoilt, "new.ifc"), Options())
    reason = result["coverage"]["unknown"][global_id("wall")]["property"]
    assert reason == "the model's instances do not follow its schema: IfcPropertySingleValue.Name"
    assert list(result["changed"]) == [global_id("slab")]


def test_a_shape_that_does_not_follow_its_schema_costs_its_element_alone() -> None:
    old, new = Model(), Model()
    for model, height in ((old, 1.0), (new, 2.0)):
        for name in ("wall", "other"):
            model.box(model.element("IfcWall", name), (1.0, 1.0, height))
    wall = new.file.by_guid(global_id("wall"))
    shape = f"#{wall.Representation.id()}=IFCPRODUCTDEFINITIONSHAPE($,$,("
    spoilt = re.sub(re.escape(shape) + r"[^)]*", shape + "1.,2.", new.file.to_string())
    result = diff(write(old.file.to_string(), "old.ifc"), write(spoilt, "new.ifc"), Options())
    assert "IfcProductDefinitionShape.Representations" in result["coverage"]["unknown"][global_id("wall")]["geometry"]
    assert list(result["changed"]) == [global_id("other")]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_wrong_value_of_one_attribute_is_a_mistake_of_ours(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    text = building(seed, with_rare=True).text
    old = write(text, "old.ifc")
    head, _, rest = text.partition("DATA;\n")
    lines = rest.splitlines()
    instances = [number for number, line in enumerate(lines) if line.startswith("#")]
    options = Options(relationships=tuple(each for each in ASPECTS if each != "geometry"))
    for number in chance.sample(instances, _SPOILT):
        spoilt = [*lines[:number], _spoilt(lines[number], chance), *lines[number + 1 :]]
        diff(old, write(head + "DATA;\n" + "\n".join(spoilt), "new.ifc"), options)


def _spoilt(line: str, chance: random.Random) -> str:
    """Return an instance with one argument of another type."""
    found = _INSTANCE.match(line)
    assert found is not None
    begin, arguments, end = found.groups()
    parts = _ARGUMENT.findall(arguments)
    parts[chance.randrange(len(parts))] = chance.choice(_VALUES)
    return begin + ",".join(parts) + end


def test_an_element_that_the_kernel_cannot_place_costs_no_other_its_shape() -> None:
    old, new = Model(), Model()
    for model, height in ((old, 1.0), (new, 2.0)):
        for number in range(6):
            model.box(model.element("IfcWall", f"wall {number}"), (1.0, 1.0, height + number))
        model.file.by_guid(global_id("wall 2")).ObjectPlacement.RelativePlacement = None
    result = diff(write(old.file.to_string(), "old.ifc"), write(new.file.to_string(), "new.ifc"), Options())
    told = [each for each, change in result["changed"].items() if "geometry_changed" in change]
    assert {global_id(f"wall {number}") for number in range(6) if number != 2} <= set(told)
