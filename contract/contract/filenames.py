"""Which names a caller may give to a file. Knows no folder: a good name may still name no file."""

import re
import unicodedata
from typing import Final

MAX_NAME_BYTES: Final = 200
"""Longest name in UTF-8 bytes: what file systems take (255), less room for a suffix while writing."""

_LONGEST_GIVEN: Final = 1024
"""Characters that are looked at of a name as given; to normalise a text takes time that grows with its square."""

_MODEL: Final = ".ifc"
_PART_OF_HASH: Final = 12
_TOLD_APART: Final = re.compile(rf"-([0-9a-f]{{{_PART_OF_HASH}}}){re.escape(_MODEL)}$")
_RESERVED = frozenset('/\\<>:"|?*')
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Bidirectional classes of the marks that turn the reading direction: with one, a name reads as another."""
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\s*(\..*)?", re.IGNORECASE | re.DOTALL)
_JOB_RESULT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.json", re.IGNORECASE)


def name_fault(name: str) -> str | None:
    """Return what is wrong with `name` as a plain file name, as the end of a sentence, or None.

    A plain name stays in its folder on every system: no separator, no control character, no leading
    dot, none of the characters and names that Windows refuses. Spaces and any script are fine.
    """
    if not name or name != name.strip():
        return "is empty, or begins or ends with white space"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_BYTES:
        return f"is longer than {MAX_NAME_BYTES} bytes"
    if name.startswith("."):
        return "begins with a dot"
    if any(_is_refused(character) for character in name):
        return r'holds a control character or one of / \ < > : " | ? *'
    if _DEVICE.fullmatch(name):
        return "is the name of a device on Windows"
    return None


def is_job_result(name: str) -> bool:
    """Tell whether `name` has the form `<job_id>.json`, which is kept for each job's own result."""
    return _JOB_RESULT.fullmatch(name) is not None


def plain_name(given: str, suffix: str) -> str:
    """Turn the name that a client gave to a file into a plain one that ends in `suffix`.

    Takes the last part of a path in either notation, normalises it (NFC), replaces what `name_fault`
    refuses and shortens it. Never fails: what nothing is left of is called `model`.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", given[-_LONGEST_GIVEN:]))[-1]
    stem = base[: -len(suffix)] if base.lower().endswith(suffix) else base.rsplit(".", 1)[0]
    kept = "".join("_" if _is_refused(c) else c for c in stem)
    short = _strip(_strip(kept).encode("utf-8")[: MAX_NAME_BYTES - 20].decode("utf-8", "ignore"))
    return (f"_{short}" if _DEVICE.fullmatch(short) else short or "model") + suffix


def told_apart(name: str, sha256: str) -> str:
    """Return the name of a stored model whose own name another content has: with a part of its hash."""
    return f"{name.removesuffix(_MODEL)}-{sha256[:_PART_OF_HASH]}{_MODEL}"


def called(name: str, sha256: str | None = None) -> str:
    """Return what a stored model was called by who sent it; without its hash, as it seems by its name."""
    found = _TOLD_APART.search(name)
    is_part = found is not None and (sha256 is None or sha256.startswith(found[1]))
    return name[: found.start()] + _MODEL if found is not None and is_part else name


def _is_refused(character: str) -> bool:
    """Tell whether no plain name holds this character."""
    return (
        character in _RESERVED
        or unicodedata.category(character) in _UNPRINTABLE
        or unicodedata.bidirectional(character) in _TURNING
    )


def _strip(name: str) -> str:
    """Remove white space of any kind and dots from both ends."""
    kept = [at for at, character in enumerate(name) if character != "." and not character.isspace()]
    return name[kept[0] : kept[-1] + 1] if kept else ""
