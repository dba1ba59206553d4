"""A material of the result file in words, and what sets two apart that read the same. Knows no model and no form."""

from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Final

from ifcdelta.result.spelling import NOTHING, length, number

_PARTS: Final = ("layers", "constituents", "profiles", "materials")
"""Where a material of several has them."""
_SETS: Final = frozenset({"", "constituents", "materials"})
"""Those, and several materials of one element, that have no order."""
_SIZES: Final[Mapping[str, Callable[[float], str]]] = {
    "thickness": length,
    "fraction": lambda share: f"{number(100.0 * share)} %",
}
"""What is told of a part as well; what the model has no finite number for is a text, and is not."""
_METRES: Final = frozenset({"thickness", "offset", "extent"})
_MOST_FACED: Final = 200
"""Parts that are looked through for what stayed; more face each other as they come."""
_NO_NAME: Final = "(no name)"
_NO_MATERIAL: Final = "(no material)"


def material_text(material: Any) -> str | None:
    """Return a material by name, its parts by name and size, e.g. `Plaster 15 mm, Brick 175 mm`; None for none."""
    if material is None or isinstance(material, str):
        return material
    if isinstance(material, list):
        return "; ".join(map(_text, _in_order(material, "")))
    if "set" in material:
        return " to ".join(_text(material[key]) for key in ("set", "end_set") if key in material)
    key = next((key for key in _PARTS if key in material), None)
    return _part(material) if key is None else ", ".join(map(_text, _in_order(material[key], key)))


def facing_parts(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Yield two materials part by part: what stayed faces itself, what was replaced faces what replaced it."""
    before, after = _parts(old), _parts(new)
    if max(len(before), len(after)) > _MOST_FACED:
        yield from zip_longest(before, after, fillvalue=NOTHING)
        return
    for _, begin, end, begins, ends in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield from zip_longest(before[begin:end], after[begins:ends], fillvalue=NOTHING)


def _parts(material: Any) -> list[str]:
    """Return a text for each layer, constituent, profile or material."""
    if material is None:
        return []
    if isinstance(material, str):
        return [material]
    if isinstance(material, list):
        return [part for each in _in_order(material, "") for part in _parts(each)]
    if "set" in material:
        return [part for key in ("set", "end_set") if key in material for part in _parts(material[key])]
    key = next((key for key in _PARTS if key in material), None)
    return [_part(material)] if key is None else list(map(_text, _in_order(material[key], key)))


def _text(material: Any) -> str:
    return material_text(material) or _NO_MATERIAL


def _in_order(parts: list[Any], key: str) -> list[Any]:
    """Return parts that have no order by what is told of them: nothing else must decide which face each other."""
    return sorted(parts, key=_text) if key in _SETS else parts


def _part(part: Mapping[str, Any]) -> str:
    """Return a layer, constituent or profile, or a material by itself: its name, and how much of it there is."""
    name = part.get("name") or _NO_NAME
    if part.get("class", "IfcMaterial") != "IfcMaterial":
        name = material_text(part.get("material")) or part.get("name") or _NO_MATERIAL
    words = [name]
    for key, spell in _SIZES.items():
        size = part.get(key)
        if isinstance(size, int | float):
            words.append(spell(size))
    profile = part.get("profile")
    if isinstance(profile, Mapping):
        words.append(profile.get("ProfileName") or profile["class"])
    return " ".join(words)


def differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any, str]]:
    """Yield what sets two materials apart: where it is, such as `layers 1 priority`, both values and their unit."""
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        before, after = _named(old), _named(new)
        for key in sorted(before.keys() | after.keys()):
            yield from differences(before.get(key), after.get(key), f"{path} {key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        facing = (_in_order(each, path.rpartition(" ")[2]) for each in (old, new))
        for number, (before, after) in enumerate(zip(*facing, strict=True), 1):
            yield from differences(before, after, f"{path} {number}")
    elif old != new:
        yield path.strip().replace("_", " "), old, new, "m" if path.rpartition(" ")[2] in _METRES else ""


def _named(material: Any) -> Mapping[str, Any]:
    """Return a material as a record; one that is its name alone has nothing else."""
    if isinstance(material, Mapping):
        return material
    return {} if material is None else {"name": material}
