"""What of two models cannot be compared, known before anything is: repeated GlobalIds, references to nothing."""

from collections.abc import Iterable
from typing import Final

from ifcdelta.index.broken_references import broken_references
from ifcdelta.match.pairing import Pairing
from ifcdelta.narrow.source import Source
from ifcdelta.options import Options

_AND: Final = "; "
"""Between the reasons why an aspect is not known."""


def uncompared(pairing: Pairing, sources: Iterable[Source], options: Options) -> dict[str, dict[str, str]]:
    """Return by GlobalId and aspect why that is not known."""
    unknown = {guid: dict.fromkeys(options.aspects, reason) for guid, reason in pairing.uncompared.items()}
    # A GlobalId is an attribute; where attributes are not asked for, the first aspect that is has to hold the note.
    aspect = "attributes" if "attributes" in options.aspects else next(iter(options.aspects), None)
    if aspect is not None:
        unknown |= {guid: {aspect: reason} for guid, reason in pairing.doubtful.items()}
    for source in sources:
        for guid, of, reason in broken_references(source.index, source.side):
            if of in options.aspects and pairing.tells_of(guid):
                reasons = unknown.setdefault(guid, {})
                known = reasons[of].split(_AND) if of in reasons else []
                if reason not in known:  # Several elements may have one GlobalId, or none.
                    reasons[of] = _AND.join([*known, reason])
    return unknown
