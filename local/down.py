"""`python -m local.down`: ends a stack and waits for its end, even one whose process manager was killed."""

import sys
from contextlib import suppress
from typing import Final

import psutil

from local.processes import manager_of, processes_of, told
from local.settings import read_settings

_PATIENCE: Final = 60.0
_PART_PATIENCE: Final = 30.0
"""Seconds that a part has to end by itself, as in supervisord.conf."""
_BROKER: Final = "valkey-server"


def main() -> None:
    """End the stack; exit status 1 with one line where there is none, or where it goes on."""
    pidfile = read_settings().pidfile
    processes = processes_of(pidfile)
    if not processes:
        sys.exit("no stack runs here")
    manager = manager_of(processes)
    if manager is not None:
        # As Ctrl-C does: the process manager ends its parts, then itself.
        manager.terminate()
        if psutil.wait_procs([manager], _PATIENCE)[1]:
            sys.exit(f"the stack (pid {manager.pid}) has not ended yet; a worker may be finishing its job")
    left = processes_of(pidfile)
    if left:
        print(f"ending what a killed process manager left: {told(left)}", flush=True)
        brokers = [process for process in left if process.name() == _BROKER]
        _end([process for process in left if process not in brokers])
        # Last, so that a worker can still note what became of its job.
        _end(brokers)


def _end(processes: list[psutil.Process]) -> None:
    """Ask parts to end, and kill those that have not in time; what a part started is the part's to end."""
    pids = {process.pid for process in processes}
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            if process.ppid() not in pids:
                process.terminate()
    for process in psutil.wait_procs(processes, _PART_PATIENCE)[1]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, _PART_PATIENCE)


if __name__ == "__main__":
    main()
