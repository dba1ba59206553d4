"""Whether two files are the pair that somebody meant, in a sentence that says what to do. Decides nothing."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ifcdelta.result import doubts
from ifcdelta.result.spelling import move

Doubt = Mapping[str, Any]


_KILOMETRES_FROM: Final = 10_000.0
"""Metres, from which on a person asks how far, not where to."""


class Action(StrEnum):
    """What somebody may do about a doubt."""

    SWAP = "swap"
    """Compare the same two files the other way round."""
    OTHER_FILES = "other_files"
    GO_ON = "go_on"


class DoubtText(NamedTuple):
    """A doubt as a person reads it."""

    doubt: str
    sentence: str
    action: Action


def doubt_texts(result: Mapping[str, Any]) -> list[DoubtText]:
    """Return the doubts of a result in words, those that weigh most first."""
    return [_text(each) for each in result.get("doubts", ())]


def _text(doubt: Doubt) -> DoubtText:
    words, action = _WORDS[doubt["doubt"]]
    return DoubtText(doubt["doubt"], words(doubt), action)


def _moment(iso: str) -> str:
    return datetime.fromisoformat(iso).isoformat(" ", "seconds")


def _swapped(doubt: Doubt) -> str:
    return (
        f"The new model was written before the old one ({_moment(doubt['new'])}, {_moment(doubt['old'])}): "
        "swap them if they were given the wrong way round."
    )


def _little_in_common(doubt: Doubt) -> str:
    share = f"{100 * doubt['common'] / doubt['of']:.0f} %"
    return (
        f"Only {doubt['common']:,} of {doubt['of']:,} elements ({share}) are in both models: "
        "use other files if these are not two issues of one model."
    )


def _moved(doubt: Doubt) -> str:
    distance = math.hypot(*doubt["by"])
    how_far = move(doubt["by"], distance) if distance < _KILOMETRES_FROM else f"{distance / 1000:,.0f} km"
    return f"The whole model moved {how_far}: {doubt['elements']:,} of {doubt['of']:,} elements are elsewhere by that."


_WORDS: Final[Mapping[str, tuple[Callable[[Doubt], str], Action]]] = {
    doubts.SAME_FILE: (
        lambda _: "Old and new are the same file, byte for byte: use another one if another issue was meant.",
        Action.OTHER_FILES,
    ),
    doubts.SWAPPED: (_swapped, Action.SWAP),
    doubts.LITTLE_IN_COMMON: (_little_in_common, Action.OTHER_FILES),
    doubts.MOVED: (_moved, Action.GO_ON),
    doubts.OTHER_SCHEMA: (
        lambda doubt: (
            f"The schema is another one ({doubt['old']}, {doubt['new']}): names are compared by their meaning."
        ),
        Action.GO_ON,
    ),
    doubts.OTHER_UNITS: (
        lambda doubt: f"Lengths are in another unit ({doubt['old']}, {doubt['new']}): numbers are compared in SI.",
        Action.GO_ON,
    ),
    doubts.OTHER_APPLICATION: (
        lambda doubt: (
            f"Another application wrote the new model ({doubt['old']}, {doubt['new']}): "
            "some of what differs may be what it writes otherwise."
        ),
        Action.GO_ON,
    ),
}
