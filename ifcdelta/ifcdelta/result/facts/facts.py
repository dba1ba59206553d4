"""The result's groups in words, a fact each: `12 doors on Level 2: FireRating EI 30 → EI 60`. Knows no form.

What of a fact is many things is summed up; the group has it all.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ifcdelta.result.facts.happened import is_so
from ifcdelta.result.facts.nouns import counted, counts, noun
from ifcdelta.result.facts.statements import statements
from ifcdelta.result.groups.effects import EFFECTS

Group = Mapping[str, Any]

TITLES: Final = {
    "existence": "New and gone",
    "shape": "Changed in shape",
    "place": "Changed in place",
    "data": "Changed in data only",
    "presentation": "Changed in presentation only",
}
"""What a person reads over the facts of an effect."""
_MOST_STATEMENTS: Final = 4
_MOST_NOUNS: Final = 3
_LONGEST: Final = 60


class Fact(NamedTuple):
    """One fact of a result."""

    number: int
    """From 1, in the order of the groups."""
    line: str
    """All of it in a line: which elements, where, and what became of them."""
    statements: list[str]
    """What changed of them; of added and deleted ones nothing."""
    group: Group


def facts_of(result: Mapping[str, Any]) -> list[Fact]:
    """Return the facts of a result, those that matter most first."""
    return [
        Fact(number, _line(group, said := list(statements(group)), result["elements"]), said, group)
        for number, group in enumerate(result["groups"], 1)
    ]


def numbers_of(result: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of the fact that each element is in, by GlobalId."""
    return {guid: number for number, group in enumerate(result["groups"], 1) for guid in group["members"]}


def facts_by_effect(result: Mapping[str, Any]) -> Iterator[tuple[str, int, list[Fact]]]:
    """Yield the title of each effect that there is, how many elements it has, and its facts."""
    facts = facts_of(result)
    for effect in EFFECTS:
        of_effect = [fact for fact in facts if fact.group["effect"] == effect]
        if of_effect:
            yield TITLES[effect], sum(fact.group["count"] for fact in of_effect), of_effect


def _line(group: Group, said: list[str], elements: Mapping[str, Mapping[str, str | None]]) -> str:
    count, change = group["count"], group["change"]
    if change != "changed":
        return f"{_subject(group, elements)}{_of_type(group)}{_where(group)} {is_so(change, count)}"
    shown = said if len(said) <= _MOST_STATEMENTS + 1 else said[:_MOST_STATEMENTS]
    rest = [f"{len(said) - len(shown):,} more"] if len(shown) < len(said) else []
    which = f" ({_some(group)})" if len(counts(group["classes"])) > _MOST_NOUNS else ""
    return f"{_subject(group, elements)}{_where(group)}: {'; '.join([*shown, *rest])}{which}"


def _subject(group: Group, elements: Mapping[str, Mapping[str, str | None]]) -> str:
    """Return which elements: by its name one, by their classes few kinds, by number many."""
    classes, count = counts(group["classes"]), group["count"]
    name = elements[group["members"][0]]["name"] if count == 1 else None
    if name:
        return f'{noun(classes[0][0])} "{_cut(name)}"'
    if len(classes) <= _MOST_NOUNS or group["change"] != "changed":
        return counted(group["classes"], _MOST_NOUNS)
    return f"{count:,} elements of {len(classes):,} classes"


def _some(group: Group) -> str:
    """Return the classes that most of them are of."""
    most_first = counts(group["classes"])
    named = (f"{number:,} {noun(name, number)}" for name, number in most_first[:_MOST_NOUNS])
    return f"{', '.join(named)}{' …' if len(most_first) > _MOST_NOUNS else ''}"


def _of_type(group: Group) -> str:
    name = _only(group["types"])
    return f' of type "{_cut(name)}"' if name else ""


def _where(group: Group) -> str:
    """Return the storey; of a storey itself nothing."""
    if group["classes"].keys() == {"IfcBuildingStorey"}:
        return ""
    named = [name for name in group["storeys"] if name]
    if len(named) > 1:
        return f" on {len(named):,} storeys"
    name = _only(group["storeys"])
    return f" on {_cut(name)}" if name else ""


def _only(names: Iterable[str]) -> str:
    """Return the name that all have; empty where some have another one or none."""
    every = list(names)
    return every[0] if len(every) == 1 else ""


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
