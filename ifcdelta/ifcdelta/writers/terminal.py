"""A finished result as a summary that a person likes to read. Opens no IFC file and compares nothing."""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from rich import markup
from rich.console import Console
from rich.table import Table

from ifcdelta.result.doubt_words import doubt_texts
from ifcdelta.result.facts.facts import facts_by_effect
from ifcdelta.result.spelling import NOTHING
from ifcdelta.result.words import (
    UNSEEN_MEANING,
    differing,
    equivalent_line,
    line_of,
    reasons,
    sentence,
    text_rows,
    text_rows_of_model,
    unseen_lines,
)
from ifcdelta.writers.text import one_line

_IN_FULL: Final = 10
"""So many changed elements are told in full."""
_ROWS: Final = 15
_LINES: Final = 8
_MARKS: Final = {"added": "[green]+[/]", "deleted": "[red]-[/]", "changed": "[yellow]~[/]"}


def print_facts(result: Mapping[str, Any], console: Console) -> None:
    """Print what happened: the sentence, the facts by what they touch, what was not compared."""
    _print_head(result, console)
    for title, count, facts in facts_by_effect(result):
        console.print(f"[bold]{title}[/] [dim]{count:,}[/]")
        for fact in facts:
            console.print(f"{_MARKS[fact.group['change']]} {_escape(fact.line)}", highlight=False, soft_wrap=True)
    _print_unknown(result["coverage"]["unknown"], console)
    _print_account(result, console)
    if result["groups"]:
        console.print("[dim]--rows prints the elements, --format html a report that opens to them[/]")


def print_rows(result: Mapping[str, Any], console: Console) -> None:
    """Print the sentence, counts by class and storey, what was not compared, the first changes in full."""
    summary = result["summary"]
    _print_head(result, console)
    for title, by in (("class", "by_class"), ("storey", "by_storey")):
        if summary[by]:
            console.print(_tally(title, summary[by]))
    if summary["by_aspect"]:
        console.print("changed: " + ", ".join(f"{aspect} {count}" for aspect, count in summary["by_aspect"].items()))
    _print_changes(result, console)
    _print_unknown(result["coverage"]["unknown"], console)
    _print_account(result, console)


def _print_head(result: Mapping[str, Any], console: Console) -> None:
    old, new = result["old"], result["new"]
    console.print(
        f"[bold]{_escape(old['file'])}[/] ({old['elements']}) → [bold]{_escape(new['file'])}[/] ({new['elements']})"
    )
    console.print(_escape(sentence(result)), soft_wrap=True)
    for doubt in doubt_texts(result):
        console.print(f"[yellow]![/] {_escape(doubt.sentence)}", highlight=False, soft_wrap=True)
    _print_model(result["model"], console)


def _tally(title: str, counts: Mapping[str, Mapping[str, int]]) -> Table:
    table = Table(title, "added", "deleted", "changed", box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    most_first = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    for name, count in most_first[:_ROWS]:
        table.add_row(_escape(name) or NOTHING, *(str(count[kind] or "") for kind in ("added", "deleted", "changed")))
    if len(most_first) > _ROWS:
        table.add_row(f"… {len(most_first) - _ROWS} more")
    return table


def _print_model(model: Mapping[str, Any], console: Console) -> None:
    for part, rows in groupby(text_rows_of_model(model), key=attrgetter("aspect")):
        console.print(f"[bold]model {_escape(part)}[/]")
        _print_lines(list(map(line_of, rows)), console)


def _print_changes(result: Mapping[str, Any], console: Console) -> None:
    changed = result["changed"]
    for guid in list(changed)[:_IN_FULL]:
        element = result["elements"][guid]
        named = " ".join(part for part in (element["class"], element["name"]) if part)
        where = f"{guid} on {element['storey']}" if element["storey"] else guid
        console.print(f"[yellow]~[/] [bold]{_escape(named)}[/] [dim]{_escape(where)}[/]")
        rows = (row for key, value in changed[guid].items() for row in text_rows(key, value, result["units"]))
        _print_lines(list(map(line_of, differing(rows))), console)
    if len(changed) > _IN_FULL:
        console.print(f"[dim]… {len(changed) - _IN_FULL} more changed elements[/]")


def _print_lines(lines: list[str], console: Console) -> None:
    for line in lines[:_LINES]:
        console.print(f"    {_escape(line)}", highlight=False)
    if len(lines) > _LINES:
        console.print(f"    [dim]… {len(lines) - _LINES} more[/]")


def _print_unknown(unknown: Mapping[str, Mapping[str, str]], console: Console) -> None:
    for aspects, reason, count in reasons(unknown):
        console.print(f"[magenta]?[/] {count} not known: {_escape(aspects)}: {_escape(reason)}")


def _print_account(result: Mapping[str, Any], console: Console) -> None:
    lines = unseen_lines(result)
    if lines:
        console.print(f"[magenta]?[/] {UNSEEN_MEANING}")
    _print_lines(lines, console)
    same = equivalent_line(result)
    if same:
        console.print(f"[dim]{_escape(same)}[/]")


def _escape(value: str) -> str:
    """Return text of the models for a terminal: no markup of ours, no controls."""
    return markup.escape(one_line(value))
