"""Two scopes as pairs, added and deleted, and what cannot be paired; narrowed by the filter. Compares nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import ifcopenshell

from ifcdelta.match.match import Match, match
from ifcdelta.match.pair import Pair
from ifcdelta.match.scope import GLOBAL_ID_LENGTH, Scope
from ifcdelta.match.whole_file import WholeFile
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.side import Side
from ifcdelta.read.values import NO_GLOBAL_ID


@dataclass
class Pairing:
    """Which elements there are on both sides, and which on one."""

    pairs: list[Pair] = field(default_factory=list)
    """By `Pair.guid`."""
    added: dict[str, ifcopenshell.entity_instance] = field(default_factory=dict)
    deleted: dict[str, ifcopenshell.entity_instance] = field(default_factory=dict)
    matched: list[Match] = field(default_factory=list)
    uncompared: dict[str, str] = field(default_factory=dict)
    """GlobalIds that no aspect is compared of, and why."""
    doubtful: dict[str, str] = field(default_factory=dict)
    """GlobalIds that were compared though they are not valid, and why they are not."""
    partners: dict[str, str] = field(default_factory=dict)
    """New GlobalId by old one, of all that were matched by content, in the filter or not."""
    elements: tuple[int, int] = (0, 0)
    """How many elements are in scope, old and new."""
    repeated: frozenset[str] = frozenset()
    """GlobalIds that several elements of a model have."""
    selected: frozenset[str] | None = None
    """GlobalIds that the filter finds; None: all."""

    def tells_of(self, global_id: str) -> bool:
        """Tell whether something about a GlobalId belongs in the result; what has none always does."""
        return self.selected is None or global_id in self.selected or len(global_id) == 1


def pair_up(
    sides: tuple[Side, Side],
    scopes: tuple[Scope, Scope],
    files: tuple[WholeFile, WholeFile],
    selected: frozenset[str] | None,
    kept: frozenset[str] = frozenset(),
) -> Pairing:
    """Return the pairing of two scopes; with `selected`, only of what has one of these GlobalIds on either side.

    `kept` are the classes of elements that both models have and that the scopes leave out.
    """
    repeated = scopes[0].repeated | scopes[1].repeated
    old_elements = {guid: each for guid, each in scopes[0].elements.items() if guid not in repeated}
    new_elements = {guid: each for guid, each in scopes[1].elements.items() if guid not in repeated}
    matched = match(sides, (old_elements, new_elements), files, kept)
    partners = {each.old: each.new for each in matched}
    from_old = {guid: partners.get(guid, guid) for guid in old_elements if guid in new_elements or guid in partners}

    def is_selected(*guids: str) -> bool:
        return selected is None or any(guid in selected for guid in guids)

    pairs = [
        Pair(old_elements[before], new_elements[after])
        for before, after in from_old.items()
        if is_selected(before, after)
    ]
    found = set(from_old.values())
    pairing = Pairing(
        pairs=sorted(pairs, key=lambda pair: pair.guid),
        added={guid: each for guid, each in new_elements.items() if guid not in found and is_selected(guid)},
        deleted={guid: each for guid, each in old_elements.items() if guid not in from_old and is_selected(guid)},
        matched=[each for each in matched if is_selected(each.old, each.new)],
        uncompared=_uncompared(scopes, {guid for guid in repeated if is_selected(guid)}, every=selected is None),
        partners=partners,
        repeated=repeated,
        selected=selected,
    )
    pairing.doubtful = _doubtful(pairing)
    pairing.elements = _totals(pairing, scopes, every=selected is None)
    return pairing


def _uncompared(scopes: tuple[Scope, Scope], repeated: Iterable[str], *, every: bool) -> dict[str, str]:
    reasons = {}
    for guid in sorted(repeated):
        sides = [side for side, scope in zip(("old", "new"), scopes, strict=True) if guid in scope.repeated]
        reasons[guid] = f"the GlobalId occurs more than once in the {' and the '.join(sides)} model"
    nameless = [
        f"{count} {name} of the {side} model"
        for side, scope in zip(("old", "new"), scopes, strict=True)
        for name, count in sorted(scope.nameless.items())
    ]
    if nameless and every:
        reasons[NO_GLOBAL_ID] = f"no GlobalId: {', '.join(nameless)}"
    return reasons


def _doubtful(pairing: Pairing) -> dict[str, str]:
    guids = {*pairing.added, *pairing.deleted, *(pair.guid for pair in pairing.pairs)}
    guids |= {guid_of(pair.old) for pair in pairing.pairs}
    reason = f"compared, but its GlobalId is not {GLOBAL_ID_LENGTH} characters long"
    return {guid: reason for guid in sorted(guids) if len(guid) != GLOBAL_ID_LENGTH}


def _totals(pairing: Pairing, scopes: tuple[Scope, Scope], *, every: bool) -> tuple[int, int]:
    if every:
        return scopes[0].total, scopes[1].total
    both = len(pairing.pairs)
    return both + len(pairing.deleted), both + len(pairing.added)
