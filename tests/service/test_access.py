"""Who may call: API keys on the gateway, and what its description says of them; basic auth on the dashboard."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.service.test_requests import assert_problem
from tests.support.stack import Stack, running

KEY = "key one"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with keys and a password."""
    settings = {"API_KEYS": f"{KEY}, key two", "DASHBOARD_USERNAME": "me", "DASHBOARD_PASSWORD": "secret"}
    with running(tmp_path_factory.mktemp("guarded"), **settings) as stack:
        yield stack


def test_every_call_but_health_and_the_pages_needs_a_key(guarded: Stack) -> None:
    paths = guarded.http.get("/openapi.json").json()["paths"]
    calls = [(verb, path.format(job_id="x")) for path, verbs in paths.items() for verb in verbs]
    assert len(calls) >= 9
    for verb, path in [*calls, ("get", "/openapi.json")]:
        for key in (None, b"wrong", b"", "kéy".encode()):
            headers = {b"X-API-Key": key} if key is not None else {}
            answer = httpx.request(verb, f"{guarded.http.base_url}{path}", headers=headers)
            if path == "/health":
                assert answer.status_code == 200
            else:
                assert_problem(answer, 401, "unauthorized")
    for path in ("/", "/docs"):
        assert httpx.get(f"{guarded.http.base_url}{path}").status_code == 200


def test_the_description_asks_for_a_key_where_there_are_keys_alone(guarded: Stack, stack: Stack) -> None:
    for service, asked in ((guarded, True), (stack, False)):
        description = service.http.get("/openapi.json").json()
        assert ("securitySchemes" in description["components"]) is asked
        for path, calls in description["paths"].items():
            for call in calls.values():
                assert ("security" in call) is ("401" in call["responses"]) is (asked and path != "/health"), path


def test_each_of_the_keys_opens(guarded: Stack, pair: tuple[Path, Path]) -> None:
    assert guarded.diff(*pair)["added"]
    assert guarded.http.get("/tasks", headers={"X-API-Key": "key two"}).status_code == 200


def test_the_dashboard_asks_for_its_password(guarded: Stack) -> None:
    url = f"http://127.0.0.1:{guarded.dashboard}/"
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, auth=("me", "wrong")).status_code == 401
    assert httpx.get(url, auth=("me", "secret"), follow_redirects=True).status_code == 200
