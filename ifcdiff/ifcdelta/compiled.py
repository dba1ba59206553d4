"""How functions are compiled and how 64-bit hashes are mixed. Knows no STEP and no IFC.

Compiled code is cached beside the modules, or in NUMBA_CACHE_DIR where that is set; `python -m ifcdelta.warm` fills it.
It is made for any x86-64 or ARM64 processor, so that an image built on one machine runs on another without compiling.

Two contents that differ have equal hashes with a probability of 2**-64. What would be missed is a changed element
whose new hash equals its old one: below 1e-12 for a diff of ten million changed elements.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numba
import numpy as np

numba.config.CPU_NAME = "generic"
numba.config.CPU_FEATURES = ""

F = TypeVar("F", bound=Callable[..., Any])

_FIRST: Final = np.uint64(0x9E3779B97F4A7C15)
_SECOND: Final = np.uint64(0xD6E8FEB86659FD93)
_HALF: Final = np.uint64(32)
_LESS: Final = np.uint64(29)


def compiled(function: F) -> F:
    """Compile a function on its first call, without the interpreter's lock, and keep the code on disk."""
    made: F = numba.njit(function, cache=True, nogil=True, error_model="numpy")
    return made


@compiled
def mix(state: np.uint64, word: np.uint64) -> np.uint64:
    """Return the state after one more word; order counts."""
    state = (state ^ word) * _FIRST
    state ^= state >> _HALF
    state *= _SECOND
    return state ^ (state >> _LESS)


@compiled
def step(state: np.uint64, sign: np.uint8) -> np.uint64:
    """Return the state after a single punctuation mark: cheaper than `mix`, for what is always followed by one."""
    state = (state ^ np.uint64(sign)) * _FIRST
    return state ^ (state >> _HALF)
