"""The version of what makes the artifacts, and how the gateway, which has none of it, hears of it. Makes no artifact.

Other sources, another library or another Python are another version: no artifact is served that other code has made.
"""

import platform
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import ifcdelta
from contract.artifact import VERSION_FILE
from contract.version import CONTRACT_VERSION, version_of
from jobs.publish import part_of, replace_whole, storage_errors

_LIBRARIES: Final = sorted({f"{each.name}=={each.version}" for each in distributions()})
_ENGINE: Final = version_of(Path(ifcdelta.__file__).parent)
ARTIFACTS_VERSION: Final = version_of(
    Path(__file__).parents[1], [CONTRACT_VERSION, _ENGINE, platform.python_version(), *_LIBRARIES]
)


def announce(results_dir: Path) -> None:
    """Have the gateway ask for artifacts of this version from now on.

    Raises:
        ServiceError: storage_failed.
    """
    path = results_dir / VERSION_FILE
    with storage_errors(), part_of(path) as part:
        part.write_text(ARTIFACTS_VERSION, encoding="ascii")
        replace_whole(part, path)


def announce_if_lost(results_dir: Path) -> None:
    """Announce the version where none is announced: the volume was emptied since the worker's start.

    A worker that is being replaced must not take back what its successor has announced.

    Raises:
        ServiceError: storage_failed.
    """
    if not (results_dir / VERSION_FILE).exists():
        announce(results_dir)
