"""A large pair of revisions: a model multiplied, 1 % of its elements edited, written as another exporter would.

Works on text, with a reader of its own, so that it shares no mistake with the engine that is measured on it.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_ENTITY: Final = re.compile(rb"#(\d+)\s*=\s*(\w+)\s*(\((?:'(?:[^']|'')*'|[^';])*\))\s*;")
_STRING_OR_REFERENCE: Final = re.compile(rb"'(?:[^']|'')*'|#(\d+)|\.[A-Za-z_]\w*\.|(?<=\d)\.(?=[,)])")
_MEMBERS: Final = re.compile(rb"\((#\d+(?:,#\d+)+)\)")
_GLOBAL_ID: Final = re.compile(rb"\('([0-9A-Za-z_$]{22})'(?=,[#$])")
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
_NOT_ELEMENTS: Final = (
    *(b"IFCREL", b"IFCPROPERTY", b"IFCELEMENTQUANTITY", b"IFCPROJECT", b"IFCOPENING"),
    *(b"IFCDOORLINING", b"IFCDOORPANEL", b"IFCWINDOWLINING", b"IFCWINDOWPANEL"),
)
"""Rooted, but told on what they belong to."""
_EDITED: Final = 0.01
_ADDED_FROM: Final = 10**9
"""STEP ids of added instances, before they are numbered anew: none of a model's is so large."""

Instance = tuple[int, bytes, bytes]
"""STEP id, type, arguments with their brackets."""


@dataclass(frozen=True)
class Pair:
    """The two files, and how many edits of each kind the second has."""

    old: Path
    new: Path
    instances: int
    edits: Counter[str] = field(default_factory=Counter)
    edited: dict[str, set[str]] = field(default_factory=dict)
    """GlobalIds of the elements that were edited by themselves, by the kind of edit."""


def make_pair(model: Path, folder: Path, megabytes: int, seed: int = 1, *, is_edited: bool = True) -> Pair:
    """Write `old.ifc` and `new.ifc`, of at least so many megabytes each, into `folder`."""
    text = model.read_bytes()
    header, _, data = text.partition(b"DATA;")
    source = [(int(found[1]), found[2].upper(), found[3]) for found in _ENTITY.finditer(data)]
    copies = -(-megabytes * 1_000_000 // len(text))
    instances = list(_multiplied(source, copies))
    _write(folder / "old.ifc", header, (b"#%d=%s%s;\n" % each for each in instances))
    chance = random.Random(seed)  # noqa: S311 - a repeatable pair, no secret
    edited: dict[str, set[str]] = {}
    edits = _edit(instances, chance, edited) if is_edited else Counter()
    _write(folder / "new.ifc", header, _exported_again(instances, chance))
    return Pair(folder / "old.ifc", folder / "new.ifc", len(instances), edits, edited)


def _write(path: Path, header: bytes, lines: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.write(header + b"DATA;\n")
        file.writelines(lines)
        file.write(b"ENDSEC;\nEND-ISO-10303-21;\n")


def _multiplied(source: list[Instance], copies: int) -> Iterator[Instance]:
    """Yield the instances of all copies; the project with its units and contexts is there once."""
    once = _closure(source, b"IFCPROJECT")
    stride = max(number for number, _, _ in source) + 1
    yield from source
    for copy in range(1, copies):
        for number, name, arguments in source:
            if number in once:
                continue
            shifted = _renumbered(arguments, _shift(copy * stride, once))
            yield number + copy * stride, name, _GLOBAL_ID.sub(_rehashed(copy), shifted, count=1)


def _shift(by: int, once: Container[int]) -> Callable[[int], int]:
    """Return what numbers a copy's instances anew, but for those that all copies share."""
    return lambda number: number if number in once else number + by


def _rehashed(copy: int) -> Callable[[re.Match[bytes]], bytes]:
    def other(found: re.Match[bytes]) -> bytes:
        digest = hashlib.blake2b(found[1], salt=copy.to_bytes(4, "big"), digest_size=22).digest()
        return b"('" + (_LETTERS[digest[0] % 4] + "".join(_LETTERS[each % 64] for each in digest[1:])).encode() + b"'"

    return other


def _renumbered(arguments: bytes, number: Callable[[int], int], point: bytes = b".") -> bytes:
    """Return arguments with other references, and `point` for a decimal point with nothing behind it."""

    def other(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            return b"#%d" % number(int(found[1]))
        return point if found[0] == b"." else found[0]

    return _STRING_OR_REFERENCE.sub(other, arguments)


def _references(arguments: bytes) -> list[int]:
    return [int(found[1]) for found in _STRING_OR_REFERENCE.finditer(arguments) if found[1] is not None]


def _closure(source: list[Instance], name: bytes) -> set[int]:
    by_id = {number: arguments for number, _, arguments in source}
    found: set[int] = set()
    waiting = [number for number, each, _ in source if each == name]
    while waiting:
        number = waiting.pop()
        if number in by_id and number not in found:
            found.add(number)
            waiting.extend(_references(by_id[number]))
    return found


def _exported_again(instances: list[Instance], chance: random.Random) -> Iterator[bytes]:
    """Yield the instances in another order, under other ids, reals and sets of members spelt otherwise."""
    numbers = [number for number, _, _ in instances]
    others = chance.sample(range(1, len(numbers) + 1), len(numbers))
    renamed = dict(zip(numbers, others, strict=True))
    order = chance.sample(range(len(instances)), len(instances))
    for place in order:
        number, name, arguments = instances[place]
        yield b"#%d= %s%s;\r\n" % (renamed[number], name, _renumbered(arguments, renamed.__getitem__, b".0"))


def _edit(instances: list[Instance], chance: random.Random, edited: dict[str, set[str]]) -> Counter[str]:
    """Edit 1 % of the elements, each kind in turn; return how many edits of each kind there were."""
    place_of = {number: place for place, (number, _, _) in enumerate(instances)}
    used = Counter(
        each for _, name, arguments in instances if name == b"IFCLOCALPLACEMENT" for each in _references(arguments)
    )
    elements = [
        place
        for place, (_, name, arguments) in enumerate(instances)
        if _GLOBAL_ID.match(arguments) and not name.startswith(_NOT_ELEMENTS)
    ]
    done: Counter[str] = Counter()
    kinds = (_rename, _move, _reissue, _retag)
    for turn, place in enumerate(chance.sample(elements, int(len(elements) * _EDITED * 0.7))):
        global_id = instances[place][2][2:24].decode()
        kind = kinds[turn % len(kinds)](instances, place, place_of, used)
        done[kind] += 1
        edited.setdefault(kind, set()).add(global_id)
    done["property"] = _sampled(
        instances, chance, b"IFCPROPERTYSINGLEVALUE", rb"(IFC\w+\(')", rb"\1edited ", len(elements)
    )
    done["depth"] = _sampled(
        instances, chance, b"IFCEXTRUDEDAREASOLID", rb",(\d+)\.(\d*)\)$", rb",1\1.\2)", len(elements)
    )
    done["container"] = _swap_members(instances, chance, b"IFCRELCONTAINEDINSPATIALSTRUCTURE")
    done["type"] = _swap_members(instances, chance, b"IFCRELDEFINESBYTYPE")
    return done


def _sampled(
    instances: list[Instance], chance: random.Random, name: bytes, pattern: bytes, other: bytes, elements: int
) -> int:
    """Edit the text of some instances of a class."""
    places = [place for place, each in enumerate(instances) if each[1] == name and re.search(pattern, each[2])]
    chosen = chance.sample(places, min(len(places), int(elements * _EDITED * 0.15)))
    for place in chosen:
        number, _, arguments = instances[place]
        instances[place] = number, name, re.sub(pattern, other, arguments, count=1)
    return len(chosen)


def _rename(instances: list[Instance], place: int, *_: object) -> str:
    number, name, arguments = instances[place]
    edited = re.sub(rb"^(\('[^']*',[^,]*,)(?:\$|'((?:[^']|'')*)')", rb"\1'\2 edited'", arguments)
    instances[place] = number, name, edited
    return "name"


def _retag(instances: list[Instance], place: int, *_: object) -> str:
    number, name, arguments = instances[place]
    edited = re.sub(rb"^(\('[^']*',[^,]*,(?:\$|'(?:[^']|'')*'),)(?:\$|'(?:[^']|'')*')", rb"\1'edited'", arguments)
    instances[place] = number, name, edited
    return "description"


def _reissue(instances: list[Instance], place: int, *_: object) -> str:
    number, name, arguments = instances[place]
    instances[place] = number, name, _GLOBAL_ID.sub(_rehashed(1 << 30), arguments, count=1)
    return "GlobalId"


def _move(instances: list[Instance], place: int, place_of: dict[int, int], used: Counter[int]) -> str:
    """Give an element's own local placement another origin; one that has none, or shares it, is renamed."""
    found = place
    for wanted in (b"IFCLOCALPLACEMENT", b"IFCAXIS2PLACEMENT3D"):
        targets = [place_of[each] for each in _references(instances[found][2]) if each in place_of]
        matching = [each for each in targets if instances[each][1] == wanted]
        if not matching:
            return _rename(instances, place)
        found = matching[-1]
    number, name, arguments = instances[found]
    if used[number] > 1:
        return _rename(instances, place)
    point = _ADDED_FROM + len(instances)
    place_of[point] = len(instances)
    instances.append((point, b"IFCCARTESIANPOINT", b"((%d.25,2.5,0.))" % (number % 100)))
    instances[found] = number, name, re.sub(rb"^\(#\d+", b"(#%d" % point, arguments)
    return "placement"


def _swap_members(instances: list[Instance], chance: random.Random, name: bytes) -> int:
    """Exchange one member between pairs of relationships."""
    places = [place for place, each in enumerate(instances) if each[1] == name and _MEMBERS.search(each[2])]
    chance.shuffle(places)
    pairs = list(zip(places[::2], places[1::2], strict=False))[:50]
    for one, other in pairs:
        first, second = (_MEMBERS.search(instances[each][2])[1].split(b",")[0] for each in (one, other))  # type: ignore[index]
        for place, gone, come in ((one, first, second), (other, second, first)):
            number, _, arguments = instances[place]
            instances[place] = number, name, re.sub(re.escape(gone) + rb"(?=[,)])", come, arguments, count=1)
    return 2 * len(pairs)
