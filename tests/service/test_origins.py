"""What a page of another site can have a browser do: nothing, under no name and by no request; other clients all."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.service.test_requests import assert_problem
from tests.support.stack import Stack, running

FOREIGN = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://["},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with a name of its own."""
    with running(tmp_path_factory.mktemp("named"), ALLOWED_HOSTS="diff.example.com, Other.example.com") as stack:
        yield stack


def own(stack: Stack) -> str:
    return f"http://127.0.0.1:{stack.api}"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "[", "", "a b"]
)
@pytest.mark.parametrize("path", ["/health", "/", "/docs", "/list_directories", "/assets/x", "/nowhere"])
def test_another_name_is_not_answered(stack: Stack, host: str, path: str) -> None:
    assert_problem(stack.http.get(path, headers={"Host": host}), 421, "unknown_host")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8000",
        "localhost.",
        "ifcdiff.localhost",
        "127.0.0.1",
        "192.168.1.5:8000",
        "[::1]:8000",
        "api-gateway:8000",
        "host.docker.internal",
    ],
)
def test_its_own_names_are_answered(stack: Stack, host: str) -> None:
    assert stack.http.get("/health", headers={"Host": host}).status_code == 200


def test_the_names_are_a_setting(named: Stack) -> None:
    for host, status in {
        "diff.example.com": 200,
        "OTHER.example.com:443": 200,
        "localhost": 200,
        "api-gateway": 421,
    }.items():
        assert named.http.get("/health", headers={"Host": host}).status_code == status, host


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_foreign_page_changes_nothing(stack: Stack, pair: tuple[Path, Path], headers: dict[str, str]) -> None:
    before = stack.http.get("/list_directories").json()
    body = {"old_file": stack.put(pair[0]), "new_file": stack.put(pair[1])}
    files = {"old": pair[0].read_bytes(), "new": pair[1].read_bytes()}
    jobs = len(stack.http.get("/tasks").json()["tasks"])
    calls = [
        stack.http.post("/ifcdiff", json=body, headers=headers),
        stack.http.post("/ifcdiff", files=files, headers=headers),
        stack.http.post("/upload/ifc", files={"file": ("from afar.ifc", files["old"])}, headers=headers),
        stack.http.delete("/tasks/x", headers=headers),
    ]
    for answer in calls:
        assert_problem(answer, 403, "foreign_origin")
    assert "from afar.ifc" not in stack.http.get("/list_directories").json()["files"]
    assert len(stack.http.get("/tasks").json()["tasks"]) == jobs
    assert before["files"]
    # A link from elsewhere is followed all the same.
    assert stack.http.get("/list_directories", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.a.proxy"},
        {"Host": "192.168.1.5:8000", "Origin": "http://192.168.1.5:8000"},
    ],
)
def test_its_own_page_and_clients_that_are_no_browser_change_things(stack: Stack, headers: dict[str, str]) -> None:
    assert_problem(stack.http.delete("/tasks/x", headers=headers), 404, "job_not_found")


def test_the_page_of_a_name_of_its_own_changes_things_behind_a_proxy_that_keeps_no_host(named: Stack) -> None:
    headers = {"Host": "127.0.0.1:8000", "Origin": "https://diff.example.com"}
    assert_problem(named.http.delete("/tasks/x", headers=headers), 404, "job_not_found")


@pytest.mark.parametrize(
    "kind", ["text/plain", "text/plain; a=application/json", "application/x-www-form-urlencoded", ""]
)
def test_a_diff_is_asked_for_as_json_or_as_a_form(stack: Stack, pair: tuple[Path, Path], kind: str) -> None:
    """What a browser sends for any page without asking the service is refused by its type, whatever the origin."""
    body = f'{{"old_file": "{stack.put(pair[0])}", "new_file": "{stack.put(pair[1])}"}}'.encode()
    headers = {"Content-Type": kind} if kind else {}
    detail = assert_problem(stack.http.post("/ifcdiff", content=body, headers=headers), 415, "unsupported_media_type")
    assert "application/json" in detail
    assert_problem(stack.http.post("/upload/ifc", content=body, headers=headers), 415, "unsupported_media_type")
    sent = stack.http.post("/ifcdiff", content=body, headers={"Content-Type": "Application/JSON; charset=utf-8"})
    assert sent.status_code == 202


def test_the_dashboard_has_the_same_names_and_changes_nothing_for_others(named: Stack) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{named.dashboard}") as http:
        for host, status in {"evil.example": 421, "diff.example.com": 200, "localhost:9181": 200}.items():
            assert http.get("/0/data/queues.json", headers={"Host": host}).status_code == status
        for call in ("/queue/ifcdiff-tasks/queued/empty", "/job/x/delete", "/requeue/ifcdiff-tasks"):
            for headers in FOREIGN:
                assert http.post(call, headers=headers).status_code == 403
        assert http.get("/requeue/ifcdiff-tasks").status_code == 405
        for headers in ({}, {"Origin": f"http://127.0.0.1:{named.dashboard}"}, {"Sec-Fetch-Site": "same-origin"}):
            assert http.post("/requeue/ifcdiff-tasks", headers=headers).status_code == 200
