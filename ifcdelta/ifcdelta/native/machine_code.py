"""The compiled functions' machine code: made once, kept in a file, loaded by LLVM. Knows no function but by its name.

It is made by numba, which takes longer to import than a small pair to compare, in a process of its own: this one never
imports it. `python -m ifcdelta.native` makes what is missing, where an image or a checkout is built.
"""

import hashlib
import os
import platform
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import llvmlite
import llvmlite.binding as llvm

from ifcdelta.atomic_file import atomic_file

MODULES: Final = (
    "ifcdelta.account.dressed",
    "ifcdelta.account.gates",
    "ifcdelta.account.labels",
    "ifcdelta.account.parts",
    "ifcdelta.account.verdicts",
    "ifcdelta.index.broken_references",
    "ifcdelta.index.carried",
    "ifcdelta.index.content",
    "ifcdelta.index.dressing",
    "ifcdelta.index.element_hashes",
    "ifcdelta.index.fingerprint",
    "ifcdelta.index.links",
    "ifcdelta.index.placements",
    "ifcdelta.index.schema",
    "ifcdelta.index.table",
    "ifcdelta.narrow.closure",
    "ifcdelta.narrow.cut",
    "ifcdelta.native.compiled",
    "ifcdelta.native.compiling",
    "ifcdelta.shape.triangle_tree",
    "ifcdelta.step.arguments",
    "ifcdelta.step.hashing",
    "ifcdelta.step.numbers",
    "ifcdelta.step.scan",
    "ifcdelta.step.tokens",
)
"""Where the functions and what they are made with stand: who changes one of these files changes the machine code."""

_PACKAGE: Final = Path(__file__).parents[1]
_NAME: Final = f"ifcdelta-{sys.platform}-{platform.machine()}.o"
_DIGEST_BYTES: Final = 32
_loading: Final = threading.Lock()


def address_of(name: str) -> int:
    """Return where a function's machine code is in memory.

    Raises:
        subprocess.CalledProcessError: it had to be made, and numba could not.
        ImportError: there is none of that name.
    """
    with _loading:
        address = int(load().get_function_address(name))
    if not address:
        raise ImportError(f"{name} is not compiled: its module is not in MODULES")
    return address


@lru_cache(maxsize=1)
def load() -> Any:
    """Return LLVM's engine with the machine code in it, loaded once; what this process forks has it too.

    Raises:
        subprocess.CalledProcessError: it had to be made, and numba could not.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code()))
    engine.finalize_object()
    return engine


def machine_code() -> bytes:
    """Return the machine code as an object file: as it is kept, else as numba makes it now.

    Raises:
        subprocess.CalledProcessError: numba could not.
    """
    key = _key()
    for folder in _folders():
        with suppress(OSError):
            kept = (folder / _NAME).read_bytes()
            code = kept[_DIGEST_BYTES:]
            if kept[:_DIGEST_BYTES] == _digest(key, code):
                return code
    code = _made()
    for folder in _folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with atomic_file(folder / _NAME) as file:
                file.write(_digest(key, code) + code)
            break
    return code


def _folders() -> Iterator[Path]:
    """Yield where it may be kept: beside the package, as Python's own compiled code is, else with the user's caches."""
    yield _PACKAGE / "__pycache__"
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path raises without a home
    if os.path.isabs(caches):  # noqa: PTH117 - without a home it begins with ~
        yield Path(caches) / "ifcdelta"


def _key() -> bytes:
    """Return the hash of all that machine code depends on: the sources, the compiler, the kind of machine."""
    numba = find_spec("numba")
    version = Path(numba.origin).with_name("_version.py").read_bytes() if numba and numba.origin else b""
    sources = [(_PACKAGE.parent / (name.replace(".", "/") + ".py")).read_bytes() for name in MODULES]
    content = [*sources, version, llvmlite.__version__.encode(), llvm.get_default_triple().encode()]
    return _digest(*content)


def _digest(*parts: bytes) -> bytes:
    found = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.digest()


def _made() -> bytes:
    """Have numba make it, for any processor of the kind, whatever the user set for numba."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    environment |= {"NUMBA_CPU_NAME": "generic", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-P", "-m", "ifcdelta.native.compiling"]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603
