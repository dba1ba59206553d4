"""What was freed goes back to the system: the C library keeps it for threads that have ended, as fragments."""

import ctypes


def give_back() -> None:
    """Give free memory back, where the C library can (glibc alone)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
