"""Who is named in a result, described by the model that has it. Compares nothing."""

from collections.abc import Iterable

from ifcdelta.compare.context import Context
from ifcdelta.match.pairing import Pairing
from ifcdelta.read.describe import Described, describe


def described(context: Context, pairing: Pairing, changed: Iterable[str]) -> dict[str, Described]:
    """Describe what was deleted by the old model, what was added, `changed` or matched by the new one."""
    named = {*changed, *(each.new for each in pairing.matched)}
    elements = {pair.guid: describe(context.new, pair.new) for pair in pairing.pairs if pair.guid in named}
    elements |= {guid: describe(context.new, element) for guid, element in pairing.added.items()}
    return elements | {guid: describe(context.old, element) for guid, element in pairing.deleted.items()}
