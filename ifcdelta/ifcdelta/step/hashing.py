"""The hash of the fast pass: 64 bits, well mixed, the same on every run and machine. Knows no STEP and no IFC.

Two different contents share a hash with a probability of 2^-64 each time they are compared.
"""

from typing import Any, Final

import numpy as np

from ifcdelta.native.compiled import helper

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
PRIME: Final = np.uint64(0x100000001B3)
OFFSET: Final = np.uint64(0xCBF29CE484222325)


@helper
def mix(value: Any) -> Any:
    """Spread every bit of `value` over the result (the finalizer of SplitMix64; Steele, Lea, Flood 2014).

    It is a number of 64 bits in compiled code, an array of them elsewhere.
    """
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@helper
def combine(place: Any, content: Any) -> Any:
    """Return the share of a `content` at a `place`; shares are added, so that their order does not count."""
    return mix(content * GOLDEN ^ mix(place + GOLDEN))


def hash_bytes(text: bytes) -> int:
    """Return the hash that the scan gives to these bytes (FNV-1a, then mixed)."""
    value = int(OFFSET)
    for byte in text:
        value = (value ^ byte) * int(PRIME) & 0xFFFFFFFFFFFFFFFF
    return int(mix(np.array([value], np.uint64))[0])
