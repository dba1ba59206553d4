"""The service as a client sees it: send two models, follow the job, fetch the result. Knows HTTP alone."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import httpx

_POLL_SECONDS: Final = 0.2
_ENDS: Final = frozenset({"finished", "failed", "canceled"})


class CallFailedError(Exception):
    """The service refused a call or cannot be reached; the text says why, for a person."""


class Client:
    """Calls to one service; `api_key` is empty where none is asked for."""

    def __init__(self, url: str, api_key: str = "") -> None:
        headers = {"X-API-Key": api_key} if api_key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=60)

    def ready(self) -> bool:
        """Tell whether the service answers and a worker waits for jobs; False too while it starts.

        Raises:
            CallFailedError: something else answers at its address.
        """
        try:
            answer = self._http.get("/health")
        except httpx.TransportError:
            return False
        is_json = "json" in answer.headers.get("Content-Type", "")
        if not is_json or answer.status_code not in {httpx.codes.OK, httpx.codes.SERVICE_UNAVAILABLE}:
            raise CallFailedError(
                f"What answers at {self._http.base_url} is not this service; choose another API_PORT for it."
            )
        return answer.is_success and bool(answer.json().get("workers"))

    def listens(self) -> bool:
        """Tell whether anything answers at the service's address."""
        try:
            self._http.get("/health")
        except httpx.TransportError:
            return False
        return True

    def send(self, old: Path, new: Path, output_file: str) -> dict[str, Any]:
        """Ask for a diff of two files of this machine and return the job's links.

        Raises:
            CallFailedError: the service refused it.
        """
        with ExitStack() as stack:
            parts = {
                part: (path.name, stack.enter_context(path.open("rb"))) for part, path in (("old", old), ("new", new))
            }
            return self._json("POST", "/ifcdiff", files=parts, data={"output_file": output_file})

    def follow(self, status_url: str) -> Iterator[dict[str, Any]]:
        """Yield the job's status again and again until it has ended; the last one is its end."""
        while True:
            status = self._json("GET", status_url)
            yield status
            if status["status"] in _ENDS:
                return
            time.sleep(_POLL_SECONDS)

    def result(self, result_url: str) -> dict[str, Any]:
        """Return the result file's content."""
        return self._json("GET", result_url)

    def _json(self, method: str, url: str, **request: Any) -> dict[str, Any]:
        try:
            answer = self._http.request(method, url, **request)
        except httpx.TransportError as error:
            raise CallFailedError(f"The service at {self._http.base_url} cannot be reached: {error}") from error
        body: dict[str, Any] = answer.json()
        if answer.is_error:
            raise CallFailedError(f"{body['detail']} ({body['code']})")
        return body
