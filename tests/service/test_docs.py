"""/docs is complete: every call is described, and its example works when sent."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.support.stack import Stack


def _send(stack: Stack, verb: str, path: str, call: dict[str, Any], job_id: str) -> int:
    """Send a call as its example says, about a job of one's own, and return the status."""
    for parameter in call.get("parameters", []):
        if parameter["in"] == "path":
            assert UUID(parameter["example"])
            path = path.replace("{" + parameter["name"] + "}", job_id)
    content = call.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        return stack.http.request(verb, path, json=content["application/json"]["example"]).status_code
    if content:
        parts = content["multipart/form-data"]["schema"]["required"]
        example = Path("api-gateway/gateway/routes/example_models/example-old.ifc").read_bytes()
        return stack.http.request(verb, path, files=dict.fromkeys(parts, ("example.ifc", example))).status_code
    return stack.http.request(verb, path).status_code


def test_every_call_has_an_example_that_works(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair)
    stack.wait(job_id)
    description = stack.http.get("/openapi.json").json()
    sent = 0
    for path, calls in description["paths"].items():
        for verb, call in calls.items():
            assert call["summary"]
            assert call["description"]
            if verb == "delete":
                continue
            assert _send(stack, verb, path, call, job_id) in {200, 201, 202}, (verb, path)
            sent += 1
    assert sent == sum(map(len, description["paths"].values())) - 1


def test_the_example_of_delete_works_on_a_job_that_has_not_ended(stack: Stack, large: Path) -> None:
    job_id = stack.start(large, large, engine="ifcopenshell")
    call = stack.http.get("/openapi.json").json()["paths"]["/tasks/{job_id}"]["delete"]
    assert _send(stack, "delete", "/tasks/{job_id}", call, job_id) == 200


def test_a_form_example_of_the_diff_works(stack: Stack) -> None:
    body = stack.http.get("/openapi.json").json()["paths"]["/ifcdiff"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "multipart/form-data"}
    example = Path("api-gateway/gateway/routes/example_models/example-old.ifc").read_bytes()
    files = dict.fromkeys(body["multipart/form-data"]["schema"]["required"], ("example.ifc", example))
    assert stack.http.post("/ifcdiff", files=files).status_code == 202


def test_the_page_fetches_nothing_from_elsewhere(stack: Stack) -> None:
    page = stack.http.get("/docs").text
    assert "http://" not in page
    assert "https://" not in page
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert stack.http.get(f"/docs/assets/{asset}").status_code == 200


def test_documented_errors_are_problems(stack: Stack) -> None:
    description = stack.http.get("/openapi.json").json()
    for reference in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(description)):
        assert reference in description["components"]["schemas"]
    for calls in description["paths"].values():
        for call in calls.values():
            for status, answer in call["responses"].items():
                if status >= "400":
                    assert "application/problem+json" in answer["content"], call["summary"]
