"""The result's `groups`: elements whose changes are of one form, told as one fact. Opens no model and finds no words.

From the finished lists of the result alone, in time linear in them. What is added or deleted is one fact by class, type
and storey, what is changed by the fields that changed, by how far it moved and how far its ends went. Where that makes
more facts than a person reads, what has the most of them is told more coarsely, a step at a time, until they are few.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ifcdelta.aspects import NAMES
from ifcdelta.memory import uncollected
from ifcdelta.result.groups.effects import EFFECTS, EXISTENCE, PLACE, PRESENTATION, SHAPE, by_effect, effect_of
from ifcdelta.result.groups.facets import BOTTOM, MEASURES, MOVED, ROTATED, TOP, Facet, Field, facets_of
from ifcdelta.result.groups.tally import Sides, in_common

Group = dict[str, Any]
"""One fact, as docs/result.md tells it."""

ADDED_OR_DELETED: Final = ("added", "deleted")
CHANGED: Final = "changed"
MOST: Final = 15
"""Facts that a person reads through."""
_MEASURED: Final = frozenset({MOVED, ROTATED, TOP, BOTTOM})
"""Fields whose value parts two elements."""
_FEW: Final = 3
"""So many too many are told as one with the smallest, rather than all with what is only of their kind."""
_REST: Final = "all others"
"""The key of what is no fact by itself."""
_PRESENTS: Final = frozenset({"representation", "appearance"})
_ORDER: Final = {**{name: number for number, name in enumerate(NAMES)}, "placement": -2, "geometry": -1}

Chapter = tuple[str, str]
"""The effect and the change of facts that are coarsened together."""


class _Cell(NamedTuple):
    """Elements that are alike in all that a fact can part them by."""

    key: Any
    members: list[str]
    """GlobalIds."""


def groups_of(result: Mapping[str, Any]) -> list[Group]:
    """Return the facts of a result's `added`, `deleted` and `changed`: each of their elements is in one of them.

    `elements` describes the elements, `units` the values. Those that matter most come first.
    """
    with uncollected():
        chapters = _chapters(result)
        _coarsen(chapters)
        groups = [_group(*chapter, cell.members, result) for chapter, cells in chapters.items() for cell in cells]
    return sorted(groups, key=lambda group: (EFFECTS.index(group["effect"]), -group["count"], _tie(group)))


def with_groups(result: dict[str, Any]) -> dict[str, Any]:
    """Give a result that is whole but for them its `groups`, and its summary `by_effect`; return it."""
    groups = result["groups"] = groups_of(result)
    result["summary"]["by_effect"] = by_effect(groups)
    return result


def _coarsen(chapters: dict[Chapter, list[_Cell]]) -> None:
    """Make the cells so few that a person reads them, the fullest chapter first; at a tie what matters least."""
    steps = dict.fromkeys(chapters, 0)
    while (excess := sum(map(len, chapters.values())) - MOST) > 0:
        *others, fullest = sorted(chapters, key=lambda chapter: len(chapters[chapter]))
        cells, coarser = chapters[fullest], _COARSER[fullest[0] == EXISTENCE]
        if steps[fullest] < len(coarser) - (excess <= _FEW):
            chapters[fullest] = _merged(cells, coarser[steps[fullest]], fullest[0])
            steps[fullest] += 1
        else:
            next_fullest = max((len(chapters[other]) for other in others), default=0)
            chapters[fullest] = _with_rest(cells, min(max(len(cells) - excess, next_fullest), len(cells) - 1))


def _tie(group: Group) -> tuple[str, str]:
    return group["change"], group["members"][0]


def _chapters(result: Mapping[str, Any]) -> dict[Chapter, list[_Cell]]:
    elements = result["elements"]
    found: dict[Chapter, dict[Hashable, list[str]]] = {
        chapter: {}
        for chapter in (
            *((EXISTENCE, change) for change in ADDED_OR_DELETED),
            *((effect, CHANGED) for effect in EFFECTS[1:]),
        )
    }
    for change in ADDED_OR_DELETED:
        for guid in sorted(result[change]):
            key = tuple(elements[guid][part] or "" for part in ("class", "storey", "type"))
            found[EXISTENCE, change].setdefault(key, []).append(guid)
    for guid, said in sorted(result["changed"].items(), key=itemgetter(0)):
        found[effect_of(said), CHANGED].setdefault(_form(facets_of(said, is_measured=False)), []).append(guid)
    return {chapter: list(map(_Cell._make, cells.items())) for chapter, cells in found.items() if cells}


def _form(facets: Iterable[Facet]) -> frozenset[tuple[Field, Any]]:
    """Return what the changes of an element have in common with those of others."""
    return frozenset(
        (of, (tuple(new) if isinstance(new, list) else new) if of in _MEASURED else None) for of, _, new in facets
    )


def _merged(cells: list[_Cell], coarser: Callable[[Any, str], Hashable], effect: str) -> list[_Cell]:
    """Return fewer cells, by a coarser key."""
    merged: dict[Hashable, list[str]] = {}
    for key, members in cells:
        merged.setdefault(coarser(key, effect), []).extend(members)
    return list(map(_Cell._make, merged.items()))


def _with_rest(cells: list[_Cell], most: int) -> list[_Cell]:
    """Return the largest cells, and one of all others; together `most`."""
    ordered = sorted(cells, key=lambda cell: (cell.key is _REST, -len(cell.members), cell.members[0]))
    rest = [member for cell in ordered[most - 1 :] for member in cell.members]
    return [*ordered[: most - 1], _Cell(_REST, rest)]


def _without_sets(form: Iterable[tuple[Field, Any]], _: str) -> Hashable:
    """Part by the names of properties: `IsExternal` of walls and of slabs is one."""
    return frozenset((of._replace(set="") if of.aspect == "property" else of, value) for of, value in form)


def _gist(form: Iterable[tuple[Field, Any]], effect: str) -> Hashable:
    """Part by what the effect is about: what was described or drawn otherwise on the way does not count."""
    return frozenset((of, value) for of, value in form if _is_about(of.aspect, effect))


def _aspects(form: Iterable[tuple[Field, Any]], effect: str) -> Hashable:
    """Part by the aspects that the effect is about; of a shape by what became of it."""
    return frozenset(
        of.name if of.aspect == "geometry" else of.aspect for of, _ in form if _is_about(of.aspect, effect)
    )


def _is_about(aspect: str, effect: str) -> bool:
    if effect == SHAPE:
        return aspect in {"geometry", "placement"}
    if effect == PLACE:
        return aspect == "placement"
    return (aspect in _PRESENTS) == (effect == PRESENTATION)


_COARSER: Final[Mapping[bool, tuple[Callable[[Any, str], Hashable], ...]]] = {
    True: (lambda key, _: key[:2], lambda key, _: key[:1]),
    False: (_without_sets, _gist, _aspects),
}
"""Of existence and of all else: what facts are parted by, step for step."""


def _group(effect: str, change: str, members: list[str], result: Mapping[str, Any]) -> Group:
    elements, guids = result["elements"], sorted(members)
    changes = (result["changed"][guid] for guid in guids) if change == CHANGED else ()
    return {
        "effect": effect,
        "change": change,
        "what": list(_what(changes, result["units"])),
        **{
            plural: dict(sorted(Counter(elements[guid][part] or "" for guid in guids).items()))
            for plural, part in (("classes", "class"), ("types", "type"), ("storeys", "storey"))
        },
        "count": len(guids),
        "members": guids,
    }


def _what(changes: Iterable[Mapping[str, Any]], units: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what changed: what happened in the building first, of each aspect what most elements share."""
    found: dict[Field, list[Sides]] = {}
    for change in changes:  # Read once more, as keeping what was read of all of them takes longer.
        for of, old, new in facets_of(change):
            found.setdefault(of, []).append((old, new))
    for of, values in sorted(found.items(), key=lambda item: (_ORDER.get(item[0].aspect, 0), -len(item[1]), item[0])):
        set_name, unit = {"set": of.set} if of.set else {}, _unit(of, units)
        yield {
            "aspect": of.aspect,
            **set_name,
            "field": of.name,
            **({"unit": unit} if unit else {}),
            **in_common(values),
        }


def _unit(of: Field, units: Mapping[str, Any]) -> str:
    if of.aspect == "property":
        return str(units.get("property", {}).get(of.set, {}).get(of.name, ""))
    return str(units.get("attributes", {}).get(of.name, "") if of.aspect == "attributes" else _UNITS.get(of, ""))


_UNITS: Final[Mapping[Field, str]] = {
    **dict.fromkeys((MOVED, TOP, BOTTOM), "m"),
    ROTATED: "°",
    **{of: "m" if of.name == "size" else "m³" for of in MEASURES},
}
