"""A result as Markdown for a pull request or a chat: the sentence and the facts. Knows no element.

All text of the models stands in code spans, where nothing is markup, a mention or a reference. Whatever the result, it
is short enough to be read, and for a comment on GitHub or GitLab; what is left out is counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

from ifcdelta.result.doubt_words import doubt_texts
from ifcdelta.result.facts.facts import facts_by_effect
from ifcdelta.result.words import (
    UNSEEN_MEANING,
    equivalent_line,
    line_of,
    reasons,
    sentence,
    text_rows_of_model,
    unseen_lines,
)
from ifcdelta.writers.text import one_line, utf8

_MOST_LINES: Final = 3
"""Of each list beside the facts: all together are fewer than 60 lines."""
_LONGEST: Final = 120
_LONGEST_FACT: Final = 500
_REST: Final = "Every element, with what it was and is: in the forms `html`, `xlsx`, `csv` and `json` of this result."


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write the facts by what they touch, what is told of the model itself, and what was not compared."""
    with utf8(stream) as text:
        text.write(f"## {_code(result['old']['file'])} → {_code(result['new']['file'])}\n\n{sentence(result)}\n")
        text.writelines(f"\n> {_code(doubt.sentence, _LONGEST_FACT)}\n" for doubt in doubt_texts(result))
        for title, count, facts in facts_by_effect(result):
            text.write(f"\n**{title}**: {count:,}\n\n")
            text.writelines(f"- {_code(fact.line, _LONGEST_FACT)}\n" for fact in facts)
        text.writelines(_listed("The model itself", _model(result)))
        text.writelines(_listed("What could not be compared", _unknown(result)))
        text.writelines(_listed("What differs and is not told", map(_code, unseen_lines(result)), UNSEEN_MEANING))
        for line in filter(None, (equivalent_line(result), _REST if result["groups"] else "")):
            text.write(f"\n{line.removesuffix('.')}.\n")


def _listed(title: str, lines: Iterable[str], meaning: str = "") -> Iterator[str]:
    """Yield the first lines below a title; nothing where there is none."""
    every = list(lines)
    if every:
        yield f"\n**{title}**{f': {meaning}' if meaning else ''}\n\n"
    yield from (f"- {line}\n" for line in every[:_MOST_LINES])
    if len(every) > _MOST_LINES:
        yield f"- … {len(every) - _MOST_LINES:,} more\n"


def _model(result: Mapping[str, Any]) -> Iterator[str]:
    return (f"{row.aspect}: {_code(line_of(row))}" for row in text_rows_of_model(result["model"]))


def _unknown(result: Mapping[str, Any]) -> Iterator[str]:
    for aspects, reason, count in reasons(result["coverage"]["unknown"]):
        yield f"{aspects} of {count:,}: {_code(reason)}"


def _code(value: str, most: int = _LONGEST) -> str:
    """Return text as a code span, whatever backticks are in it."""
    text = one_line(value)
    text = text if len(text) <= most else text[: most - 1] + "…"
    if not text:
        return ""
    longest = max((len(each) for each in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
