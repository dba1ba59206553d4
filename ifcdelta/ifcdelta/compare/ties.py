"""What relationships tie an element to, with what they say of it: the same, added, removed, changed. Knows no aspect.

A relationship has no identity of its own, its GlobalId is another in each export: a tie is known by the class of the
relationship and by what is at its other end.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell

from ifcdelta.compare.context import Context, Value
from ifcdelta.compare.references import identity
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import reference
from ifcdelta.read.relationships import Tie, ties_of
from ifcdelta.read.side import Side
from ifcdelta.read.values import Plain, Reference, changes, equal, order_key

_NO_CONTENT: Final = frozenset({"GlobalId", "OwnerHistory"})
_NOTHING: Final = Reference({"guid": None, "class": None, "name": None})
_SHAPES: Final = frozenset({"ConnectionGeometry", "InterferenceGeometry"})
"""Attributes that hold a shape: that it changed is told, not how."""


@dataclass(frozen=True, eq=False)
class Told:
    """One tie of an element, as it is told and compared."""

    key: tuple[str | None, ...]
    """What it is known by in both models: the old one's GlobalIds are what the new one has for them."""
    what: Value
    """The class of the relationship, and a reference to what it ties to."""
    says: Mapping[str, Plain]
    """What the relationship says."""
    shape: Plain
    end: ifcopenshell.entity_instance | None

    def alone(self) -> Value:
        """Return the tie where it is on one side alone."""
        values = {name: value for name, value in self.says.items() if value is not None}
        return {**self.what, "values": values} if values else self.what


Says = Callable[[Side, Tie], tuple[Mapping[str, Plain], Plain]]
"""Returns what a relationship says of a tie, and the shape of it."""
Again = Callable[[Told, Told], bool]
"""Tells whether two ties of the two models, to what is known by another GlobalId, are one all the same."""


def own_words(side: Side, tie: Tie) -> tuple[Mapping[str, Plain], Plain]:
    """Return all that a relationship says itself, by IFC's names, and the shape in it."""
    but = {*_NO_CONTENT, *tie.ends}
    read = side.reader.attributes(tie.relationship, but=but)
    shape = [read.pop(name) for name in sorted(_SHAPES & read.keys())]
    return read, [each for each in shape if each is not None]


def compare_ties(
    pair: Pair, context: Context, aspect: str, says: Says = own_words, again: Again = lambda *_: False
) -> Value | None:
    """Return `{"added", "removed", "changed"}` of what the relationships of an aspect tie an element to."""
    old = [_told(context.old, each, says, context.renamed) for each in ties_of(context.old, pair.old, aspect)]
    new = [_told(context.new, each, says, lambda guid: guid) for each in ties_of(context.new, pair.new, aspect)]
    removed, added = _beyond_equal(old, new, context, again)
    changed = []
    for each in list(removed):
        other = next((one for one in added if one.key == each.key), None)
        if other is not None:
            removed.remove(each)
            added.remove(other)
            changed.append(_changed(each, other, context))
    told = {"added": _listed(each.alone() for each in added), "removed": _listed(each.alone() for each in removed)}
    return {**told, "changed": _listed(changed)} if added or removed or changed else None


def _told(side: Side, tie: Tie, says: Says, renamed: Callable[[str], str]) -> Told:
    words, shape = says(side, tie)
    end = _NOTHING if tie.end is None else reference(tie.end)
    relation = tie.relationship.is_a()
    known = (renamed(end["guid"]),) if end["guid"] else identity(end)
    return Told((relation, *known), {"relation": relation, **end}, words, shape, tie.end)


def _beyond_equal(old: list[Told], new: list[Told], context: Context, again: Again) -> tuple[list[Told], list[Told]]:
    """Return the ties of each side that the other has not, or not so."""
    left, waiting = [], defaultdict(list)
    for each in new:
        waiting[each.key].append(each)
    for each in old:
        same = next((one for one in waiting[each.key] if _is_same(each, one, context)), None)
        if same is None:
            left.append(each)
        else:
            waiting[each.key].remove(same)
    right = [each for several in waiting.values() for each in several]
    for each in list(left):
        same = next((one for one in right if again(each, one) and _is_same(each, one, context)), None)
        if same is not None:
            left.remove(each)
            right.remove(same)
    return left, right


def _is_same(old: Told, new: Told, context: Context) -> bool:
    return not _changes(old, new, context) and equal(old.shape, new.shape, context.tolerance)


def _changes(old: Told, new: Told, context: Context) -> Value:
    """Return what two relationships say otherwise; an attribute that a schema lacks says nothing."""
    before = {name: value for name, value in old.says.items() if value is not None}
    after = {name: value for name, value in new.says.items() if value is not None}
    return {name: each.sides() for name, each in changes(before, after, context.tolerance).items()}


def _changed(old: Told, new: Told, context: Context) -> Value:
    told = dict(new.what)
    values = _changes(old, new, context)
    if values:
        told["values"] = values
    if not equal(old.shape, new.shape, context.tolerance):
        told["shape"] = "changed"
    return told


def _listed(told: Iterable[Value]) -> list[Value]:
    return sorted(told, key=order_key)
