"""What a browser may be made to do here by a page of another site: nothing. Knows no route; see contract/hosts.py."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from contract.errors import ErrorCode
from contract.hosts import SAFE_METHODS, Hosts
from gateway.problems.handlers import ProblemResponse


class OwnOrigins:
    """Has the application answer under its own names alone, and change nothing for pages that are not its own."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say why not."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ProblemResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host")
        if not self._hosts.answers_to(host):
            return ProblemResponse(
                HTTPStatus.MISDIRECTED_REQUEST,
                ErrorCode.UNKNOWN_HOST,
                "The service does not have this name; its operator lists its names in ALLOWED_HOSTS.",
            )
        may = self._hosts.may_change(host, headers.get("origin"), headers.get("sec-fetch-site"))
        if scope["method"] not in SAFE_METHODS and not may:
            return ProblemResponse(
                HTTPStatus.FORBIDDEN,
                ErrorCode.FOREIGN_ORIGIN,
                "A page of another site asks for this; its operator lists the service's own names in ALLOWED_HOSTS.",
            )
        return None
