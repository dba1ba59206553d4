"""One client's connection: how much it may have the gateway hold, and how long it may have it wait.

Knows bytes and seconds, no route. h11 reads the requests: of the readers that uvicorn has, it alone gives up a header
that does not end. Neither gives up a client that goes silent, which this module does.
"""

import asyncio
import logging
import sys
from http import HTTPStatus
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from contract.errors import ErrorCode
from gateway.problems.handlers import DRAINED_SECONDS, ProblemResponse

log = logging.getLogger("gateway")

HEADER_LIMIT: Final = 64 * 1024
"""Bytes of a request before its body, of the line before a chunk, and of what follows the last chunk."""

_PIECE: Final = 4 * 1024
"""Bytes of a header that are read at once: h11 looks at its limit where a header has not ended. Of chunks likewise."""
_FRAMING: Final = 16 * 1024
"""Bytes of a body that may be the sizes and ends of its chunks, beside an eighth of its content (chunks of 48 bytes).

Each chunk takes as long to read as some kilobytes of content do: smaller ones would hold others up for seconds.
"""
_PATIENCE: Final = 30.0
"""Seconds between two looks at a connection."""
_LEAST: Final = 16 * 1024
"""Bytes of a body that come between two looks, from the slowest network that is worth waiting for."""


class Connection(H11Protocol):
    """A connection that ends when its client has kept the gateway waiting from one look to the next.

    A client does so that sends nothing, or no end of a header, or a body too slowly, or that does not take its answer.
    """

    _watch: asyncio.TimerHandle
    _moved = False
    """A request began or was answered since the last look."""
    _received = 0
    """Bytes since then."""
    _framing = 0
    """Bytes of the body that were no content, less an eighth of those that were."""
    _unsent = 0
    """Bytes of answers that waited for the client at the last look."""
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to look."""
        super().connection_made(transport)
        self._watch = self.loop.call_later(_PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the looks."""
        self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hand the bytes to h11, those of a header in pieces; drop what comes after a refusal."""
        self._received += len(data)
        before = self.cycle
        at = 0
        while at < len(data) and not self._refused:
            size = _PIECE if self.conn.their_state is h11.IDLE or self._comes_in_chunks() else len(data)
            self._take(data[at : at + size])
            at += size
        self._moved = self._moved or self.cycle is not before

    def _take(self, piece: bytes) -> None:
        """Hand a piece to h11; refuse a body that is more framing than content."""
        cycle = self.cycle
        is_body = self._comes_in_chunks() and not cycle.response_complete
        before = len(cycle.body) if is_body else 0
        super().data_received(piece)
        if self.cycle is not cycle or not is_body:
            self._framing = 0
            return
        content = len(cycle.body) - before
        # A line that does not end is h11's to refuse.
        self._framing += len(piece) - content - content // 8 if content else 0
        if self._framing > _FRAMING and not self._refused:
            self._refuse(_invalid("The chunks of the body are too small: send some kilobytes in each."))

    def _comes_in_chunks(self) -> bool:
        """Tell whether what is awaited is the body of a request that did not say how long it is."""
        is_body = self.conn.their_state is h11.SEND_BODY
        return is_body and any(name == b"transfer-encoding" for name, _ in self.headers)

    def on_response_complete(self) -> None:
        """Note that the client is served."""
        self._moved = True
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - says the same of every error
        """Refuse what h11 raised an error about."""
        self._refuse(_problem(sys.exc_info()[1]))

    def _refuse(self, problem: ProblemResponse) -> None:
        """Answer with a problem, and close once the client has had time to read it."""
        self._refused = True
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            # The answer to this request is under way already.
            self.transport.abort()
            return
        headers = [*problem.raw_headers, (b"connection", b"close")]
        self.transport.write(
            self.conn.send(h11.Response(status_code=problem.status_code, headers=headers))
            + self.conn.send(h11.Data(data=bytes(problem.body)))
            + self.conn.send(h11.EndOfMessage())
        )
        # What the client still sends is read and dropped for a while: a socket that is closed over unread bytes
        # takes the answer away from the client.
        self.transport.write_eof()
        self.loop.call_later(DRAINED_SECONDS, self.transport.abort)

    def _look(self) -> None:
        """End the connection if its client kept the gateway waiting; look again later otherwise."""
        unsent = self.transport.get_write_buffer_size()
        if not self._moved and self._is_waited_for(unsent):
            log.info("a client was silent for %g s; its connection is ended", _PATIENCE)
            self.transport.abort()
            return
        self._moved, self._received, self._unsent = False, 0, unsent
        self._watch = self.loop.call_later(_PATIENCE, self._look)

    def _is_waited_for(self, unsent: int) -> bool:
        """Tell whether the client had the next move since the last look, and did not make it."""
        if unsent:
            return unsent == self._unsent
        if self.conn.their_state is h11.SEND_BODY:
            return self._received < _LEAST and not self.flow.read_paused
        return self.conn.their_state is h11.IDLE


def _problem(error: Any) -> ProblemResponse:
    """Return the answer to bytes that h11 refused with `error`."""
    if getattr(error, "error_status_hint", None) == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return ProblemResponse(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            ErrorCode.HEADER_TOO_LARGE,
            f"The request has a header, or a line between the chunks of its body, of more than {HEADER_LIMIT // 1024} "
            "KiB.",
        )
    return _invalid("This is no request of HTTP/1.1.")


def _invalid(sentence: str) -> ProblemResponse:
    return ProblemResponse(HTTPStatus.BAD_REQUEST, ErrorCode.INVALID_REQUEST, sentence)
