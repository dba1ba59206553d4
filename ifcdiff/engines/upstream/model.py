"""A model as the upstream engine needs it: the opened file, its elements by GlobalId, facts about the file.

Knows IfcOpenShell; knows no job and no result format.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.selector
import lark

from contract.errors import ErrorCode, ServiceError
from stepfile.end import find_end
from stepfile.header import HEADER_BYTES, NotStepError, UnknownSchemaError, read_header, renamed


@dataclass(frozen=True)
class Model:
    """One of the two files, opened."""

    path: Path
    file: ifcopenshell.file
    elements: dict[str, ifcopenshell.entity_instance]
    """Objects and types by GlobalId."""
    repeated: frozenset[str]

    def occurs_twice(self, global_id: str) -> bool:
        """Tell whether more than one element has this GlobalId."""
        return global_id in self.repeated

    def sha256(self) -> str:
        """Return the hash of the file's bytes, in hex."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def open_model(path: Path, side: str) -> Model:
    """Open the model at `path`; `side` is what an error calls it.

    Raises:
        ServiceError: unreadable_file or unsupported_schema.
        OSError: it is not there or cannot be read.
    """
    try:
        file = _open(path)
    except (UnknownSchemaError, ifcopenshell.SchemaError) as error:
        raise ServiceError(
            ErrorCode.UNSUPPORTED_SCHEMA, f"The {side} model's schema cannot be read.", str(error)
        ) from error
    except NotStepError as error:
        raise ServiceError(ErrorCode.UNREADABLE_FILE, f"The {side} model: {error}") from error
    except (ifcopenshell.Error, RuntimeError) as error:
        raise ServiceError(
            ErrorCode.UNREADABLE_FILE, f"IfcOpenShell cannot read the {side} model; export it again.", repr(error)
        ) from error
    rooted = [element for element in file.by_type("IfcObjectDefinition") if element.GlobalId]
    counts = Counter(element.GlobalId for element in rooted)
    repeated = frozenset(global_id for global_id, count in counts.items() if count > 1)
    return Model(path, file, {element.GlobalId: element for element in rooted}, repeated)


def select(old: Model, new: Model, query: str | None) -> tuple[set[str], set[str]]:
    """Return the GlobalIds in scope on each side.

    Without a query those are ifcdiff's: elements and spatial structure, but no features. With an IfcOpenShell
    selector, an element is in scope if it matches in either file, so that one that an edit takes
    out of the filter is changed, not deleted.

    Raises:
        ServiceError: bad_filter.
    """
    if query is None:
        return _compared_by_default(old.file), _compared_by_default(new.file)
    _check_classes(query, old, new)
    matches = _matches(old, query) | _matches(new, query)
    return matches & old.elements.keys(), matches & new.elements.keys()


def _open(path: Path) -> ifcopenshell.file:
    with path.open("rb") as file:
        start = file.read(HEADER_BYTES)
        header = read_header(start)
        if find_end(file) is None:
            raise NotStepError("The file ends before END-ISO-10303-21; an export or a copy of it broke off.")
    if renamed(start, header) != start:
        return ifcopenshell.file.from_string(renamed(path.read_bytes(), header).decode("utf-8", "replace"))
    opened = ifcopenshell.open(path)
    if not isinstance(opened, ifcopenshell.file):
        raise ifcopenshell.Error("not a STEP file")
    return opened


def _compared_by_default(file: ifcopenshell.file) -> set[str]:
    spatial = "IfcSpatialStructureElement" if file.schema == "IFC2X3" else "IfcSpatialElement"
    elements = [*file.by_type("IfcElement"), *file.by_type(spatial)]
    return {each.GlobalId for each in elements if each.GlobalId and not each.is_a("IfcFeatureElement")}


def _check_classes(query: str, old: Model, new: Model) -> None:
    """Refuse a class that no schema of the two has: the selector itself passes over it without a word."""
    schemas = [ifcopenshell.schema_by_name(model.file.schema_identifier) for model in (old, new)]
    try:
        tree = ifcopenshell.util.selector.filter_elements_grammar.parse(query)
    except lark.exceptions.LarkError as error:
        raise _bad_filter("filter_elements is not an IfcOpenShell selector, such as IfcWall.", error) from error
    for rule in tree.find_data("ifc_class"):
        name = str(rule.children[0])
        if not any(_has_class(schema, name) for schema in schemas):
            # The grammar lets word characters alone into `name`, so that it is harmless wherever it is shown.
            raise _bad_filter(f"filter_elements names {name}, a class that neither model's schema has.")


def _has_class(schema: ifcopenshell.ifcopenshell_wrapper.schema_definition, name: str) -> bool:
    try:
        schema.declaration_by_name(name)
    except RuntimeError:
        return False
    return True


def _matches(model: Model, query: str) -> set[str]:
    try:
        found = ifcopenshell.util.selector.filter_elements(model.file, query)
        return {element.GlobalId for element in found if element.is_a("IfcObjectDefinition") and element.GlobalId}
    except Exception as error:
        raise _bad_filter("IfcOpenShell cannot apply filter_elements to these models.", error) from error


def _bad_filter(sentence: str, error: Exception | None = None) -> ServiceError:
    return ServiceError(ErrorCode.BAD_FILTER, sentence, repr(error) if error else "")
