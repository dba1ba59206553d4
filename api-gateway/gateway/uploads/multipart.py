"""A multipart/form-data body → spooled files and text fields, while it arrives. Knows no route."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from streaming_form_data import StreamingFormDataParser
from streaming_form_data.parser import ParseFailedException, parse_content_boundary
from streaming_form_data.targets import BaseTarget, MultipleTargets, ValueTarget

from contract.errors import ErrorCode
from gateway.http.media import FORM, MAX_TEXT, media_type
from gateway.problems.errors import InvalidRequestError, UnsupportedMediaTypeError
from gateway.uploads.part_headers import LONGEST, PartHeaders
from gateway.uploads.store import Spooled, Uploads

_BATCH: Final = 128 * 1024
"""Bytes that the parser takes at once; it holds up the others while it reads that much in small parts."""
_LONGEST_TYPE: Final = 1024
"""Characters of Content-Type: its boundary has 70 at most (RFC 2046, 5.1.1), and a long one takes long to read."""


class _FileTarget(BaseTarget):  # type: ignore[misc] # the library is untyped
    """Writes one part into a spooled file."""

    def __init__(self, spooled: Spooled) -> None:
        super().__init__()
        self.spooled = spooled
        self.seen = 0

    def on_start(self) -> None:
        self.seen += 1
        self.spooled.given_name = self.multipart_filename or ""

    def on_data_received(self, chunk: bytes) -> None:
        self.spooled.write(chunk)


@dataclass
class Form:
    """What a form held: its files by part name, its fields by name, each field once per part."""

    files: dict[str, Spooled] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)


async def receive_form(
    request: Request, uploads: Uploads, stack: ExitStack, files: Iterable[str], fields: Iterable[str] = ()
) -> Form:
    """Read the body of `request` as a form with exactly the parts `files` and any of `fields`.

    The files are spooled on the uploads volume and live as long as `stack`.

    Raises:
        UnsupportedMediaTypeError: the body is said to be something else.
        InvalidRequestError: the body cannot be read as a form, is cut off, lacks a file or has a part of another name.
        TooLargeError: a file passes the limit; raised at that byte.
    """
    if media_type(request) != FORM:
        raise UnsupportedMediaTypeError(FORM)
    if len(request.headers.get("content-type", "")) > _LONGEST_TYPE:
        raise InvalidRequestError(
            ErrorCode.INVALID_REQUEST, "The header Content-Type is too long to be that of a form."
        )
    file_targets = {name: _FileTarget(stack.enter_context(uploads.spool())) for name in files}
    field_targets = {name: MultipleTargets(ValueTarget) for name in fields}
    try:
        parser = StreamingFormDataParser(headers=request.headers, strict=True)
        for name, target in {**file_targets, **field_targets}.items():
            parser.register(name, target)
        headers = PartHeaders(parse_content_boundary(request.headers))
        await _feed(parser, headers, request, [target.spooled for target in file_targets.values()])
    except (ParseFailedException, ValueError, IndexError, RecursionError) as error:
        # The parser lets through what its decoder, and the standard library's reader of headers, raise.
        allowed = ", ".join([*file_targets, *field_targets])
        raise InvalidRequestError(
            ErrorCode.INVALID_REQUEST, f"The form cannot be read; its parts are {allowed}.", str(error)
        ) from error
    for name, target in file_targets.items():
        if target.seen != 1 or not target._finished:  # noqa: SLF001 - the library tells it nowhere else
            raise InvalidRequestError(ErrorCode.INVALID_REQUEST, f"The form needs one file in its part '{name}'.")
    return Form(
        {name: target.spooled for name, target in file_targets.items()},
        {name: _texts(name, target) for name, target in field_targets.items() if target.targets},
    )


async def _feed(parser: StreamingFormDataParser, headers: PartHeaders, request: Request, spools: list[Spooled]) -> None:
    """Hand the body to the parser in batches, off the event loop: it writes to disk."""
    batch = bytearray()
    received = 0
    try:
        async for chunk in request.stream():
            batch += chunk
            if len(batch) >= _BATCH:
                await run_in_threadpool(_hand_over, parser, headers, bytes(batch))
                received += len(batch)
                batch.clear()
            # What is no file's (fields, headers of parts, boundaries) is held in memory.
            if received - sum(spooled.size for spooled in spools) > MAX_TEXT:
                raise InvalidRequestError(
                    ErrorCode.INVALID_REQUEST,
                    f"The form holds more than {MAX_TEXT // 1024} KiB beside its files; it holds too much text.",
                )
    except ClientDisconnect as error:
        raise InvalidRequestError(ErrorCode.INVALID_REQUEST, "The upload broke off.") from error
    await run_in_threadpool(_hand_over, parser, headers, bytes(batch))


def _hand_over(parser: StreamingFormDataParser, headers: PartHeaders, batch: bytes) -> None:
    if not headers.are_short(batch):
        raise InvalidRequestError(
            ErrorCode.INVALID_REQUEST, f"A part of the form has headers of more than {LONGEST // 1024} KiB."
        )
    parser.data_received(batch)


def _texts(name: str, target: MultipleTargets) -> list[str]:
    try:
        return [value.value.decode("utf-8") for value in target.targets]
    except UnicodeDecodeError as error:
        raise InvalidRequestError(ErrorCode.INVALID_REQUEST, f"The field '{name}' is not UTF-8 text.") from error
