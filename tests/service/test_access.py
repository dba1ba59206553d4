"""Who may call: API keys on the gateway, basic auth on the dashboard."""

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


def test_every_call_but_health_and_the_page_needs_a_key(guarded: Stack) -> None:
    paths = guarded.http.get("/openapi.json").json()["paths"]
    calls = [(verb, path.format(job_id="x")) for path, verbs in paths.items() for verb in verbs]
    assert len(calls) >= 9
    for verb, path in [*calls, ("get", "/docs"), ("get", "/openapi.json")]:
        for key in (None, b"wrong", b"", "kéy".encode()):
            headers = {b"X-API-Key": key} if key is not None else {}
            answer = httpx.request(verb, f"{guarded.http.base_url}{path}", headers=headers)
            if path == "/health":
                assert answer.status_code == 200
            else:
                assert_problem(answer, 401, "unauthorized")
    assert httpx.get(f"{guarded.http.base_url}/").status_code in {200, 307}


def test_each_of_the_keys_opens(guarded: Stack, pair: tuple[Path, Path]) -> None:
    assert guarded.diff(*pair)["added"]
    assert guarded.http.get("/tasks", headers={"X-API-Key": "key two"}).status_code == 200


def test_the_dashboard_asks_for_its_password(guarded: Stack) -> None:
    url = f"http://127.0.0.1:{guarded.dashboard}/"
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, auth=("me", "wrong")).status_code == 401
    assert httpx.get(url, auth=("me", "secret"), follow_redirects=True).status_code == 200
