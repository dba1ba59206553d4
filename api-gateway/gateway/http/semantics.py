"""What RFC 9110 asks of every resource and the framework leaves out: HEAD, ranges of unknown units. Knows no route."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

_BYTES: Final = b"bytes="


class Semantics:
    """Has the application answer HEAD as GET, and `Range` in another unit than bytes as if it was not there (14.2).

    The server sends the answer to a HEAD without its body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as the application knows it."""
        await self._app(_as_known(scope) if scope["type"] == "http" else scope, receive, send)


def _as_known(scope: Scope) -> Scope:
    return {
        **scope,
        "method": "GET" if scope["method"] == "HEAD" else scope["method"],
        "headers": [
            (name, value)
            for name, value in scope["headers"]
            if name != b"range" or value.strip().lower().startswith(_BYTES)
        ],
    }
