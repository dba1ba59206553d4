"""Forked processes: how they end, and that one may fork others of its own."""

import os
import signal
from multiprocessing.connection import Connection

import pytest

from ifcdelta.process import ForkedProcess

PATIENCE = 20.0


def answer(connection: Connection) -> None:
    connection.send(os.getpid())


def ask_another(connection: Connection) -> None:
    with ForkedProcess(answer) as process:
        connection.send(process.connection.recv() == process.pid)


def die(signal_or_status: int, _connection: Connection) -> None:
    if signal_or_status < 0:
        os.kill(os.getpid(), -signal_or_status)
    os._exit(signal_or_status)


def wait_for_nobody(connection: Connection) -> None:
    connection.recv()


def test_a_process_may_have_processes_of_its_own() -> None:
    with ForkedProcess(ask_another) as process:
        assert process.connection.poll(PATIENCE)
        assert process.connection.recv()


@pytest.mark.parametrize("end", [0, 3, -signal.SIGSEGV, -signal.SIGKILL])
def test_how_a_process_ended_is_known(end: int) -> None:
    with ForkedProcess(die, end) as process:
        with pytest.raises(EOFError):
            process.connection.recv()
        assert process.wait() == end


def test_a_process_ends_with_its_block() -> None:
    with ForkedProcess(wait_for_nobody) as process:
        assert process.pid is not None
    assert process.wait() == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
