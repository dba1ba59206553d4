"""From two paths to the result file as plain data: open, match, compare, tell. Knows no job and no command line."""

import logging
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ifcdelta import model
from ifcdelta.candidates import Candidates, everything, narrow
from ifcdelta.carried import count_carried
from ifcdelta.compare import ASPECTS, ELEMENTWISE, geometry, placement
from ifcdelta.compare.base import MALFORMED, NO_SCHEMA, Context, Pair, Side, Unknown, Value
from ifcdelta.compare.features import features_of
from ifcdelta.cycles import cycles
from ifcdelta.dangling import dangling
from ifcdelta.describe import describe
from ifcdelta.errors import UnknownRelationshipError
from ifcdelta.pairing import Pairing, pair_up
from ifcdelta.result import Described, Findings, build
from ifcdelta.scope import scope_of
from ifcdelta.shape.kernel import without_libraries
from ifcdelta.source import Source

log = logging.getLogger(__name__)

Progress = Callable[[str, int], None]
"""Takes the phase and the percent of the whole."""

_REPORT_EVERY: Final = 1000
_AND: Final = "; "
"""Between the reasons why an aspect is not known."""
_LEAST: Final = 1e-9
"""Metres that computing leaves of a length; a smaller tolerance would find them."""


@dataclass(frozen=True)
class Options:
    """What to compare, and how."""

    relationships: tuple[str, ...] = ASPECTS
    is_shallow: bool = False
    """Only the first kind of change of each element."""
    filter_elements: str | None = None
    """An IfcOpenShell selector; an element is in scope if it matches in either file."""
    tolerance: float = 1e-4
    """Metres; lengths that differ by less are equal."""
    threads: int = 1
    """For the geometry kernel."""

    def __post_init__(self) -> None:
        """Refuse a name that is no aspect: nothing would be compared for it.

        Raises:
            UnknownRelationshipError: there is such a name.
        """
        unknown = sorted(set(self.relationships) - set(ASPECTS))
        if unknown:
            raise UnknownRelationshipError(
                f"The relationships that are compared are {', '.join(ASPECTS)}.", str(unknown)
            )

    @property
    def aspects(self) -> list[str]:
        """The aspects to compare, in the contract's order."""
        return [aspect for aspect in ASPECTS if aspect in self.relationships]

    def told(self) -> dict[str, Any]:
        """Return the options as the result file tells them."""
        return {
            "relationships": self.aspects,
            "is_shallow": self.is_shallow,
            "filter_elements": self.filter_elements,
            "engine": "delta",
            "tolerance": self.tolerance,
        }


def no_progress(phase: str, percent: int) -> None:
    """Take a report of progress and do nothing with it."""


def diff(
    old: Path, new: Path, options: Options, progress: Progress = no_progress, *, whole: bool = False
) -> dict[str, Any]:
    """Return the contract's result file of two models as plain data; the same input gives the same data.

    With `whole` both files are opened in whole and all their elements compared, which gives the same diff: what the
    fast way is tested against. A filter needs it.

    Raises:
        DeltaError: a file is unreadable, its schema unknown, or the filter malformed.
    """
    first = Source(old, "old")
    sources = first, Source(new, "new", twin=first)
    progress("reading_old", 0)
    read = everything if whole or options.filter_elements is not None else narrow
    found = read(*sources)
    progress("comparing", 30)
    for view in (found.old, found.new):
        without_libraries(view.file)
    old_side, new_side = (Side(view.file) for view in (found.old, found.new))
    scopes = (
        scope_of(old_side, found.old.ids, found.old.total),
        scope_of(new_side, found.new.ids, found.new.total),
    )
    pairing = pair_up(old_side, new_side, scopes, _selected(sources, options), found.equal_classes)
    repeated = scopes[0].repeated | scopes[1].repeated
    context = Context(old_side, new_side, max(options.tolerance, _LEAST), pairing.partners, repeated)
    findings = Findings(
        added=sorted(pairing.added),
        deleted=sorted(pairing.deleted),
        matched=pairing.matched,
        pairs=len(pairing.pairs) + found.equal,
        unknown=_unknown(pairing, sources, options),
    )
    _compare(pairing.pairs, context, options, findings, progress, found)
    progress("writing", 95)
    findings.model = model.compare(context, *(each.index.header.schema for each in sources))
    findings.elements = _described(context, pairing, findings)
    told = {each.side: _told(each, total) for each, total in zip(sources, pairing.elements, strict=True)}
    return build(findings, told, options.told())


def _selected(sources: Iterable[Source], options: Options) -> frozenset[str] | None:
    if options.filter_elements is None:
        return None
    from ifcdelta.selection import check_classes, matching  # noqa: PLC0415 - it takes a tenth of the start, for few

    check_classes([each.file for each in sources], options.filter_elements)
    return frozenset().union(*(matching(each.file, options.filter_elements) for each in sources))


def _unknown(pairing: Pairing, sources: Iterable[Source], options: Options) -> dict[str, dict[str, str]]:
    told = {guid: dict.fromkeys(options.aspects, reason) for guid, reason in pairing.uncompared.items()}
    # A GlobalId is an attribute; where attributes are not asked for, the first aspect that is has to hold the note.
    aspect = "attributes" if "attributes" in options.aspects else next(iter(options.aspects), None)
    if aspect is not None:
        told |= {guid: {aspect: reason} for guid, reason in pairing.doubtful.items()}
    for source in sources:
        for guid, of, reason in (*dangling(source.index, source.side), *cycles(source.index, source.side)):
            if of in options.aspects and pairing.is_told(guid):
                reasons = told.setdefault(guid, {})
                known = reasons[of].split(_AND) if of in reasons else []
                if reason not in known:  # Several elements may have one GlobalId, or none.
                    reasons[of] = _AND.join([*known, reason])
    return told


def _compare(
    pairs: list[Pair],
    context: Context,
    options: Options,
    findings: Findings,
    progress: Progress,
    found: Candidates,
) -> None:
    for number, pair in enumerate(pairs):
        if number % _REPORT_EVERY == 0:
            progress("comparing", 30 + 20 * number // len(pairs))
        _compare_pair(pair, context, options, findings)
    if _SPATIAL.isdisjoint(options.aspects):
        return
    # Each of the two needs the other: an exporter may have chosen other axes for the same shape at the same place.
    moves = placement.compare_all(pairs, context)
    shaped = _compare_shapes(pairs, context, options, findings, moves, progress, found)
    for guid in shaped.stayed:
        moves.told.pop(guid, None)
    if "placement" in options.aspects:
        _count_equal_ones(moves, pairs, found)
        _tell(findings, "placement", moves.told, moves.unknown, options)
    if "geometry" in options.aspects:
        _tell(findings, "geometry", shaped.told, shaped.unknown, options)


_SPATIAL: Final = frozenset({"placement", "geometry"})


def _compare_shapes(
    pairs: list[Pair],
    context: Context,
    options: Options,
    findings: Findings,
    moves: placement.Moves,
    progress: Progress,
    found: Candidates,
) -> geometry.Shaped:
    asked = [
        each
        for each in pairs
        if each.guid not in found.same_shape
        and ("geometry" in options.aspects or each.guid in moves.told)
        and not (options.is_shallow and each.guid in findings.changed)
    ]
    moved = moves.told.keys() | {pair.guid for pair in moves.along}

    def alike(pair: Pair) -> Hashable | None:
        """What stands where it stood and has no features differs as its representation does."""
        key = found.shapes.get(pair.guid)
        is_plain = pair.guid not in moved and not features_of(context.old, pair.old)
        return (pair.new.is_a(), key) if key and is_plain and not features_of(context.new, pair.new) else None

    def tell(share: float) -> None:
        progress("comparing_geometry", 50 + int(40 * share))

    return geometry.compare_all(asked, context, options.threads, alike, tell)


def _tell(
    findings: Findings, aspect: str, told: Mapping[str, Value], unknown: Mapping[str, str], options: Options
) -> None:
    for guid, value in told.items():
        if not (options.is_shallow and guid in findings.changed):
            findings.tell(guid, aspect, value)
    for guid, reason in unknown.items():
        findings.cannot_compare(guid, aspect, reason)


def _count_equal_ones(moves: placement.Moves, pairs: list[Pair], found: Candidates) -> None:
    """Add to what an element carried those that are no candidates, for nothing of their own changed."""
    if found.new.index is None or found.new.ids is None or not moves.told:
        return
    ids = {pair.new.id(): pair.guid for pair in pairs}
    moved = [step_id for step_id, guid in ids.items() if guid in moves.told]
    along = [pair.new.id() for pair in moves.along]
    for step_id, count in count_carried(found.new.index, moved, along, found.new.ids).items():
        placement.add_carried(moves.told[ids[step_id]], count)


def _compare_pair(pair: Pair, context: Context, options: Options, findings: Findings) -> None:
    for aspect in options.aspects:
        compare = ELEMENTWISE.get(aspect)
        if compare is None:
            continue
        try:
            value = compare(pair, context)
        except Unknown as answer:
            findings.cannot_compare(pair.guid, aspect, answer.reason)
            continue
        except MALFORMED as error:
            log.info("%s of %s: %r", aspect, pair.guid, error)
            findings.cannot_compare(pair.guid, aspect, NO_SCHEMA)
            continue
        if value is not None:
            findings.tell(pair.guid, aspect, value)
            if options.is_shallow:
                return


def _described(context: Context, pairing: Pairing, findings: Findings) -> dict[str, Described]:
    """Describe what the lists name: what was deleted by the old model, all else by the new one."""
    named = {*findings.changed, *(each.new for each in findings.matched)}
    told = {pair.guid: describe(context.new, pair.new) for pair in pairing.pairs if pair.guid in named}
    told |= {guid: describe(context.new, element) for guid, element in pairing.added.items()}
    return told | {guid: describe(context.old, element) for guid, element in pairing.deleted.items()}


def _told(source: Source, elements: int) -> dict[str, Any]:
    return {
        "file": source.path.name,
        "sha256": source.sha256,
        "size": source.size,
        "schema": source.index.header.schema,
        "application": source.index.header.application,
        "elements": elements,
    }
