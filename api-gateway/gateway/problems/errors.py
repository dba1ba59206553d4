"""The errors that the gateway raises. Each class is one kind of answer; handlers.py gives it a status."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from contract.errors import ErrorCode, ServiceError


class InvalidRequestError(ServiceError):
    """The request itself is wrong: a bad option, a bad name, a bad body."""


class UnsupportedMediaTypeError(ServiceError):
    """The body is of another media type than the call takes."""

    def __init__(self, *accepted: str) -> None:
        super().__init__(ErrorCode.UNSUPPORTED_MEDIA_TYPE, f"This call takes a body of type {' or '.join(accepted)}.")


class UnauthorizedError(ServiceError):
    """X-API-Key is missing or unknown."""

    def __init__(self) -> None:
        super().__init__(ErrorCode.UNAUTHORIZED, "This call needs a valid API key in the header X-API-Key.")


class MissingError(ServiceError):
    """What the request names is not there."""


class BadModelError(ServiceError):
    """The file is not a model that can be compared."""


class TooLargeError(ServiceError):
    """The body or the unpacked model is over the limit."""


class UnreadableJobError(ServiceError):
    """The job is there, and its record holds what this version cannot read."""


class ConflictError(ServiceError):
    """The job is not in a state for this call."""


class ExpiredError(ServiceError):
    """The job ended so long ago that its result is gone."""


class QueueFullError(ServiceError):
    """As many jobs wait as may wait."""


class NoWorkerError(ServiceError):
    """Nobody does what was asked for; it waits."""


class NoResultError(ServiceError):
    """The job whose result is asked for failed for a reason that the caller cannot mend."""


class BadInputError(ServiceError):
    """The job whose result is asked for failed because of its input."""


def invalid_request(error: ValidationError) -> InvalidRequestError:
    """Turn a failed validation of the request into one error that says where and what."""
    return from_details(error.errors(include_url=False, include_context=False))


def from_details(details: list[ErrorDetails]) -> InvalidRequestError:
    """Build the error of the first detail; its code is that of a validator of ours, if one raised it."""
    first = details[0]
    code = ErrorCode(first["type"]) if first["type"] in set(ErrorCode) else ErrorCode.INVALID_REQUEST
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    message = first["msg"].removeprefix("Value error, ")
    return InvalidRequestError(code, f"{where}: {message}" if where else message)


@contextmanager
def naming(where: str) -> Iterator[None]:
    """Begin the sentence of an error about a model with the field or part that it came in."""
    try:
        yield
    except (BadModelError, MissingError, TooLargeError) as error:
        raise type(error)(error.code, f"{where}: {error.sentence}", error.detail) from None
