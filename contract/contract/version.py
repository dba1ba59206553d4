"""What code is, as one short text: other sources are another version. Knows nothing of ours."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_SOURCES: Final = frozenset({".py", ".html", ".css", ".js"})
_LENGTH: Final = 16


def version_of(folder: Path, built_on: Iterable[str] = ()) -> str:
    """Return the version of the sources in `folder` and below, and of what they are `built_on`, in 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _SOURCES):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode() + content)
    digest.update("\n".join(built_on).encode())
    return digest.hexdigest()[:_LENGTH]


CONTRACT_VERSION: Final = version_of(Path(__file__).parent)
"""That of this package, which every part of the service has."""
