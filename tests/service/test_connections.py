"""What one client can have the gateway hold, by bytes and by silence; others are answered all the while."""

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress

import psutil
import pytest

from tests.support.stack import Stack, until

KIB = 1024
GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
POST = (
    b"POST /upload/ifc HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
PART = b'Content-Disposition: form-data; name="file"; filename="a.ifc"\r\n\r\n'
UPLOAD = (
    b"POST /upload/ifc HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    b"Content-Length: 1000000\r\n\r\n"
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.ifc"\r\n\r\nISO-10303-21;'
)
ENDLESS = {
    "a header": (GET + b"X-Long: ", b"x"),
    "many headers": (GET, b"a:b\r\n"),
    "many headers of one name": (GET, b"Cookie: a\r\n"),
    "a folded header": (GET + b"X-Long: a\r\n", b" b\r\n"),
    "the request line": (b"GET /", b"x"),
    "a line before a chunk": (POST + b"1;", b"x"),
    "a chunk's size": (POST, b"0"),
    "what follows the chunks": (POST + b"0\r\n", b"a: b\r\n"),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_no_header_goes_on_without_end(stack: Stack, what: str) -> None:
    """Sixteen MiB are sent; the refusal reaches a client that sends on, and others are answered meanwhile."""
    head, more = ENDLESS[what]
    block = more * (256 * KIB // len(more))
    with _connected(stack) as client:
        before = stack.gateway_seconds()
        client.sendall(head)
        for _ in range(64):
            client.sendall(block)
        assert stack.http.get("/health").status_code == 200
        answer = _read(client)
        assert stack.gateway_seconds() - before < 0.5
    assert answer.split(b" ")[1] in {b"431", b"400"}, answer
    assert b"application/problem+json" in answer
    assert b'"code":"header_too_large"' in answer or what == "a chunk's size"


@pytest.mark.parametrize("size", [1, 16])
def test_a_body_in_tiny_chunks_is_refused_before_it_holds_others_up(stack: Stack, size: int) -> None:
    """Each chunk takes as long to read as some kilobytes: a MiB of them took more than a second of the event loop."""
    chunk = b"%x\r\n%s\r\n" % (size, b"a" * size)
    with _connected(stack) as client:
        before = stack.gateway_seconds()
        client.sendall(POST + _chunk(b"--b\r\n" + PART) + chunk * (1024 * KIB // len(chunk)))
        answer = _read(client)
        assert stack.gateway_seconds() - before < 0.5
    assert answer.split(b" ")[1] == b"400", answer
    assert b"too small" in answer


def test_a_body_in_small_chunks_is_read(stack: Stack) -> None:
    """A client that sends a file line by line."""
    line = _chunk(b"#1=IFCWALL('0000000000000000000000',$,$,$,$,$,$,$,$);\n")
    with _connected(stack) as client:
        client.sendall(POST + _chunk(b"--b\r\n" + PART) + line * 20_000 + _chunk(b"\r\n--b--\r\n") + b"0\r\n\r\n")
        assert client.recv(64 * KIB).split(b" ")[1] == b"422"  # Read to its end, and no IFC file.


@pytest.mark.parametrize(("size", "status"), [(60 * KIB, b"200"), (72 * KIB, b"431")])
def test_the_limit_of_a_header_is_64_kib(stack: Stack, size: int, status: bytes) -> None:
    with _connected(stack) as client:
        client.sendall(GET + b"Connection: close\r\nX-Long: " + b"x" * size + b"\r\n\r\n")
        assert _read(client).split(b" ")[1] == status


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\x02\x00\r\n\r\n", b"hello\r\n\r\n", GET + b"Host: again\r\n\r\n"])
def test_what_is_no_request_is_a_problem(stack: Stack, garbage: bytes) -> None:
    with _connected(stack) as client:
        client.sendall(garbage)
        answer = _read(client)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"code":"invalid_request"' in answer


def test_a_body_that_stops_being_one_is_a_problem_and_is_not_kept(stack: Stack) -> None:
    with _connected(stack) as client:
        client.sendall(POST + b"5\r\n--b\r\n")
        client.sendall(b"no size of a chunk\r\n")
        assert b'"code":"invalid_request"' in _read(client)
    until(lambda: not list((stack.folder / "uploads" / ".incoming").iterdir()), 10, "what was spooled is gone")


def test_garbage_after_an_early_answer_ends_the_connection_without_a_word_in_the_log(stack: Stack) -> None:
    with _connected(stack) as client:
        client.sendall(POST.replace(b"/upload/ifc", b"/nowhere"))
        assert client.recv(64).startswith(b"HTTP/1.1 404 ")
        client.sendall(b"no size of a chunk\r\n")
        _read(client)
    assert "Traceback" not in stack.log.read_text(encoding="utf-8")


def test_silent_clients_hold_nothing_for_long_and_slow_ones_are_served(stack: Stack) -> None:
    """600 idle uploads among them: 1,200 descriptors, a socket and a spooled file each."""
    slow = _slow_upload()
    with ExitStack() as opened:
        silent = [opened.enter_context(_connected(stack)) for _ in range(608)]
        for client, sent in zip(silent, _beginnings(), strict=False):
            client.sendall(sent)
        trickling = [silent[index] for index in (1, 2)]
        until(lambda: len(_connections(stack)) > 600, 10, "the gateway has them all")
        served = opened.enter_context(_connected(stack))
        beside = opened.enter_context(socket.create_connection(("127.0.0.1", stack.dashboard), timeout=20))
        deadline = time.monotonic() + 75
        while len(_connections(stack)) > 2 and time.monotonic() < deadline:
            _send(trickling, b"x")
            _send([served], next(slow, b""))
            assert stack.http.get("/health").status_code == 200
            time.sleep(1)
        assert len(_connections(stack)) <= 2, "others are held than that of this test and the slow one"
        assert beside.recv(1) == b"", "the dashboard has ended a silent connection too"
        for rest in slow:
            served.sendall(rest)
        assert b"HTTP/1.1 422 " in served.recv(64 * KIB)
    assert not list((stack.folder / "uploads" / ".incoming").iterdir())
    assert "Traceback" not in stack.log.read_text(encoding="utf-8")


def _beginnings() -> Iterator[bytes]:
    """Yield what silent clients send before they fall silent: of each kind one, then idle uploads."""
    yield b""
    yield GET + b"X-Trickled: "
    yield UPLOAD
    yield b"GET /hea"
    yield GET + b"\r\n"
    yield b"GET /docs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    # Answers that are not taken.
    yield b"GET /docs/assets/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20
    while True:
        yield UPLOAD


def _slow_upload() -> Iterator[bytes]:
    """Yield an upload of 2 KiB a second that is no model in the end."""
    yield UPLOAD.replace(b"Content-Length: 1000000", b"Transfer-Encoding: chunked").partition(b"--b\r\n")[0]
    part = UPLOAD[UPLOAD.index(b"--b\r\n") :]
    for data in [part, *[b" " * 2 * KIB] * 70, b"\r\n--b--\r\n"]:
        yield b"%x\r\n%s\r\n" % (len(data), data)
    yield b"0\r\n\r\n"


def _chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def _connected(stack: Stack) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * KIB)
    client.settimeout(20)
    client.connect(("127.0.0.1", stack.api))
    return client


def _send(clients: Iterable[socket.socket], data: bytes) -> None:
    for client in clients:
        with suppress(OSError):
            client.sendall(data)


def _read(client: socket.socket) -> bytes:
    """Return all that comes until the gateway closes."""
    answer = b""
    with suppress(ConnectionError):
        while part := client.recv(64 * KIB):
            answer += part
    return answer


def _connections(stack: Stack) -> list[object]:
    """Return the gateway's connections with clients."""
    found = stack.part("gateway").net_connections("tcp")
    return [each for each in found if each.status == psutil.CONN_ESTABLISHED and each.laddr.port == stack.api]
