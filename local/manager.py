"""Which process manager runs on a folder of data, if one does. Knows processes; starts and ends none."""

from pathlib import Path
from typing import Final

_COMMAND: Final = b"supervisord"


def running(pidfile: Path) -> int | None:
    """Return the pid of the process manager that noted it in `pidfile`, None where that one is gone.

    A pidfile outlives a power cut; its number may be another process's by now, which must be left alone.
    """
    try:
        pid = int(pidfile.read_text(encoding="ascii"))
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if _COMMAND in command else None
