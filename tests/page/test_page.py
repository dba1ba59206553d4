"""The page's own tests, and the facts that it shares with the gateway and the schemas."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Final

import ifcopenshell

from ifcdelta.index.schema import SCOPE as CLASSES
from ifcdelta.match.scope import FEATURE
from stepfile.schemas import IDENTIFIERS
from tests.support.data import ROOT

SCHEMAS: Final = json.loads(
    (ROOT / "api-gateway" / "gateway" / "page" / "src" / "step" / "schemas.json").read_text(encoding="utf-8")
)


def test_the_units_of_the_page() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "local.page", "test"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_page_refuses_the_schemas_that_the_gateway_refuses() -> None:
    assert SCHEMAS["readable"] == list(IDENTIFIERS)


def test_the_page_counts_the_classes_that_are_in_scope() -> None:
    concrete = {name for schema in ("IFC2X3", "IFC4", "IFC4X3_ADD2") for name in _in_scope(schema)}
    assert SCHEMAS["elements"] == sorted(concrete)


def _in_scope(schema: str) -> set[str]:
    known = ifcopenshell.ifcopenshell_wrapper.schema_by_name(schema)
    wanted = {name for top in CLASSES for name in _below(known, top)}
    return wanted - set(_below(known, FEATURE))


def _below(schema: ifcopenshell.ifcopenshell_wrapper.schema_definition, name: str) -> Iterator[str]:
    declaration = schema.declaration_by_name(name).as_entity()
    assert declaration is not None
    if not declaration.is_abstract():
        yield declaration.name()
    for each in declaration.subtypes():
        yield from _below(schema, each.name())
