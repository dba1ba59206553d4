"""Bad requests: each is told at once, as a problem with a code, and makes no job."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract.request import Aspect
from tests.support.stack import Stack


@pytest.fixture(scope="module")
def names(stack: Stack, pair: tuple[Path, Path]) -> dict[str, str]:
    return {"old_file": stack.put(pair[0]), "new_file": stack.put(pair[1])}


def assert_problem(answer: httpx.Response, status: int, code: str) -> str:
    """Check an error answer and return its sentence."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert "Traceback" not in answer.text
    assert str(Path.cwd()) not in answer.text
    return str(problem["detail"])


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"is_shallow": "perhaps"}, "is_shallow"),
        ({"tolerance": -1}, "tolerance"),
        ({"tolerance": "1e999"}, "tolerance"),
        ({"engine": "magic"}, "engine"),
        ({"filter_elements": "x" * 2001}, "filter_elements"),
        ({"filter_elements": 7}, "filter_elements"),
        ({"relationships": "type"}, "relationships"),
        ({"relationships": []}, "relationships"),
        ({"relationships": ["type"] * 101}, "relationships"),
        ({"unheard_of": 1}, "unheard_of"),
        ({"new_file": None}, "new_file"),
    ],
)
def test_a_bad_option_is_named(stack: Stack, names: dict[str, str], options: dict[str, Any], where: str) -> None:
    answer = stack.http.post("/ifcdiff", json={**names, **options})
    assert assert_problem(answer, 422, "invalid_request").startswith(where)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", '"nan"'])
def test_a_tolerance_that_is_no_number_is_named(stack: Stack, names: dict[str, str], number: str) -> None:
    body = json.dumps({**names, "tolerance": "?"}).replace('"?"', number)
    answer = stack.http.post("/ifcdiff", content=body, headers={"Content-Type": "application/json"})
    assert assert_problem(answer, 422, "invalid_request").startswith("tolerance")


def test_an_unknown_relationship_is_answered_with_the_known_ones(stack: Stack, names: dict[str, str]) -> None:
    detail = assert_problem(
        stack.http.post("/ifcdiff", json={**names, "relationships": ["type", "colour"]}), 422, "unknown_relationship"
    )
    assert "colour" in detail
    for aspect in Aspect:
        assert aspect in detail


def test_an_error_repeats_little_of_what_was_sent(stack: Stack, names: dict[str, str]) -> None:
    many = [f"{number} {'x' * 600}" for number in range(100)]
    answer = stack.http.post("/ifcdiff", json={**names, "relationships": many})
    assert len(assert_problem(answer, 422, "unknown_relationship")) < 3000


@pytest.mark.parametrize("name", ["type", "nothing"])
def test_a_list_of_names_without_end_holds_nobody_up(
    stack: Stack, names: dict[str, str], pair: tuple[Path, Path], name: str
) -> None:
    """As JSON, and as both kinds of a form's list."""
    many = [name] * 110_000
    files = {"old": pair[0].read_bytes(), "new": pair[1].read_bytes()}
    sent: list[dict[str, Any]] = [
        {"json": {**names, "relationships": many}},
        {"files": files, "data": {"relationships": ",".join(many)}},
        {"files": files, "data": {"relationships": many}},
    ]
    for each in sent:
        request = stack.http.build_request("POST", "/ifcdiff", **each)
        # A form is sent in one piece then, not part by part, which would take longer than to refuse it.
        request.read()
        before = stack.gateway_seconds()
        assert_problem(stack.http.send(request), 422, "invalid_request")
        assert stack.gateway_seconds() - before < 0.5


def test_a_relationship_that_is_no_name_is_told(stack: Stack, names: dict[str, str]) -> None:
    answer = stack.http.post("/ifcdiff", json={**names, "relationships": ["type", ["type"]]})
    assert assert_problem(answer, 422, "invalid_request").startswith("relationships.1")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(stack: Stack, body: bytes) -> None:
    answer = stack.http.post("/ifcdiff", content=body, headers={"Content-Type": "application/json"})
    assert_problem(answer, 422, "invalid_request")


def test_a_json_body_has_a_limit(stack: Stack) -> None:
    answer = stack.http.post("/ifcdiff", content=b" " * (64 * 1024 + 1), headers={"Content-Type": "application/json"})
    assert "64 KiB" in assert_problem(answer, 422, "invalid_request")


HOSTILE = [
    "/etc/passwd",
    "/app/x.ifc",
    "../secret.ifc",
    "..",
    ".",
    "a/../../b.ifc",
    "..\\b.ifc",
    "C:\\b.ifc",
    "nul\x00.ifc",
    "line\nbreak.ifc",
    ".hidden.ifc",
    " padded.ifc ",
    "<img src=x>.ifc",
    "x" * 300 + ".ifc",
    "\ud800.ifc",
    "CON.ifc",
    "lpt1.tower.ifc",
    "tower\u202ecfi.exe.ifc",
    "two\u2028lines.ifc",
]


@pytest.mark.parametrize("field", ["old_file", "new_file"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_is_not_plain_is_refused(stack: Stack, names: dict[str, str], name: str, field: str) -> None:
    answer = stack.http.post(
        "/ifcdiff", content=_ascii_json({**names, field: name}), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["code"] in {"bad_file_name", "invalid_request"}


@pytest.mark.parametrize("name", [*HOSTILE, "diff.txt", "diff", ".json", "6f1f2f0e-58c5-4c3b-9f5e-6d1c0f5e7a10.json"])
def test_an_output_name_that_is_not_plain_is_refused(stack: Stack, names: dict[str, str], name: str) -> None:
    before = _files_below(stack.folder.parent)
    answer = stack.http.post(
        "/ifcdiff",
        content=_ascii_json({**names, "output_file": name.replace(".ifc", ".json")}),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] in {"bad_file_name", "invalid_request"}
    assert _files_below(stack.folder.parent) == before


@pytest.mark.parametrize("name", ["%2e%2e%2fsecret.ifc", "a%2F..%2Fsecret.ifc", "nothing here.ifc", "ничего.ifc"])
def test_a_name_of_nothing_is_not_found(stack: Stack, names: dict[str, str], name: str) -> None:
    answer = stack.http.post("/ifcdiff", json={**names, "new_file": name})
    assert assert_problem(answer, 404, "file_not_found").startswith("new_file")


def test_a_name_may_not_lead_out_by_a_link(stack: Stack, names: dict[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "secret.ifc"
    secret.write_text("ISO-10303-21;", encoding="ascii")
    link = stack.folder / "uploads" / "link.ifc"
    link.symlink_to(secret)
    try:
        answer = stack.http.post("/ifcdiff", json={**names, "old_file": "link.ifc"})
        assert_problem(answer, 404, "file_not_found")
    finally:
        link.unlink()


def test_a_link_that_leads_round_in_a_circle_is_no_model(
    stack: Stack, names: dict[str, str], pair: tuple[Path, Path]
) -> None:
    uploads = stack.folder / "uploads"
    link = uploads / "circle.ifc"
    link.symlink_to(link.name)
    try:
        listed = stack.http.get("/list_directories")
        assert listed.status_code == 200
        assert link.name not in listed.json()["files"]
        assert_problem(stack.http.post("/ifcdiff", json={**names, "old_file": link.name}), 404, "file_not_found")
        # Its name is taken all the same.
        assert stack.put(pair[0], link.name).startswith("circle-")
    finally:
        link.unlink()


@pytest.mark.parametrize("call", ["/tasks/{}/status", "/jobs/{}/status", "/tasks/{}/result"])
@pytest.mark.parametrize(
    "job_id", ["6f1f2f0e-58c5-4c3b-9f5e-6d1c0f5e7a10", "x", "%00", "..%2f..", "x" * 3000, "rq:job:x"]
)
def test_an_unknown_job_is_not_found(stack: Stack, call: str, job_id: str) -> None:
    answer = stack.http.get(call.format(job_id))
    assert answer.status_code == 404
    assert answer.json()["code"] in {"job_not_found", "not_found"}


def test_an_unknown_job_cannot_be_cancelled(stack: Stack) -> None:
    assert_problem(stack.http.delete("/tasks/x"), 404, "job_not_found")


@pytest.mark.parametrize(
    "query", [{"status": "lost"}, {"limit": 0}, {"limit": 501}, {"offset": -1}, {"offset": "x"}, {"offset": 10**30}]
)
def test_a_bad_query_is_told(stack: Stack, query: dict[str, Any]) -> None:
    assert_problem(stack.http.get("/tasks", params=query), 422, "invalid_request")


def test_unknown_resources_and_methods_are_problems(stack: Stack) -> None:
    assert_problem(stack.http.get("/nowhere"), 404, "not_found")
    answer = stack.http.put("/ifcdiff")
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "POST"


def test_head_is_answered_as_get_without_a_body(stack: Stack) -> None:
    for path in ("/health", "/tasks", "/docs", "/list_directories", "/nowhere"):
        head, get = stack.http.head(path), stack.http.get(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert stack.http.head("/ifcdiff").status_code == 405


def test_a_bad_filter_fails_the_job_as_bad_input(stack: Stack, names: dict[str, str]) -> None:
    for query in ("IfcWall,,", "IfcNoSuchClass", ")("):
        job_id = stack.ask(*names.values(), filter_elements=query).json()["job_id"]
        status = stack.wait(job_id)
        assert (status["status"], status["error_code"]) == ("failed", "bad_filter"), query
        assert_problem(stack.http.get(f"/tasks/{job_id}/result"), 422, "bad_filter")


def _ascii_json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode("ascii")


def _files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and path.suffix == ".json"}
