"""Which processes are those of the stack on a folder of data, and which listen on a port. Starts and ends none."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

MARK: Final = "STACK_PIDFILE"
"""What the process manager has in its environment, and every process that comes of it: the path of its pidfile."""

_MANAGER: Final = "supervisord"


def processes_of(pidfile: Path) -> list[psutil.Process]:
    """Return the processes of the stack with this pidfile, told by their environment.

    Not by a pid that was noted: it outlives a kill and a power cut, and may be another process's by now. Nor by their
    parent: what a killed process manager leaves has another.
    """
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == str(pidfile):
                found.append(process)
    return found


def manager_of(processes: Iterable[psutil.Process]) -> psutil.Process | None:
    """Return the process manager among the processes of a stack, None where it is gone."""
    for process in processes:
        with suppress(psutil.Error):
            if any(Path(argument).name == _MANAGER for argument in process.cmdline()):
                return process
    return None


def listeners(port: int) -> list[psutil.Process]:
    """Return the processes that listen on a TCP port, as far as this user may know."""
    # Without rights, a system says nothing of others' sockets, or names no process for them.
    with suppress(psutil.Error):
        sockets = [each for each in psutil.net_connections("tcp") if each.status == psutil.CONN_LISTEN]
        pids = {each.pid for each in sockets if each.laddr and each.laddr.port == port}
        return [psutil.Process(pid) for pid in sorted(filter(None, pids))]
    return []


def told(processes: Iterable[psutil.Process]) -> str:
    """Return processes for a person, e.g. `pid 12 (valkey-server), pid 13 (python)`."""
    return ", ".join(f"pid {process.pid} ({_name(process)})" for process in processes)


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return "ended by now"
