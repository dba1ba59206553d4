"""How a long piece of work tells how far it is. Knows no phase."""

from collections.abc import Callable

Progress = Callable[[str, int], None]
"""Takes the phase and the percent of the whole."""


def no_progress(phase: str, percent: int) -> None:
    """Take a report of progress and do nothing with it."""
