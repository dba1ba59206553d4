"""`python -m local.page [build|check|test]`: runs a script of the page's package.json, with what it needs installed."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from local.node import any_node
from local.settings import ROOT

_PAGE: Final = ROOT / "api-gateway" / "gateway" / "page"
_LOCK: Final = _PAGE / "package-lock.json"
_DONE: Final = _PAGE / "node_modules" / ".package-lock.json"
"""npm writes it when everything is in place."""


def main() -> None:
    """Run the script that is named, `build` if none is; the exit status is npm's."""
    script = sys.argv[1] if len(sys.argv) > 1 else "build"
    folder = any_node()
    if folder is None:
        sys.exit("Node.js 20.19 or 22.12 and newer builds the page; `make` installs one where the machine has none.")
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    if not _DONE.exists() or _DONE.stat().st_mtime < _LOCK.stat().st_mtime:
        _npm(folder, environment, "ci", "--loglevel", "error")
        _DONE.touch()
    _npm(folder, environment, "run", "--silent", script)


def _npm(folder: Path, environment: dict[str, str], *arguments: str) -> None:
    """Run npm in the page's folder; SystemExit with its status where it fails."""
    answer = subprocess.run([folder / "npm", *arguments], cwd=_PAGE, env=environment, check=False)
    if answer.returncode:
        sys.exit(answer.returncode)


if __name__ == "__main__":
    main()
