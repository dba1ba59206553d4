"""Every pair by every aspect that was asked for: first what is compared pair by pair, then place and shape.

Knows no aspect but these two, which need each other and all pairs at once.
"""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module
from typing import Final

from ifcdelta.aspects import ASPECTS, NAMES
from ifcdelta.compare.bodies import geometry, placement
from ifcdelta.compare.bodies.shaped import Shaped
from ifcdelta.compare.bodies.type_shapes import told_by_occurrence
from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.findings import Findings
from ifcdelta.index.carried import count_carried
from ifcdelta.match.pair import Pair
from ifcdelta.narrow.candidates import Candidates
from ifcdelta.options import Options
from ifcdelta.progress import Progress
from ifcdelta.read.relationships import features_of
from ifcdelta.read.representation import bodies_of
from ifcdelta.read.side import telling

Compare = Callable[[Pair, Context], AspectChange | None]
"""Returns what changed of a pair, None where nothing did; raises Unknown where that cannot be told."""

_SPATIAL: Final = frozenset({"placement", "geometry"})
_FIRST_SPATIAL: Final = NAMES.index("placement")
_REPORT_EVERY: Final = 1000


@lru_cache(maxsize=1)
def comparisons() -> Mapping[str, Compare]:
    """Return what compares each aspect that is compared pair by pair, in the contract's order."""
    modules = {each.name: import_module(f"{__package__}.{each.compared_by}") for each in ASPECTS}
    return {name: module.compare for name, module in modules.items() if name not in _SPATIAL}


@dataclass(frozen=True)
class Comparison:
    """All pairs, and what they are compared by."""

    pairs: list[Pair]
    context: Context
    options: Options
    found: Candidates
    progress: Progress

    def run(self, findings: Findings) -> None:
        """Add to `findings` what changed and what cannot be told."""
        asked = [each for each in comparisons() if each in self.options.relationships]
        before = [each for each in asked if NAMES.index(each) < _FIRST_SPATIAL]
        for number, pair in enumerate(self.pairs):
            if number % _REPORT_EVERY == 0:
                self.progress("comparing", 30 + 20 * number // len(self.pairs))
            self._compare_pair(pair, before, findings)
        if not _SPATIAL.isdisjoint(self.options.aspects):
            self._compare_places_and_shapes(findings)
        for pair in self.pairs:
            self._compare_pair(pair, asked[len(before) :], findings)

    def _compare_places_and_shapes(self, findings: Findings) -> None:
        # A move is judged by the body: an exporter may have chosen other axes for the same shape at the same place.
        placed_elsewhere = placement.placed_elsewhere(self.pairs, self.context)
        shaped = self._compare_shapes(findings, placed_elsewhere)
        if "placement" in self.options.aspects:
            moves = placement.compare_all(self.pairs, self.context, shaped.bodies)
            self._count_equal_ones(moves, placed_elsewhere)
            self._tell(findings, "placement", moves.changes, moves.unknown)
        if "geometry" in self.options.aspects:
            for guid in told_by_occurrence(self.pairs, shaped.changes, self.context):
                del shaped.changes[guid]
            self._tell(findings, "geometry", shaped.changes, shaped.unknown)

    def _compare_pair(self, pair: Pair, aspects: Iterable[str], findings: Findings) -> None:
        for aspect in aspects:
            if self.options.is_shallow and pair.guid in findings.changed:
                return
            if self._is_known_equal(pair, aspect):
                continue
            value = None
            with telling(partial(findings.cannot_compare, pair.guid, aspect), *self.context.sides_of(pair)):
                value = comparisons()[aspect](pair, self.context)
            if value is not None:
                findings.tell(pair.guid, aspect, value)

    def _is_known_equal(self, pair: Pair, aspect: str) -> bool:
        """Tell whether hashes say that an aspect is equal, of which one of the two views may lack what it reads."""
        known = {"representation": self.found.same_shape, "appearance": self.found.same_look}
        return pair.guid in known.get(aspect, ())

    def _compare_shapes(self, findings: Findings, placed_elsewhere: Mapping[str, bool]) -> Shaped:
        turned = {
            each.guid
            for each in self.pairs
            if placed_elsewhere.get(each.guid) and bodies_of(each.old) and bodies_of(each.new)
        }
        asked = [
            each
            for each in self.pairs
            if (each.guid not in self.found.same_shape or each.guid in turned)
            and not (self.options.is_shallow and each.guid in findings.changed)
        ]

        def alike(pair: Pair) -> Hashable | None:
            """What stands where it stood and has no features differs as its representation does."""
            key = self.found.shapes.get(pair.guid)
            if not key or pair.guid in placed_elsewhere:
                return None
            has_features = features_of(self.context.old, pair.old) or features_of(self.context.new, pair.new)
            return None if has_features else (pair.new.is_a(), key)

        def tell(share: float) -> None:
            self.progress("comparing_geometry", 50 + int(40 * share))

        return geometry.compare_all(asked, self.context, self.options.threads, turned, alike, tell)

    def _tell(
        self, findings: Findings, aspect: str, changes: Mapping[str, AspectChange], unknown: Mapping[str, str]
    ) -> None:
        for guid, value in changes.items():
            if not (self.options.is_shallow and guid in findings.changed):
                findings.tell(guid, aspect, value)
        for guid, reason in unknown.items():
            findings.cannot_compare(guid, aspect, reason)

    def _count_equal_ones(self, moves: placement.Moves, placed_elsewhere: Container[str]) -> None:
        """Add to what an element carried those that are no candidates, for nothing of their own changed.

        They stand relative to its placement: what only moved within that took none of them along.
        """
        new = self.found.new
        if new.index is None or new.ids is None or not moves.changes:
            return
        ids = {pair.new.id(): pair.guid for pair in self.pairs}
        moved = [step_id for step_id, guid in ids.items() if guid in moves.changes and guid in placed_elsewhere]
        along = [pair.new.id() for pair in moves.along if pair.guid in placed_elsewhere]
        for step_id, count in count_carried(new.index, moved, along, new.ids).items():
            placement.add_carried(moves.changes[ids[step_id]], count)
