"""From two paths to the result file as plain data: read, narrow, match, compare, account, tell.

The order of the steps, no more.
Knows no job and no command line.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from ifcdelta.account.account import account
from ifcdelta.compare import model
from ifcdelta.compare.context import Context
from ifcdelta.compare.coverage import uncompared
from ifcdelta.compare.described import described
from ifcdelta.compare.findings import Findings
from ifcdelta.compare.run import Comparison
from ifcdelta.match.pairing import Pairing, pair_up
from ifcdelta.match.scope import scope_of
from ifcdelta.match.selection import selected
from ifcdelta.match.whole_file import WholeFile
from ifcdelta.narrow.candidates import everything, narrow
from ifcdelta.narrow.source import Source, read, read_one
from ifcdelta.options import Options
from ifcdelta.progress import Progress, no_progress
from ifcdelta.read.side import Side
from ifcdelta.result.build import Result, build
from ifcdelta.shape.kernel import with_unit_directions, without_libraries

_LEAST: Final = 1e-9
"""Metres that computing leaves of a length; a smaller tolerance would find them."""

_DEFAULTS: Final = Options()


def diff(
    old: Path, new: Path, options: Options = _DEFAULTS, progress: Progress = no_progress, *, whole: bool = False
) -> Result:
    """Return the contract's result file of two models as plain data; the same input gives the same data.

    With `whole` both files are opened in whole and all their elements compared, which gives the same diff: what the
    fast way is tested against. A filter needs it.

    Raises:
        DeltaError: a file is unreadable, its schema unknown, or the filter malformed.
        OSError: a file is not there or cannot be read.
    """
    sources = read(old, new, progress)
    found = (everything if whole or options.filter_elements is not None else narrow)(*sources)
    progress("comparing", 30)
    for view in (found.old, found.new):
        without_libraries(view.file)
        with_unit_directions(view.file)
    old_side, new_side = Side(found.old.file), Side(found.new.file)
    scopes = scope_of(old_side, found.old.ids, found.old.total), scope_of(new_side, found.new.ids, found.new.total)
    chosen = selected((old_side.file, new_side.file), options.filter_elements)
    files = _whole(sources[0]), _whole(sources[1])
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_hash_bytes, sources)
        pairing = pair_up((old_side, new_side), scopes, files, chosen, found.equal_classes)
    context = Context(
        old_side,
        new_side,
        max(options.tolerance, _LEAST),
        pairing.partners,
        pairing.repeated,
        sources if found.is_told_by_hashes else None,
    )
    findings = Findings(unknown=uncompared(pairing, sources, options))
    Comparison(pairing.pairs, context, options, found, progress).run(findings)
    progress("writing", 95)
    of_model = _of_model(sources, context, pairing)
    elements = described(context, pairing, findings.changed)
    accounted = account(sources, pairing, findings, of_model) if options.asks_for_all else None
    return build(sources, options, pairing, findings, of_model, elements, found.equal, accounted)


def _whole(source: Source) -> WholeFile:
    return WholeFile(source.index, source.elements, source.content)


def _hash_bytes(sources: tuple[Source, Source]) -> None:
    """Have the hashes of both files' bytes made, which the result needs in the end."""
    for each in sources:
        each.index.sha256  # noqa: B018 - it is kept


def _of_model(sources: tuple[Source, Source], context: Context, pairing: Pairing) -> dict[str, Any]:
    """Return what changed about the model itself; what nothing refers to is noise there too."""
    old, new = sources
    if old.content.fingerprint == new.content.fingerprint:
        return {}
    return model.compare(context, (old.index.header.schema, new.index.header.schema), pairing.pairs)


def fingerprint(model: Path) -> str:
    """Return 128 bits, in hex, of all that a model says: the same for every spelling, order and numbering of it.

    Raises:
        DeltaError: the file is unreadable or its schema unknown.
        OSError: the file is not there or cannot be read.
    """
    return read_one(model, "given").content.fingerprint
