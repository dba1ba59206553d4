"""Finds Node.js with npm, which builds the page: the machine's, or the one that the group `page` installs into .venv.

Needs the standard library alone: the bootstrap asks it before anything is installed.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

_VENV: Final = Path(__file__).resolve().parent.parent / ".venv" / "bin"
_VERSION: Final = re.compile(r"v(\d+)\.(\d+)\.")


def machine_node() -> Path | None:
    """Return the folder of the machine's own Node.js and npm, if they are there and new enough."""
    path = os.pathsep.join(each for each in os.get_exec_path() if Path(each).resolve() != _VENV)
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    return Path(node).parent if node and npm and _builds(node) else None


def any_node() -> Path | None:
    """Return the machine's, else that of .venv, else None."""
    return machine_node() or (_VENV if (_VENV / "node").exists() else None)


def _builds(node: str) -> bool:
    """Tell whether this Node.js is one that Vite runs on: 20.19 or newer of 20, 22.12 or newer."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = _VERSION.match(answer.stdout)
    if not found:
        return False
    version = int(found[1]), int(found[2])
    return (20, 19) <= version < (21, 0) or version >= (22, 12)
