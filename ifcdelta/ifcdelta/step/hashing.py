"""The hash of the fast pass: 64 bits, well mixed, the same on every run and machine. Knows no STEP and no IFC.

Two different contents share a hash with a probability of 2^-64 each time they are compared.
"""

from typing import Final

import numba
import numpy as np
from numba import njit, uint64

# Else what is kept serves only the processor it was compiled on.
numba.config.CPU_NAME = "generic"  # type: ignore[attr-defined] # numba fills its config at run time

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
PRIME: Final = np.uint64(0x100000001B3)
OFFSET: Final = np.uint64(0xCBF29CE484222325)


@njit(uint64(uint64), cache=True, inline="always")
def mix(value: np.uint64) -> np.uint64:
    """Spread every bit of `value` over the result (the finalizer of SplitMix64; Steele, Lea, Flood 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@njit(uint64(uint64, uint64), cache=True, inline="always")
def combine(place: np.uint64, content: np.uint64) -> np.uint64:
    """Return the share of a `content` at a `place`; shares are added, so that their order does not count."""
    return mix(content * GOLDEN ^ mix(place + GOLDEN))


def hash_bytes(text: bytes) -> int:
    """Return the hash that the scan gives to these bytes (FNV-1a, then mixed)."""
    value = int(OFFSET)
    for byte in text:
        value = (value ^ byte) * int(PRIME) & 0xFFFFFFFFFFFFFFFF
    return int(mix(np.uint64(value)))
