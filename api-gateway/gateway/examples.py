"""The examples of /docs, and the two small models that make them work when sent.

Knows the OpenAPI form of a request body; knows no route's logic.
"""

import os
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from contract.request import DiffRequest

EXAMPLE_MODELS: Final = ("example-old.ifc", "example-new.ifc")

_DIFF: Final = {"old_file": EXAMPLE_MODELS[0], "new_file": EXAMPLE_MODELS[1], "output_file": "example.json"}


def place_models(folder: Path) -> None:
    """Put the example models into the uploads volume, unless they are there."""
    for name in EXAMPLE_MODELS:
        if not os.path.lexists(folder / name):
            with as_file(files("gateway") / "example_models" / name) as model:
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


def job_path() -> dict[str, Any]:
    """Return what marks a route's `job_id`, for `with_newest_job` to fill in."""
    return {"x-job-id": True}


def with_newest_job(openapi: dict[str, Any], job_id: str | None) -> dict[str, Any]:
    """Return `openapi` with the newest job's id as the example of every `job_id`."""
    paths = {
        path: {verb: _with_example(call, job_id) if call.get("x-job-id") else call for verb, call in calls.items()}
        for path, calls in openapi["paths"].items()
    }
    return {**openapi, "paths": paths}


_FILE: Final = {"type": "string", "format": "binary", "description": "An .ifc or .ifczip."}


def _form(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"schema": {"type": "object", "properties": properties, "required": required}}


def _with_example(call: dict[str, Any], job_id: str | None) -> dict[str, Any]:
    example = {"example": job_id} if job_id else {}
    parameters = [{**each, **example} if each["name"] == "job_id" else each for each in call["parameters"]]
    return {**{key: value for key, value in call.items() if key != "x-job-id"}, "parameters": parameters}
