"""`python -m local.down`: ends a detached stack and waits for its end."""

import os
import signal
import sys
import time
from typing import Final

from local.settings import read_settings

_PATIENCE: Final = 60.0


def main() -> None:
    """Tell the process manager to end, as Ctrl-C does."""
    pidfile = read_settings().pidfile
    try:
        pid = int(pidfile.read_text(encoding="ascii"))
        os.kill(pid, signal.SIGTERM)
    except (FileNotFoundError, ProcessLookupError):
        sys.exit("no stack runs here")
    deadline = time.monotonic() + _PATIENCE
    while pidfile.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    if pidfile.exists():
        sys.exit(f"the stack (pid {pid}) has not ended yet; a worker may be finishing its job")


if __name__ == "__main__":
    main()
