"""`python -m local.down`: ends a detached stack and waits for its end."""

import os
import signal
import sys
import time
from typing import Final

from local.manager import running
from local.settings import read_settings

_PATIENCE: Final = 60.0


def main() -> None:
    """Tell the process manager to end, as Ctrl-C does."""
    pidfile = read_settings().pidfile
    pid = running(pidfile)
    if pid is None:
        sys.exit("no stack runs here")
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE
    while running(pidfile) and time.monotonic() < deadline:
        time.sleep(0.1)
    if running(pidfile):
        sys.exit(f"the stack (pid {pid}) has not ended yet; a worker may be finishing its job")


if __name__ == "__main__":
    main()
