"""Errors → `application/problem+json` (RFC 9457), in this one place. Knows no route and no queue."""

import asyncio
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from redis.exceptions import OutOfMemoryError, ReadOnlyError, RedisError
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse
from starlette.types import Message, Receive, Scope, Send

from contract.errors import ErrorCode, ServiceError
from gateway.problems import errors

log = logging.getLogger("gateway")

_STATUS: Final[dict[type[ServiceError], HTTPStatus]] = {
    errors.InvalidRequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnsupportedMediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.UnauthorizedError: HTTPStatus.UNAUTHORIZED,
    errors.MissingError: HTTPStatus.NOT_FOUND,
    errors.BadModelError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.ConflictError: HTTPStatus.CONFLICT,
    errors.ExpiredError: HTTPStatus.GONE,
    errors.QueueFullError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.NoWorkerError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.BadInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NoResultError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.UnreadableJobError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_RETRY_AFTER: Final = {
    ErrorCode.QUEUE_FULL: "30",
    ErrorCode.BROKER_UNAVAILABLE: "5",
    ErrorCode.BROKER_READ_ONLY: "5",
    ErrorCode.NO_WORKER: "5",
    ErrorCode.JOB_NOT_FINISHED: "2",
}
_REFUSALS: Final = ("MISCONF", "NOREPLICAS")
"""How an answer of Redis begins, or is quoted by redis-py, that refuses a write and has no class of its own."""
_DRAINED_BYTES: Final = 64 * 1024 * 1024
DRAINED_SECONDS: Final = 5.0
"""How long a client that is refused while it sends may go on, so that the refusal reaches it."""


class Problem(BaseModel):
    """The body of every error answer."""

    status: int = Field(description="The HTTP status.")
    title: str = Field(description="The status in words.")
    detail: str = Field(description="What is wrong and what to do, for a person.")
    code: ErrorCode = Field(description="Stable, for programs; see docs/errors.md.")


class ProblemResponse(JSONResponse):
    """A problem as an answer."""

    media_type = "application/problem+json"

    def __init__(
        self, status: HTTPStatus, code: ErrorCode, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        problem = Problem(status=status, title=status.phrase, detail=detail, code=code)
        retry = {"Retry-After": _RETRY_AFTER[code]} if code in _RETRY_AFTER else {}
        super().__init__(problem.model_dump(mode="json"), status, {**retry, **(headers or {})})


class EarlyProblemResponse(ProblemResponse):
    """A problem told while the client still sends.

    The answer goes out at once; what the client had on its way is then read and dropped, within
    bounds, because closing a socket with unread data would take the answer away from the client.
    """

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send the whole answer, drain the request, end the answer."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(self.body), "more_body": True})
        try:
            await asyncio.wait_for(_drain(receive), DRAINED_SECONDS)
        except TimeoutError:
            log.info("client went on sending after an early answer")
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class _RefusedError(Exception):
    """Starlette was about to refuse a Range in plain text."""


class ResultResponse(FileResponse):
    """A file, or part of one, as an answer; a Range that it cannot serve is a problem like any other."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what is asked for, or why not."""

        async def send_unless_refused(message: Message) -> None:
            if message.get("status", 0) >= HTTPStatus.BAD_REQUEST:
                raise _RefusedError(message["status"])
            await send(message)

        try:
            await super().__call__(scope, receive, send_unless_refused)
        except _RefusedError as refused:
            problem = ProblemResponse(
                HTTPStatus(refused.args[0]),
                ErrorCode.INVALID_REQUEST,
                "The header Range asks for no part of this result; without it the answer is the whole.",
            )
            await problem(scope, receive, send)


async def _drain(receive: Receive) -> None:
    left = _DRAINED_BYTES
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


def _service_error(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, ServiceError)  # noqa: S101 - registered for this class alone
    if error.detail:
        log.warning("%s: %s (%s)", error.code, error.sentence, error.detail)
    status = _STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    kind = EarlyProblemResponse if isinstance(error, errors.TooLargeError) else ProblemResponse
    return kind(status, error.code, error.sentence)


def _invalid_parameter(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    return _service_error(_request, errors.from_details(list(error.errors())))


def _broker_unavailable(_request: Request, error: Exception) -> ProblemResponse:
    log.error("Redis: %s", error)
    if isinstance(error, OutOfMemoryError | ReadOnlyError) or any(word in str(error) for word in _REFUSALS):
        return ProblemResponse(
            HTTPStatus.SERVICE_UNAVAILABLE,
            ErrorCode.BROKER_READ_ONLY,
            "The queue takes no jobs at the moment, its disk or memory is full, say; try again later.",
        )
    return ProblemResponse(
        HTTPStatus.SERVICE_UNAVAILABLE,
        ErrorCode.BROKER_UNAVAILABLE,
        "The queue cannot be reached at the moment; try again in a few seconds.",
    )


def _http_exception(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return ProblemResponse(
            HTTPStatus.METHOD_NOT_ALLOWED,
            ErrorCode.METHOD_NOT_ALLOWED,
            f"{request.method} is not a call of this resource; /docs lists the calls.",
            error.headers,
        )
    if error.status_code == HTTPStatus.NOT_FOUND:
        return ProblemResponse(HTTPStatus.NOT_FOUND, ErrorCode.NOT_FOUND, "No such resource; /docs lists the calls.")
    return ProblemResponse(HTTPStatus(error.status_code), ErrorCode.INVALID_REQUEST, str(error.detail))


def _storage_failed(_request: Request, error: Exception) -> ProblemResponse:
    log.error("storage: %s", error)
    return ProblemResponse(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        ErrorCode.STORAGE_FAILED,
        "The service could not read or write its storage; its operator finds the reason in the log.",
    )


def _internal(_request: Request, _error: Exception) -> ProblemResponse:
    # Starlette raises the error again once this is sent, and the server logs it.
    return ProblemResponse(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        ErrorCode.INTERNAL,
        "The service failed in a way that it did not expect; its operator finds the reason in the log.",
    )


def register(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(RedisError, _broker_unavailable)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(OSError, _storage_failed)
    app.add_exception_handler(Exception, _internal)


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that can answer with these problems."""
    schema = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {int(status): {"description": status.phrase, "content": schema} for status in statuses}
