"""A result as one HTML file that needs no network: the facts, then what they are made of, folded. Knows no element.

What is in page/ is filled by Jinja, which escapes; the elements go in as JSON, which page/report.js shows a page at a
time, as text. A content security policy lets nothing run or load but what was written here.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from ifcdelta.result.colours import COLOURS
from ifcdelta.result.doubt_words import doubt_texts
from ifcdelta.result.facts.facts import Fact, facts_by_effect, numbers_of
from ifcdelta.result.facts.statements import values_of
from ifcdelta.result.groups.effects import EFFECTS
from ifcdelta.result.spelling import NOTHING
from ifcdelta.result.words import (
    UNSEEN_MEANING,
    differing,
    equivalent_line,
    reasons,
    sentence,
    text_rows_of_model,
    unseen_of,
)
from ifcdelta.writers.entries import LABELS, Entry, Kind, entries_of
from ifcdelta.writers.entry_text import text_rows
from ifcdelta.writers.text import one_line, printable, utf8

_PAGE: Final = Path(__file__).parent / "page"
_KINDS: Final = ("added", "deleted", "changed")
_AT_FIRST: Final = 50
"""Elements that are there without a script, as in the preview of a mail program."""
_MOST_BARS: Final = 12
_MOST_VALUES: Final = 25
"""Fields of a fact that are told; the elements have all."""
_MOST_PARTS: Final = 20
_PARTS: Final = (("Classes", "classes"), ("Types", "types"), ("Storeys", "storeys"))
_COUNTS: Final = (("class", "by_class"), ("storey", "by_storey"))
_NOTHING_ELSE: Final = "default-src 'none'; base-uri 'none'; form-action 'none'"
_KIND_COLOURS: Final = f":root {{ {' '.join(f'--{kind}: #{colour};' for kind, colour in COLOURS.items())} }}\n"
_COMMA: Final = Markup(",\n")

_dumps: Final = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write the page, element by element."""
    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script, looks = ((_PAGE / name).read_text("utf-8") for name in ("report.js", "report.css"))
    style = _KIND_COLOURS + looks
    texts: dict[str, int] = {}
    filled = environment.get_template("report.html").generate(
        result=result,
        sentence=sentence(result),
        doubts=doubt_texts(result),
        tiles=_tiles(result),
        effects=[(title, count, list(map(_fact, facts))) for title, count, facts in facts_by_effect(result)],
        charts=[_chart(title, result["summary"][by]) for title, by in _COUNTS if result["summary"][by]],
        model=list(text_rows_of_model(result["model"])),
        reasons=reasons(result["coverage"]["unknown"]),
        unseen=unseen_of(result),
        unseen_meaning=UNSEEN_MEANING,
        equivalent=equivalent_line(result),
        labels=list(LABELS.values()),
        nothing=NOTHING,
        first=[(LABELS[each.kind], each, list(_values(each))) for each in islice(entries_of(result), _AT_FIRST)],
        rows=_rows(result, texts),
        texts=texts,
        json=_json,
        script=Markup(script),  # noqa: S704 - ours
        style=Markup(style),  # noqa: S704 - ours
        policy=f"{_NOTHING_ELSE}; script-src {_hash(script)}; style-src {_hash(style)}",
    )
    with utf8(stream) as text:
        text.writelines(filled)


def _shown(value: Any) -> Any:
    """Return what the page shows for a value."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else printable(str(value))


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _json(value: Any) -> Markup:
    """Return a value as JSON that ends no script element."""
    return htmlsafe_json_dumps(value, dumps=_dumps)


def _tiles(result: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Return name, CSS class and number of each count on top."""
    summary, effects = result["summary"], result["summary"]["by_effect"]
    there = [(LABELS[kind], kind.value, summary[kind]) for kind in (Kind.ADDED, Kind.DELETED)]
    changed = [(f"changed in {effect}", f"changed {effect}", effects[effect]) for effect in EFFECTS[1:]]
    unknown = LABELS[Kind.UNKNOWN], Kind.UNKNOWN.value, len(result["coverage"]["unknown"])
    rest = (LABELS[Kind.MATCHED], Kind.MATCHED.value, summary["matched"]), ("unchanged", "", summary["unchanged"])
    return [*there, *changed, unknown, *rest]


def _fact(fact: Fact) -> dict[str, Any]:
    """Return what the page shows of a fact: its line; folded, what changed, of which elements, and their names."""
    group = fact.group
    return {
        "number": fact.number,
        "change": group["change"],
        "line": fact.line,
        "values": values_of(group)[:_MOST_VALUES],
        "more": max(len(group["what"]) - _MOST_VALUES, 0),
        "counts": [(title, _most_first(group[by])) for title, by in _PARTS if any(group[by])],
        "count": group["count"],
    }


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_PARTS]


def _chart(title: str, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Return bars: a name, its counts, and where each of them begins and how long it is, in percent."""
    most_first = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    longest = max(sum(each.values()) for each in counts.values()) or 1
    bars = []
    for name, each in most_first[:_MOST_BARS]:
        begin, parts = 0.0, []
        for kind in _KINDS:
            length = 100 * each[kind] / longest
            parts.append((kind, each[kind], round(begin, 2), round(length, 2)))
            begin += length
        bars.append((name, parts))
    return {"title": title, "bars": bars, "more": len(most_first) - len(bars)}


def _rows(result: Mapping[str, Any], texts: dict[str, int]) -> Iterator[Markup]:
    """Yield an element a line; what many of them have is told once, in `texts`, and by its number after that."""

    def numbered(text: str | None) -> int:
        return texts.setdefault(printable(text or ""), len(texts))

    kinds, facts = list(LABELS), numbers_of(result)
    for number, entry in enumerate(entries_of(result)):
        element = entry.element
        values = [
            [numbered(aspect), numbered(field), *(printable(each) for each in sides)]
            for aspect, field, *sides in _values(entry)
        ]
        row = [
            kinds.index(entry.kind),
            one_line(entry.guid),
            numbered(element["class"]),
            one_line(element["name"] or ""),
            one_line(element["tag"] or ""),
            *map(numbered, (element["type"], element["storey"])),
            values,
            facts.get(entry.guid, 0),
        ]
        yield (_COMMA if number else "") + _json(row)


def _values(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Yield aspect, field and both sides; or aspect, field and one text where there are no two sides."""
    for row in differing(text_rows(entry)):
        name = ".".join(filter(None, (row.set, row.field)))
        if row.old is None:
            yield (row.aspect, "", f"{row.new} ({row.note})" if row.note else row.new)
        else:
            yield (row.aspect, f"{name} ({row.note})" if row.note else name, row.old, row.new)
