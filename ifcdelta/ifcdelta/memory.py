"""What is freed goes back to the system, and what stays is not searched for garbage over and over."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager


def give_back() -> None:
    """Give free memory back, where the C library can (glibc alone): it keeps that of ended threads, as fragments."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be looked for where many small things are made, and no circles: looking takes as long again."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looked_for:
            gc.enable()
