"""The examples of /docs, and the two small models that make them work when sent.

Knows the OpenAPI form of a request body; knows no route's logic.
"""

import os
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from contract.request import DiffRequest

EXAMPLE_ID: Final = "6f1f2f0e-58c5-4c3b-9f5e-6d1c0f5e7a10"
EXAMPLE_MODELS: Final = ("example-old.ifc", "example-new.ifc")

_DIFF: Final = {"old_file": EXAMPLE_MODELS[0], "new_file": EXAMPLE_MODELS[1], "output_file": "example.json"}


def place_models(folder: Path) -> None:
    """Put the example models into the uploads volume, unless they are there."""
    for name in EXAMPLE_MODELS:
        if not os.path.lexists(folder / name):
            with as_file(files("gateway.routes") / "example_models" / name) as model:
                shutil.copyfile(model, folder / name)


def diff_body(options: tuple[str, ...]) -> dict[str, Any]:
    """Return the request body of `POST /ifcdiff`: JSON, or a form with the same `options` as fields."""
    schema = DiffRequest.model_json_schema(ref_template="#/components/schemas/{model}")
    properties = {name: schema["properties"][name] for name in options}
    return {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/DiffRequest"}, "example": _DIFF},
            "multipart/form-data": _form({"old": _FILE, "new": _FILE, **properties}, ["old", "new"]),
        },
    }


def upload_body(part: str) -> dict[str, Any]:
    """Return the request body of a form with one file in `part`."""
    return {"required": True, "content": {"multipart/form-data": _form({part: _FILE}, [part])}}


def add_job_ids(openapi: dict[str, Any]) -> None:
    """Give every `job_id` in a path of `openapi` an example; a call of one's own needs that of a job of one's own."""
    for calls in openapi["paths"].values():
        for call in calls.values():
            for parameter in call.get("parameters", []):
                if parameter["name"] == "job_id":
                    parameter["example"] = EXAMPLE_ID


_FILE: Final = {"type": "string", "format": "binary", "description": "An .ifc or .ifczip."}


def _form(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"schema": {"type": "object", "properties": properties, "required": required}}
