"""The worker's settings, read once at its start."""

import os
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import Field

from contract.settings import SharedSettings, load_settings, require_readable, require_writable

_CPU_QUOTA: Final = Path("/sys/fs/cgroup/cpu.max")


class WorkerSettings(SharedSettings):
    """Limits of one diff, beside the shared settings."""

    job_memory_mb: int = Field(default=4096, ge=64, description="MiB of memory that a diff may take.")
    diff_threads: int = Field(default=2, ge=1, description="Threads of a diff; never more than the container's share.")

    @property
    def job_memory_bytes(self) -> int:
        """The memory limit in bytes."""
        return self.job_memory_mb * 1024 * 1024

    @property
    def threads(self) -> int:
        """The threads that a diff uses."""
        return min(self.diff_threads, cpu_share())


def cpu_share() -> int:
    """Return the whole cores that this process may use: its affinity, within the container's quota (cgroup v2)."""
    cores = len(os.sched_getaffinity(0))
    try:
        quota, period = _CPU_QUOTA.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return cores
    return cores if quota == "max" else max(1, min(cores, int(quota) // int(period)))


@cache
def read_settings() -> WorkerSettings:
    """Return the settings of the environment; SystemExit with one line where they are wrong.

    They are read once: a job, in a fork of its worker, has the worker's.
    """
    return load_settings(WorkerSettings)


def check_volumes(settings: WorkerSettings) -> None:
    """Make sure, at a worker's start, that it can read models and write results; SystemExit with one line if not."""
    require_readable("UPLOADS_DIR", settings.uploads_dir)
    require_writable("OUTPUT_DIR", settings.results_dir)
