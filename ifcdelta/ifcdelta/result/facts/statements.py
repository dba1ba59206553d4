"""What changed of the elements of a group, in words: `top +500 mm`, `ModelLabel and ModelNumber set`. Knows no element.

From the group's `what`, what happened in the building first. What is alike is told together.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ifcdelta.result.groups.facets import step
from ifcdelta.result.spelling import NOTHING, NULL, Size, joined, move, number, sides, signed, unit_of
from ifcdelta.result.style_words import looks_text

Said = Mapping[str, Any]
"""One entry of `what`."""

_LONGEST: Final = 40
_MOST_NAMES: Final = 3
_MOST_VALUES: Final = 3
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})
"""Values that say no more than that a field is there."""
_NULLS: Final = {"set": (NOTHING, NULL), "removed": (NULL, NOTHING), "changed": (NOTHING, "changed")}
"""What a field reads as that has no value on either side, by how it changed."""
_ENDS: Final = ("top", "bottom")
_TIES: Final = {"connection": "connections", "boundary": "boundaries", "assignment": "assignments"}
_VERBS: Final = {"data": "described otherwise"}


def statements(group: Mapping[str, Any]) -> Iterator[str]:
    """Yield what changed of a group's elements."""
    what, count = group["what"], group["count"]
    yield from _in_building([each for each in what if each["aspect"] in _BUILT], count)
    alike: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for said in what:
        if said["aspect"] not in _BUILT:
            verb, text = _told(said)
            alike.setdefault((-said["count"], verb), []).append((_name(said), text))
    for (number_of, verb), told in sorted(alike.items(), key=lambda item: item[0][0]):
        yield f"{_together(verb, told)}{'' if -number_of == count else f' ({-number_of:,} of them)'}"


def values_of(group: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return a row for each field of a group: its name with its set, both commonest values, of how many it is so."""
    rows = []
    for said in group["what"]:
        name = ".".join(filter(None, (said.get("set"), said["field"]))) or said["aspect"]
        old, new = _in_full(said)
        if said["values"] == 1:
            note = "all" if said["count"] == group["count"] else f"{said['count']:,} of {group['count']:,}"
        else:
            note = f"{said['commonest']:,} of {said['count']:,}; {said['values']:,} ways"
        rows.append((name, old, new, note))
    return rows


def _together(verb: str, told: list[tuple[str, str]]) -> str:
    """Return what has one verb: a few by their values, where they have one each, more by their names."""
    texts = [text for _, text in told if text]
    if texts and len(texts) <= _MOST_VALUES:
        rest = list(dict.fromkeys(name for name, text in told if not text))
        return "; ".join([", ".join(texts), *([f"{_names(rest)} {verb}"] if rest else [])])
    return f"{_names(list(dict.fromkeys(name for name, _ in told)))} {verb}"


def _names(names: list[str]) -> str:
    """Return the first few names, and how many more there are."""
    if len(names) <= _MOST_NAMES + 1:
        return joined(names)
    return joined([*names[:_MOST_NAMES], f"{len(names) - _MOST_NAMES:,} more"])


def _told(said: Said) -> tuple[str, str]:
    """Return what happened to a field, and the text that says so with its values; no text where they say nothing."""
    name, how, (old, new) = _name(said), said["how"], _values(said)
    if said["aspect"] == "representation" and said["values"] == 1 and said["new"]:
        return str(said["new"]), ""
    if said["aspect"] in _TIES or how == "removed" or old == new or (how == "set" and said["new"] in _EMPTY):
        return how, ""
    if said["values"] > 1:
        most = f"{name} changed ({said['values']:,} ways, most often {old} → {new})"
        return how, most if how == "changed" and said["commonest"] > 1 else ""
    return how, f"{name} set to {new}" if how == "set" else f"{name} {old} → {new}"


def _name(said: Said) -> str:
    aspect, field = said["aspect"], said["field"]
    if aspect in _TIES:
        return _TIES[aspect]
    if aspect == "representation":
        return field or "representation"
    return _cut(field or (said.get("set") and "property set") or aspect)


def _values(said: Said) -> tuple[str, str]:
    old, new = _in_full(said)
    begin = _where_they_part(old, new)
    return _cut(old, begin), _cut(new, begin)


def _where_they_part(old: str, new: str) -> int:
    """Return where the part or the word begins in which two texts differ; 0 where that is near their beginning."""
    alike = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    if alike <= _LONGEST // 2:
        return 0
    of_part = old.rfind(", ", 0, alike) + 2
    return of_part if of_part > 1 else old.rfind(" ", 0, alike) + 1


def _in_full(said: Said) -> tuple[str, str]:
    """Return the commonest old and new value of a field as a person reads them."""
    old, new = said["old"], said["new"]
    if old is new is None:
        return _NULLS[said["how"]]
    if (said["aspect"], said["field"]) in _WAYS:
        return NOTHING, _WAYS[said["aspect"], said["field"]](new)
    if said["aspect"] == "appearance":
        looks = looks_text(old), looks_text(new)
        if looks[0] != looks[1]:
            return looks
    if said["aspect"] == "geometry" and said["field"] == "size":
        old, new = (each if each is None else Size(each) for each in (old, new))
    return sides(_named(old), _named(new), said.get("unit", ""))


def _named(value: Any) -> Any:
    """Return the name of another element."""
    return value["name"] if isinstance(value, Mapping) and "guid" in value and value.get("name") else value


def _in_building(what: list[Said], count: int) -> Iterator[str]:
    """Yield how elements moved and what became of their shapes."""
    by_name = {(each["aspect"], each.get("set", ""), each["field"]): each for each in what}
    told = 0
    for (aspect, set_name, field), said in by_name.items():
        tell = _BUILT[aspect].get(set_name or field)
        text = tell(said, by_name) if tell else ""
        if text:
            told += aspect == "geometry"
            yield text if said["count"] == count else f"{text} ({said['count']:,} of them)"
    causes = [field for aspect, set_name, field in by_name if aspect == "geometry" and not set_name]
    for cause in ("", "shape", "openings", "representation"):
        if cause in causes and not (cause == "shape" and told):
            yield f"{cause or 'geometry'} changed"
    if ("placement", "", "") in by_name:
        yield "placement changed"


Others = Mapping[tuple[str, str, str], Said]


def _moved(said: Said, _: Others) -> str:
    text = _way(said["new"])
    return f"moved {text}" if said["values"] == 1 else f"moved, {_ways(said, text)}"


def _rotated(said: Said, _: Others) -> str:
    text = f"{number(said['new'])}°"
    return f"rotated {text}" if said["values"] == 1 else f"rotated, {_ways(said, text)}"


def _placed(said: Said, _: Others) -> str:
    return f"has no placement in the {'new' if said['old'] else 'old'} model"


def _end(said: Said, others: Others) -> str:
    if said["field"] not in _ends(others):
        return ""
    text = _up_or_down(said["new"])
    return f"{said['field']} {text}" if said["values"] == 1 else f"{said['field']} moved, {_ways(said, text)}"


def _ends(others: Others) -> list[str]:
    """Return the ends that went elsewhere than the body did as a whole."""
    ends = [others["geometry", "", end] for end in _ENDS if ("geometry", "", end) in others]
    moved = others.get(("placement", "", "moved"))
    with_it = moved and all(each["values"] == moved["values"] == 1 and each["new"] == moved["new"][2] for each in ends)
    return [] if with_it and len(ends) > 1 else [each["field"] for each in ends]


def _size(said: Said, others: Others) -> str:
    """Return the size, where no end says it better."""
    return "" if _ends(others) or said["values"] > 1 else f"size {' → '.join(_values(said))}"


def _volume(said: Said, others: Others) -> str:
    is_only = not _ends(others) and ("geometry", "", "size") not in others
    return f"volume {' → '.join(_values(said))}" if is_only and said["values"] == 1 else ""


def _openings(said: Said, _: Others) -> str:
    verb = _VERBS.get(said["field"], said["field"])
    if said["values"] > 1:
        return f"openings {verb}"
    return f"{said['new']:,} opening{'' if said['new'] == 1 else 's'} {verb}"


def _carried(said: Said, _: Others) -> str:
    if said["values"] > 1:
        return "took others along"
    return f"took {said['new']:,} element{'' if said['new'] == 1 else 's'} along"


def _ways(said: Said, commonest: str) -> str:
    most = f", most often {commonest}" if said["commonest"] > 1 else f", such as {commonest}"
    return f"{said['values']:,} ways{most}"


def _way(vector: list[float]) -> str:
    return move(vector, step(math.hypot(*vector)))


def _up_or_down(metres: float) -> str:
    unit, scale = unit_of("m", metres)
    return f"{signed(scale * metres)} {unit}"


_WAYS: Final[Mapping[tuple[str, str], Callable[[Any], str]]] = {
    ("placement", "moved"): _way,
    **{("geometry", end): _up_or_down for end in _ENDS},
}
"""Fields whose value says how far something went."""
_BUILT: Final[Mapping[str, Mapping[str, Callable[[Said, Others], str]]]] = {
    "placement": {"moved": _moved, "rotated": _rotated, "placed": _placed, "took along": _carried},
    "geometry": {"top": _end, "bottom": _end, "size": _size, "volume": _volume, "openings": _openings},
}
"""The aspects that tell what happened in the building: how each of their fields, or sets of fields, reads."""


def _cut(text: str, begin: int = 0) -> str:
    """Return a short text as it is, of a long one as much as fits from where `begin` says."""
    if len(text) <= _LONGEST:
        return text
    rest = text[begin:]
    return f"{'…' if begin else ''}{rest if len(rest) <= _LONGEST else f'{rest[: _LONGEST - 1]}…'}"
