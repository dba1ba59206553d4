"""HEAD for every GET (RFC 9110): FastAPI's routes have none. Knows no route."""

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """Has the application answer HEAD as GET; the server sends the answer without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as GET if it is a HEAD."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self._app({**scope, "method": "GET"} if is_head else scope, receive, send)
