"""The result file `ifcdiff/1`, as plain data, from what was found. Compares nothing and writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ifcdelta.account.account import Account
from ifcdelta.aspects import KEYS
from ifcdelta.compare.findings import Findings
from ifcdelta.match.pairing import Pairing
from ifcdelta.narrow.source import Source
from ifcdelta.options import Options
from ifcdelta.read.describe import Described
from ifcdelta.read.kinds import kind_of
from ifcdelta.result.doubts import with_doubts
from ifcdelta.result.groups.groups import with_groups
from ifcdelta.result.origin import application_of
from ifcdelta.result.units import units_of
from ifcdelta.step.header import date

FORMAT: Final = "ifcdiff/1"
_NO_STOREY: Final = ""

Result = dict[str, Any]
"""The result file as plain data; docs/result.md tells what is in it."""


def build(
    sources: tuple[Source, Source],
    options: Options,
    pairing: Pairing,
    findings: Findings,
    model: Mapping[str, Any],
    elements: Mapping[str, Described],
    equal: int,
    account: Account | None,
) -> Result:
    """Return the result file as plain data.

    `model` is what changed about the model itself, `elements` describes what the lists name, `equal` is how many
    elements were found equal before any was compared, `account` accounts for all that differs, where all was asked for.
    """
    old, new = (_about(source, total) for source, total in zip(sources, pairing.elements, strict=True))
    added, deleted, changed = sorted(pairing.added), sorted(pairing.deleted), findings.changed
    result: Result = {
        "format": FORMAT,
        "old": old,
        "new": new,
        "options": options.as_plain(),
        "summary": {
            "added": len(added),
            "deleted": len(deleted),
            "changed": len(changed),
            "unchanged": len(pairing.pairs) + equal - len(changed),
            "matched": len(pairing.matched),
            **_tallies({"added": added, "deleted": deleted, "changed": changed}, elements, _schemas(sources)),
            "by_aspect": _by_aspect(changed),
        },
        "coverage": {"compared": options.aspects, "unknown": findings.unknown, **_accounted(account)},
        "model": model,
        "units": units_of(changed.values()),
        "added": added,
        "deleted": deleted,
        "changed": changed,
        "matched": [{"old": each.old, "new": each.new, "by": each.by} for each in pairing.matched],
        "elements": elements,
    }
    return with_doubts(with_groups(result))


def _about(source: Source, elements: int) -> dict[str, Any]:
    return {
        "file": source.path.name,
        "sha256": source.index.sha256,
        "content": source.content.fingerprint,
        "size": source.index.data.size,
        "schema": source.index.header.schema,
        "application": application_of(source.index),
        "date": date(source.index.header),
        "elements": elements,
    }


def _accounted(account: Account | None) -> dict[str, Any]:
    return {} if account is None else {"unseen": account.unseen, "equivalent": account.equivalent}


def _by_aspect(changed: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    aspects = Counter(key for change in changed.values() for key in change)
    return {aspect: aspects[key] for aspect, key in KEYS.items() if aspects[key]}


def _schemas(sources: tuple[Source, Source]) -> tuple[str, ...]:
    return tuple(each.index.header.schema_identifier for each in sources)


def _tallies(
    told: Mapping[str, Iterable[str]], elements: Mapping[str, Described], schemas: Iterable[str]
) -> dict[str, Any]:
    classes = {guid: each["class"] or "" for guid, each in elements.items()}
    return {
        "by_class": _tally(told, classes),
        "by_storey": _tally(told, {guid: each["storey"] or _NO_STOREY for guid, each in elements.items()}),
        "by_kind": _tally(told, {guid: kind_of(each, schemas) for guid, each in classes.items()}),
    }


def _tally(told: Mapping[str, Iterable[str]], by: Mapping[str, str]) -> dict[str, dict[str, int]]:
    tally: dict[str, dict[str, int]] = {}
    for change, guids in told.items():
        for name, count in Counter(by[guid] for guid in guids).items():
            tally.setdefault(name, dict.fromkeys(told, 0))[change] = count
    return tally
