"""A result file as tables in a terminal. Knows the result format; opens no model and calls no service."""

from collections.abc import Iterator
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ifcdelta.result.words import differing, line_of, sentence, text_rows

_ROWS: Final = 40
_STYLES: Final = {"added": "green", "deleted": "red", "changed": "yellow"}


def print_result(result: dict[str, Any], console: Console) -> None:
    """Print the counts by class, then the elements: what changed and, where it is told, from what to what."""
    console.print(_counts(result["summary"]))
    console.print(sentence(result))
    rows = sorted(_rows(result), key=_place)
    if rows:
        console.print(_elements(rows[:_ROWS]))
    if len(rows) > _ROWS:
        console.print(f"… and {len(rows) - _ROWS} more in the result file", style="dim")
    if result["coverage"]["unknown"]:
        console.print("coverage.unknown in the result file says what could not be compared, and why", style="magenta")


def _counts(summary: dict[str, Any]) -> Table:
    table = Table(title="What changed", title_justify="left", show_footer=True)
    table.add_column("class", "total")
    for kind, style in _STYLES.items():
        table.add_column(kind, str(summary[kind]), justify="right", style=style)
    for name, counts in summary["by_class"].items():
        table.add_row(name, *(str(counts[kind] or "") for kind in _STYLES))
    return table


def _elements(rows: list[tuple[str, dict[str, Any], str]]) -> Table:
    table = Table(title="The elements, storey by storey", title_justify="left")
    table.add_column("")
    table.add_column("element", overflow="fold")
    table.add_column("what", overflow="fold")
    storey = None
    for kind, element, what in rows:
        if element["storey"] != storey:
            storey = element["storey"]
            table.add_section()
            table.add_row("", Text(storey or "no storey", style="bold"), "")
        # Text, not markup: names come from the models.
        named = Text(f"{element['class']}\n{element['name'] or element['tag'] or ''}".rstrip())
        table.add_row(Text(kind, style=_STYLES[kind]), named, Text(what))
    return table


def _rows(result: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield kind, element and the change in words, one row an element."""
    elements = result["elements"]
    for global_id, changes in result["changed"].items():
        rows = (row for key, change in changes.items() for row in text_rows(key, change, result["units"]))
        yield "changed", elements[global_id], "\n".join(map(line_of, differing(rows)))
    for kind in ("added", "deleted"):
        for global_id in result[kind]:
            yield kind, elements[global_id], ""


def _place(row: tuple[str, dict[str, Any], str]) -> tuple[str, ...]:
    """Order rows as a person walks through the building: by storey, class and name."""
    _, element, _ = row
    return tuple(element[key] or "" for key in ("storey", "class", "name"))
