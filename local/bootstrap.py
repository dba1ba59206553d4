"""`python3 -m local.bootstrap`: makes .venv and installs in it what uv.lock pins.

Needs Python 3.11 and its standard library alone, not even pip: Debian ships Python without it.
"""

import hashlib
import io
import platform
import subprocess
import sys
import tomllib
import urllib.request
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from local.node import machine_node

_ROOT: Final = Path(__file__).resolve().parent.parent
_VENV: Final = _ROOT / ".venv"
_UV: Final = _VENV / "bin" / "uv"
_DONE: Final = _VENV / ".synced"


def main() -> None:
    """Make or renew the environment; SystemExit with one line where that is not possible."""
    pinned = _pinned_uv()
    if not _has(pinned["version"]):
        _install(pinned)
    sync: list[str | Path] = [
        _UV,
        "sync",
        "--frozen",
        "--all-packages",
        "--compile-bytecode",  # Else the first start of each part does it, one package after another.
        "--quiet",
        "--python",
        _VENV / "bin" / "python",
        # Node.js from PyPI, where the machine has none that builds the page.
        *([] if machine_node() else ["--group", "page"]),
    ]
    if subprocess.run(sync, cwd=_ROOT, check=False).returncode:
        sys.exit("The packages that uv.lock pins could not be installed; the lines above say why. Then run it again.")
    _DONE.touch()


def _pinned_uv() -> dict[str, Any]:
    """Return uv's own entry in uv.lock."""
    lock = tomllib.loads((_ROOT / "uv.lock").read_text(encoding="utf-8"))
    return next(package for package in lock["package"] if package["name"] == "uv")


def _has(version: str) -> bool:
    """Tell whether uv of `version` is in a working .venv."""
    if not _UV.exists():
        return False
    answer = subprocess.run([_UV, "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.split()[1:2] == [version]


def _install(pinned: dict[str, Any]) -> None:
    """Make .venv with uv in it: by pip, or where this Python has none, from its wheel."""
    print(f"setting up {_VENV.name} as uv.lock pins it; the first time takes a minute or two", flush=True)
    with_pip = find_spec("ensurepip") is not None
    venv.create(_VENV, with_pip=with_pip, clear=True)
    if with_pip:
        pip: list[str | Path] = [
            _VENV / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        if subprocess.run([*pip, f"uv=={pinned['version']}"], check=False).returncode:
            sys.exit("uv could not be installed from PyPI; the lines above say why. Then run it again.")
    else:
        _unpack(_wheel(pinned))


def _wheel(pinned: dict[str, Any]) -> bytes:
    """Fetch uv's wheel for this machine and check it against uv.lock."""
    tag = f"_{platform.machine()}."
    wheel = next((each for each in pinned["wheels"] if "manylinux" in each["url"] and tag in each["url"]), None)
    if wheel is None:
        sys.exit(f"uv has no wheel for {platform.machine()}; install the package python3-venv and run it again")
    try:
        with urllib.request.urlopen(wheel["url"]) as answer:  # noqa: S310 - an https address out of uv.lock
            content: bytes = answer.read()
    except OSError as error:
        sys.exit(f"uv could not be fetched from PyPI ({error}); install the package python3-venv and run it again")
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != wheel["hash"]:
        sys.exit("what PyPI sent for uv is not what uv.lock pins")
    return content


def _unpack(wheel: bytes) -> None:
    """Put the uv of `wheel` where pip would put it."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
        _UV.write_bytes(archive.read(member))
    _UV.chmod(0o755)


if __name__ == "__main__":
    main()
