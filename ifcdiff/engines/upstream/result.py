"""The upstream engine's differences as the result file `ifcdiff/1`. Knows no job; compares nothing."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import ifcopenshell
import ifcopenshell.util.element

from contract.request import Aspect, DiffRequest
from contract.result import FORMAT, Units
from engines.upstream.differences import Differences
from engines.upstream.model import Model
from ifcdelta.result.doubts import with_doubts
from ifcdelta.result.groups.groups import with_groups
from ifcdelta.result.origin import named

_NO_STOREY = ""


def build_result(old: Model, new: Model, request: DiffRequest, differences: Differences) -> dict[str, Any]:
    """Return the result file as plain data; its keys are sorted when it is written."""
    elements = {
        global_id: _element(model.elements[global_id])
        for model, global_ids in ((new, differences.added), (old, differences.deleted), (new, differences.changed))
        for global_id in global_ids
    }
    result: dict[str, Any] = {
        "format": FORMAT,
        "old": _model_info(old, differences.common + len(differences.deleted)),
        "new": _model_info(new, differences.common + len(differences.added)),
        "options": {
            "relationships": request.aspects,
            "is_shallow": request.is_shallow,
            "filter_elements": request.filter_elements,
            "engine": request.engine,
            "tolerance": request.tolerance,
        },
        "summary": _summary(differences, elements),
        "coverage": {"compared": request.aspects, "unknown": differences.unknown},
        "model": _model_change(old, new),
        "units": Units().model_dump(),
        "added": differences.added,
        "deleted": differences.deleted,
        "changed": differences.changed,
        "matched": [],
        "elements": elements,
    }
    return with_doubts(with_groups(result))


def _model_info(model: Model, elements: int) -> dict[str, Any]:
    return {
        "file": model.path.name,
        "sha256": model.sha256(),
        "size": model.path.stat().st_size,
        "schema": model.file.schema_identifier,
        "application": _application(model.file),
        "date": model.file.header.file_name.time_stamp or None,
        "elements": elements,
    }


def _application(file: ifcopenshell.file) -> str | None:
    """Return the name and version of the model's first IfcApplication."""
    applications = file.by_type("IfcApplication")
    if not applications:
        return None
    first = applications[0]
    return named(first.ApplicationFullName, first.Version)


def _model_change(old: Model, new: Model) -> dict[str, Any]:
    schemas = {"old": old.file.schema_identifier, "new": new.file.schema_identifier}
    return {"schema": schemas} if schemas["old"] != schemas["new"] else {}


def _element(element: ifcopenshell.entity_instance) -> dict[str, Any]:
    """Return what a person needs to recognise an element."""
    type_ = ifcopenshell.util.element.get_type(element)
    return {
        "class": element.is_a(),
        "name": element.Name,
        "tag": getattr(element, "Tag", None),
        "type": type_.Name if type_ is not None else None,
        "storey": _storey(element),
    }


def _storey(element: ifcopenshell.entity_instance) -> str | None:
    """Return the name of the storey that holds the element, whatever is between them."""
    seen: set[int] = set()
    above: ifcopenshell.entity_instance | None = element
    while above is not None and above.id() not in seen:
        if above.is_a("IfcBuildingStorey"):
            name: str | None = above.Name
            return name
        seen.add(above.id())
        above = ifcopenshell.util.element.get_parent(above)
    return None


def _summary(differences: Differences, elements: dict[str, dict[str, Any]]) -> dict[str, Any]:
    kinds = {"added": differences.added, "deleted": differences.deleted, "changed": sorted(differences.changed)}
    return {
        **{kind: len(global_ids) for kind, global_ids in kinds.items()},
        "unchanged": differences.common - len(differences.changed),
        "matched": 0,
        "by_class": _tally(kinds, {global_id: element["class"] for global_id, element in elements.items()}),
        "by_storey": _tally(
            kinds, {global_id: element["storey"] or _NO_STOREY for global_id, element in elements.items()}
        ),
        "by_aspect": _by_aspect(differences.changed.values()),
    }


def _tally(kinds: dict[str, list[str]], label: dict[str, str]) -> dict[str, dict[str, int]]:
    tally: dict[str, dict[str, int]] = {}
    for kind, global_ids in kinds.items():
        for name, count in Counter(label[global_id] for global_id in global_ids).items():
            tally.setdefault(name, dict.fromkeys(kinds, 0))[kind] = count
    return tally


def _by_aspect(changes: Iterable[dict[str, Any]]) -> dict[str, int]:
    keys = Counter(key for change in changes for key in change)
    return {aspect.value: keys[aspect.key] for aspect in Aspect if keys[aspect.key]}
