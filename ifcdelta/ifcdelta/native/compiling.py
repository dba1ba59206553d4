"""`python -m ifcdelta.native.compiling`: compiles all marked functions by numba and prints them as one object file.

Run by `machine_code`, in a process of its own. Neither keeps nor loads what it makes.
"""

import importlib
import sys
from typing import Any, Final

import llvmlite.binding as llvm
import numpy as np
from numba import from_dtype, types
from numba.core import compiler
from numba.core.registry import cpu_target
from numba.extending import register_jitable

from ifcdelta.native.compiled import FUNCTIONS, HELPERS, Array, Compiled, Parameter
from ifcdelta.native.machine_code import MODULES

_NUMBERS: Final = {int: types.int64, float: types.float64, np.uint64: types.uint64}


def object_file() -> bytes:
    """Return the machine code of all marked functions, each under its name."""
    for each in MODULES:
        importlib.import_module(each)
    for helper in HELPERS:
        register_jitable(helper)
    whole = llvm.parse_assembly("")
    for function in FUNCTIONS:
        whole.link_in(_compiled(function))
    return bytes(cpu_target.target_context.codegen()._tm.emit_object(whole))  # noqa: SLF001 - as numba does it


def _compiled(function: Compiled) -> Any:
    """Return a function as an optimized LLVM module.

    It must need nothing of numba to run: no reference counts, so that making an array is an error here, and no wrapper.
    """
    flags = compiler.Flags()
    flags.nrt, flags.error_model = False, "numpy"
    flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    parameters = tuple(_type(each) for each in function.parameters)
    integers = types.UniTuple(types.int64, function.returns)
    returned = {0: types.none, 1: types.int64}.get(function.returns, integers)
    made = compiler.compile_extra(
        cpu_target.typing_context, cpu_target.target_context, function.function, parameters, returned, flags, {}
    )
    module = llvm.parse_bitcode(made.library._final_module.as_bitcode())  # noqa: SLF001 - numba shows it as text alone
    module.get_function(made.fndesc.llvm_func_name).name = function.name
    return module


def _type(parameter: Parameter) -> Any:
    if isinstance(parameter, tuple):
        return types.Tuple([_type(each) for each in parameter])
    if isinstance(parameter, Array):
        return types.Array(from_dtype(parameter.dtype), parameter.dimensions, "C")
    return _NUMBERS[parameter]


if __name__ == "__main__":
    sys.stdout.buffer.write(object_file())
