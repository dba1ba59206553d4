"""Which elements of each file a scene shows, and what the result says became of them. Knows no file and no shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from ifcdelta.result.groups.effects import effect_of

ScenePart = Literal["all", "changed", "unchanged"]
"""Which elements of a result: all, those that were added, deleted or changed, or the rest."""
State = Literal["added", "deleted", "changed", "unchanged"]

_OF_SIDE: Final[Mapping[str, State]] = {"old": "deleted", "new": "added"}
"""What the elements are called that only one file has."""


@dataclass(frozen=True)
class Shown:
    """The elements of one file that are shown."""

    side: str
    """`old` or `new`."""
    states: Mapping[str, State]
    """Of those that the result tells of, by their own GlobalId."""
    rows: Mapping[str, str]
    """By own GlobalId that of the result, where it was re-issued."""
    effects: Mapping[str, str]
    """Of those that changed, by own GlobalId, what that touches."""
    with_changed: bool
    """Whether those are shown."""
    with_rest: bool
    """Whether all others are, which are unchanged."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the file is."""
        return not self.with_rest and not (self.with_changed and self.states)

    def state_of(self, guid: str) -> State | None:
        """Return the state of an element that is shown; None for one that is not."""
        state = self.states.get(guid)
        if state is None:
            return "unchanged" if self.with_rest else None
        return state if self.with_changed else None

    def row_of(self, guid: str) -> str:
        """Return the GlobalId under which the result tells of an element."""
        return self.rows.get(guid, guid)


def shown(result: Mapping[str, Any], part: ScenePart) -> tuple[Shown, Shown]:
    """Return what is shown of the old and of the new file; what is unchanged is shown as the new file has it."""
    with_changed, with_rest = part != "unchanged", part != "changed"
    before = {each["new"]: each["old"] for each in result["matched"]}
    old, new = (dict.fromkeys(result[state], state) for state in _OF_SIDE.values())
    effects = {guid: effect_of(change) for guid, change in result["changed"].items()}
    for guid in effects:
        old[before.get(guid, guid)] = new[guid] = "changed"
    rows = {guid: row for row, guid in before.items()}
    of_old = {before.get(guid, guid): effect for guid, effect in effects.items()}
    return (
        Shown("old", old, rows, of_old, with_changed, with_rest=False),
        Shown("new", new, {}, effects, with_changed, with_rest),
    )
