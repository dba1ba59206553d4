"""What relationships tie an element to, with what they say of it: the same, added, removed, changed. Knows no aspect.

A relationship has no identity of its own, its GlobalId is another in each export: a tie is known by the class of the
relationship and by what is at its other end.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import ifcopenshell

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.references import identity
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import reference
from ifcdelta.read.relationships import Tie, ties_of
from ifcdelta.read.representation import meant
from ifcdelta.read.side import Side
from ifcdelta.read.values import Plain, Reference, changes, equal, order_key

_NO_CONTENT: Final = frozenset({"GlobalId", "OwnerHistory"})
_RELATIONSHIPS: Final = frozenset({"ParentBoundary", "CorrespondingBoundary"})
"""Attributes that hold a relationship, which may hold this one."""
_NOTHING: Final = Reference({"guid": None, "class": None, "name": None})
_SHAPES: Final = frozenset({"ConnectionGeometry", "InterferenceGeometry"})
"""Attributes that hold a shape: that it changed is told, not how."""


class Words(NamedTuple):
    """What a relationship says of a tie."""

    says: Mapping[str, Plain]
    """By name; null where it says nothing."""
    shape: Plain = None
    """What is compared and not told."""
    measured: Mapping[str, Plain] = {}
    """What is told of the shape, and not compared: it follows from it."""


@dataclass(frozen=True, eq=False)
class Told:
    """One tie of an element, as it is told and compared."""

    key: tuple[str | None, ...]
    """What it is known by in both models: the old one's GlobalIds are what the new one has for them."""
    what: AspectChange
    """The class of the relationship, and a reference to what it ties to."""
    words: Words
    end: ifcopenshell.entity_instance | None

    def alone(self) -> AspectChange:
        """Return the tie where it is on one side alone."""
        values = {
            name: value for name, value in {**self.words.says, **self.words.measured}.items() if value is not None
        }
        return {**self.what, "values": values} if values else self.what


Says = Callable[[Side, Tie], Words]
"""Returns what a relationship says of a tie."""
Again = Callable[[Told, Told], bool]
"""Tells whether two ties of the two models, to what is known by another GlobalId, are one all the same."""


def own_words(side: Side, tie: Tie) -> Words:
    """Return all that a relationship says itself, by IFC's names; of another relationship in it, what that says."""
    read = side.reader.attributes(tie.relationship, but=_NO_CONTENT | tie.ends)
    for name in read:
        other = getattr(tie.relationship, name)
        if isinstance(other, ifcopenshell.entity_instance) and other.is_a("IfcRelationship"):
            but = {*_NO_CONTENT, *_RELATIONSHIPS}
            read[name] = {"class": other.is_a(), **side.reader.attributes(other, but=but)}
    shape = [read.pop(name) for name in sorted(_SHAPES & read.keys())]
    return Words(read, [meant(each) for each in shape if each is not None])


def compare_ties(
    pair: Pair, context: Context, aspect: str, says: Says = own_words, again: Again = lambda *_: False
) -> AspectChange | None:
    """Return `{"added", "removed", "changed"}` of what the relationships of an aspect tie an element to."""
    removed, added = differing_ties(pair, context, aspect, says, again)
    changed = []
    for each in list(removed):
        other = next((one for one in added if one.key == each.key), None)
        if other is not None:
            removed.remove(each)
            added.remove(other)
            changed.append(_changed(each, other, context))
    if not (added or removed or changed):
        return None
    return {"added": listed(added), "removed": listed(removed), "changed": sorted(changed, key=order_key)}


def differing_ties(
    pair: Pair, context: Context, aspect: str, says: Says = own_words, again: Again = lambda *_: False
) -> tuple[list[Told], list[Told]]:
    """Return the ties of the old and of the new element that the other has not, or not so."""
    old = [_told(context.old, each, says, context.renamed) for each in ties_of(context.old, pair.old, aspect)]
    new = [_told(context.new, each, says, lambda guid: guid) for each in ties_of(context.new, pair.new, aspect)]
    return _beyond_equal(old, new, context, again)


def listed(ties: Iterable[Told]) -> list[AspectChange]:
    """Return ties that are on one side alone for the result file."""
    return sorted((each.alone() for each in ties), key=order_key)


def _told(side: Side, tie: Tie, says: Says, renamed: Callable[[str], str]) -> Told:
    words, relation, end = says(side, tie), tie.relationship.is_a(), tie.end
    if end is None or end.is_a("IfcRoot"):
        told = _NOTHING if end is None else reference(end)
    else:
        content = side.reader.attributes(end)
        told = Reference({"guid": None, "class": end.is_a(), "name": content.pop("Name", None)})
        words = words._replace(says={**words.says, **content})
    known = (renamed(told["guid"]),) if told["guid"] else identity(told)
    return Told((relation, *known), {"relation": relation, **told}, words, end)


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
    return not _changes(old, new, context) and equal(old.words.shape, new.words.shape, context.tolerance)


def _changes(old: Told, new: Told, context: Context) -> AspectChange:
    """Return what two relationships say otherwise; an attribute that a schema lacks says nothing."""
    before = {name: value for name, value in old.words.says.items() if value is not None}
    after = {name: value for name, value in new.words.says.items() if value is not None}
    return {name: each.sides() for name, each in changes(before, after, context.tolerance).items()}


def _changed(old: Told, new: Told, context: Context) -> AspectChange:
    told = dict(new.what)
    values = _changes(old, new, context)
    if not equal(old.words.shape, new.words.shape, context.tolerance):
        told["shape"] = "changed"
        measured = changes(old.words.measured, new.words.measured, context.tolerance)
        values |= {name: each.sides() for name, each in measured.items()}
    return {**told, "values": values} if values else told
