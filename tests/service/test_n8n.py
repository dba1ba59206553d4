"""The exact requests of the n8n node `n8n-nodes-ifcpipeline` 0.6.0."""

from pathlib import Path
from typing import Any

import httpx

from tests.support.stack import Stack, until


def _ended(http: httpx.Client, job_id: str) -> dict[str, Any] | None:
    """Poll as the node does: it ends on these two states only."""
    status: dict[str, Any] = http.get(f"/jobs/{job_id}/status").json()
    return status if status["status"] in {"finished", "failed"} else None


def test_the_node_s_whole_way(stack: Stack, pair: tuple[Path, Path]) -> None:
    http, key = stack.http, {"X-API-Key": "whatever was configured"}
    assert http.get("/health", headers=key).status_code == 200
    for path in pair:
        uploaded = http.post("/upload/ifc", headers=key, files={"file": (path.name, path.read_bytes())})
        assert uploaded.status_code == 201
    files = http.get("/list_directories", headers=key).json()["files"]
    assert {path.name for path in pair} <= set(files)
    body = {"old_file": pair[0].name, "new_file": pair[1].name, "output_file": "diff.json", "is_shallow": True}
    for options in ({}, {"relationships": ["type", "property"]}, {"filter_elements": "IfcBuildingElementProxy"}):
        job_id = http.post("/ifcdiff", headers=key, json={**body, **options}).json()["job_id"]
        status = until(lambda: _ended(http, job_id), 60, "the node's job ends")  # noqa: B023 - called in this turn
        assert status["status"] == "finished"
        assert status["result"] == "diff/diff.json"


def test_a_failure_is_a_sentence(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair, output_file="diff.json", is_shallow=True, filter_elements="((")
    stack.wait(job_id)
    status = stack.http.get(f"/jobs/{job_id}/status").json()
    assert status["status"] == "failed"
    assert isinstance(status["error"], str)
    assert "Traceback" not in status["error"]
