"""An aspect is one entry: what forgets a part of one does not pass, and the recipe of CONTRIBUTING.md for one works."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import ifcdelta
from contract.request import Aspect as Asked
from ifcdelta.aspects import ASPECTS, KEYS
from ifcdelta.compare.run import comparisons
from ifcdelta.index.schema import schema_table
from ifcdelta.relations import RELATIONS
from tests.engine.models import Model

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")


def test_the_contract_asks_for_the_aspects_that_there_are() -> None:
    assert {each.value: each.key for each in Asked} == KEYS


def test_every_aspect_is_compared_by_its_module() -> None:
    assert [*comparisons()] == [each for each in KEYS if each not in {"placement", "geometry"}]


def test_every_relation_is_of_an_aspect() -> None:
    assert {each.aspect for each in RELATIONS} <= KEYS.keys()


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda each: each.name)
def test_a_relation_names_what_the_schemas_have(relation: ifcdelta.relations.Relation) -> None:
    tables = [schema_table(schema) for schema in SCHEMAS]
    having = [table for table in tables if relation.name in table.names]
    assert having
    for table in having:
        assert table.argument(relation.name, relation.element) != table.argument(relation.name, relation.related)


@pytest.mark.parametrize("aspect", ASPECTS, ids=lambda each: each.name)
def test_an_aspect_names_classes_that_the_schemas_have(aspect: ifcdelta.aspects.Aspect) -> None:
    known = {name for schema in SCHEMAS for name in schema_table(schema).names}
    assert set(aspect.classes) <= known


def test_an_aspect_that_is_added_by_the_recipe_is_told(tmp_path: Path) -> None:
    """What an element is made after, which the engine does not tell: an entry, a relation, a module, and no more."""
    package = tmp_path / "ifcdelta"
    shutil.copytree(Path(ifcdelta.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    _replace(
        package / "aspects.py",
        '    Aspect("group",',
        '    Aspect("model", "model_changed", "related.model_of"),\n    Aspect("group",',
    )
    _replace(
        package / "relations.py",
        '    Relation("IfcRelDefinesByType"',
        '    Relation("IfcRelDefinesByObject", "RelatedObjects", "RelatingObject", "model"),\n'
        '    Relation("IfcRelDefinesByType"',
    )
    (package / "compare" / "related" / "model_of.py").write_text(
        "from ifcdelta.read.relationships import related_by\n\n\n"
        "def compare(pair, context):\n"
        "    old = [each.Name for each in related_by(context.old, pair.old, 'model')]\n"
        "    new = [each.Name for each in related_by(context.new, pair.new, 'model')]\n"
        "    return None if old == new else {'old': old, 'new': new}\n",
        encoding="utf-8",
    )
    paths = []
    for name in ("first", "second"):
        model = Model()
        walls = {each: model.element("IfcWall", each) for each in ("wall", "first", "second", *"abcdefg")}
        wall = walls["wall"]
        model.relate("IfcRelDefinesByObject", RelatedObjects=[wall], RelatingObject=walls[name])
        paths.append(tmp_path / f"{name}.ifc")
        model.file.write(str(paths[-1]))
    command = [sys.executable, "-P", "-m", "ifcdelta", *map(str, paths), "--json"]
    ran = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["changed"] == {
        wall.GlobalId: {"model_changed": {"old": ["first"], "new": ["second"]}}
    }


def _replace(path: Path, text: str, by: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert before.count(text) == 1
    path.write_text(before.replace(text, by), encoding="utf-8")
