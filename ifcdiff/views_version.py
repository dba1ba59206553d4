"""The version of what makes the views, and how the gateway, which has none of it, hears of it. Makes no view.

Other sources, another library or another Python are another version: no view is served that other code has made.
"""

import platform
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from contract.version import CONTRACT_VERSION, version_of
from contract.view import VERSION_FILE
from publish import part_path, replace_whole, storage_errors

_LIBRARIES: Final = sorted({f"{each.name}=={each.version}" for each in distributions()})
VIEWS_VERSION: Final = version_of(Path(__file__).parent, [CONTRACT_VERSION, platform.python_version(), *_LIBRARIES])


def announce(results_dir: Path) -> None:
    """Have the gateway ask for views of this version from now on.

    Raises:
        ServiceError: storage_failed.
    """
    with storage_errors():
        part = part_path(results_dir / VERSION_FILE)
        part.write_text(VIEWS_VERSION, encoding="ascii")
    replace_whole(part, results_dir / VERSION_FILE)


def announce_if_lost(results_dir: Path) -> None:
    """Announce the version where none is announced: the volume was emptied since the worker's start.

    A worker that is being replaced must not take back what its successor has announced.

    Raises:
        ServiceError: storage_failed.
    """
    if not (results_dir / VERSION_FILE).exists():
        announce(results_dir)
