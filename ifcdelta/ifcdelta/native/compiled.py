"""Functions that run as machine code: how one is marked, and how it is called. Knows nothing of what they do.

A marked function is plain Python, in the part of it that numba compiles, and makes no object: what it fills, it is
given. `compiling` makes machine code of all of them, `machine_code` keeps that; a call needs neither numba nor the GIL.
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np

from ifcdelta.native.machine_code import address_of


@dataclass(frozen=True)
class Array:
    """A parameter: an array, its items next to each other."""

    dtype: type[np.generic]
    dimensions: int = 1


Parameter: TypeAlias = type[int] | type[float] | type[np.uint64] | Array | tuple["Parameter", ...]
"""What a parameter is: a number of 64 bits, an array, or a tuple of such."""

BYTES: Final = Array(np.uint8)
INT32: Final = Array(np.int32)
INT64: Final = Array(np.int64)
UINT64: Final = Array(np.uint64)

_Function = TypeVar("_Function", bound=Callable[..., Any])
_NUMBERS: Final = {int: ctypes.c_int64, float: ctypes.c_double, np.uint64: ctypes.c_uint64}


class Compiled:
    """A function that is called as machine code."""

    def __init__(self, function: Callable[..., Any], parameters: tuple[Parameter, ...], returns: int) -> None:
        self.function, self.parameters, self.returns = function, parameters, returns
        self.name = f"{function.__module__}.{function.__name__}"
        """What the machine code calls it."""
        self._returned = ctypes.c_int64 * returns
        self._call: Callable[..., int] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """Run it; return nothing, an integer, or a tuple of as many as it `returns`.

        Raises:
            TypeError: an argument is not what the function was compiled for.
        """
        passed = [value for pair in zip(self.parameters, arguments, strict=True) for value in _passed(*pair)]
        if self._call is None:
            types = [kind for each in self.parameters for kind in _types(each)]
            signature = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *types)
            self._call = signature(address_of(self.name))
        returned, raised = self._returned(), ctypes.c_void_p()
        if self._call(ctypes.addressof(returned), ctypes.addressof(raised), *passed):
            raise AssertionError(f"{self.name} raised an exception, which no compiled function does")
        return tuple(returned) if self.returns > 1 else next(iter(returned), None)


def compiled(*parameters: Parameter, returns: int = 0) -> Callable[[Callable[..., Any]], Compiled]:
    """Mark a function to be compiled for these parameters; it returns nothing or so many integers."""

    def mark(function: Callable[..., Any]) -> Compiled:
        FUNCTIONS.append(Compiled(function, parameters, returns))
        return FUNCTIONS[-1]

    return mark


def helper(function: _Function) -> _Function:
    """Mark a function that compiled ones call; for Python it stays as it is."""
    HELPERS.append(function)
    return function


FUNCTIONS: Final[list[Compiled]] = []
HELPERS: Final[list[Callable[..., Any]]] = []


def _types(parameter: Parameter) -> Iterator[Any]:
    """Yield the C types of a parameter, as numba passes it: an array by its owner twice, counts, data, extents."""
    if isinstance(parameter, tuple):
        for each in parameter:
            yield from _types(each)
    elif isinstance(parameter, Array):
        counts = [ctypes.c_int64] * parameter.dimensions
        yield from (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, *counts, *counts)
    else:
        yield _NUMBERS[parameter]


def _passed(parameter: Parameter, value: Any) -> Iterator[Any]:
    """Yield the values of an argument, one for each of `_types`."""
    if isinstance(parameter, tuple):
        for each in zip(parameter, value, strict=True):
            yield from _passed(*each)
    elif isinstance(parameter, Array):
        if value.dtype != parameter.dtype or value.ndim != parameter.dimensions or not value.flags.c_contiguous:
            raise TypeError(f"an array of {value.dtype} and shape {value.shape}, not {parameter}")
        # No owner: compiled code keeps nothing.
        yield from (None, None, value.size, value.itemsize, value.ctypes.data, *value.shape, *value.strides)
    else:
        yield parameter(value)
