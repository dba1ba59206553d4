"""Which elements an IfcOpenShell selector finds in a model. Compares nothing."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import ifcopenshell
from ifcopenshell import ifcopenshell_wrapper

from ifcdelta.errors import BadFilterError
from ifcdelta.read.attributes import guid_of

_QUOTED: Final = re.compile(r'"[^"]*"|/[^/]*/')
_CLASS_FACET: Final = re.compile(r"(?:^|[,+])\s*(?:!\s*)?(Ifc\w+)\s*(?=$|[,+])", re.IGNORECASE)


def selected(files: Sequence[ifcopenshell.file], query: str | None) -> frozenset[str] | None:
    """Return the GlobalIds of what an IfcOpenShell selector finds in either model; None without one: all.

    Raises:
        BadFilterError: the selector is malformed, empty, cannot be applied, or names a class that no schema has.
    """
    if query is None:
        return None
    _check_classes(files, query)
    return frozenset().union(*(_matching(each, query) for each in files))


def _check_classes(files: Iterable[ifcopenshell.file], query: str) -> None:
    """Refuse a selector of nothing, or of a class that no model's schema has: it would find nothing and say nothing."""
    if not query.strip():
        raise BadFilterError("filter_elements is empty; leave it out to compare everything.")
    schemas = [ifcopenshell_wrapper.schema_by_name(file.schema_identifier) for file in files]
    for name in _CLASS_FACET.findall(_QUOTED.sub('""', query)):
        if not any(_has(schema, name) for schema in schemas):
            raise BadFilterError("filter_elements names a class that the models' schemas do not have.", name)


def _has(schema: ifcopenshell_wrapper.schema_definition, name: str) -> bool:
    try:
        schema.declaration_by_name(name)
    except RuntimeError:
        return False
    return True


def _matching(file: ifcopenshell.file, query: str) -> frozenset[str]:
    # A selector takes a tenth of the start to import, and few ask for one.
    import ifcopenshell.util.selector  # noqa: PLC0415
    import lark  # noqa: PLC0415

    try:
        found = ifcopenshell.util.selector.filter_elements(file, query)
        return frozenset(guid_of(each) for each in found if each.is_a("IfcRoot"))
    except lark.exceptions.LarkError as error:
        raise BadFilterError("filter_elements is not an IfcOpenShell selector, such as IfcWall.", str(error)) from error
    except Exception as error:
        sentence = "IfcOpenShell cannot apply filter_elements to these models."
        raise BadFilterError(sentence, repr(error)) from error
