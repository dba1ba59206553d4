"""STEP physical files (ISO 10303-21) as a table of instances, read and written by the exam itself.

Independent of the engine and of IfcOpenShell, so that neither's mistakes are in the answer key. Knows no schema.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias


class Ref(NamedTuple):
    """A reference to an instance."""

    id: int


class Real(NamedTuple):
    """A real number as it is spelt."""

    raw: str


class Text(NamedTuple):
    """A string as it is spelt between its apostrophes, escapes and all."""

    raw: str


class Word(NamedTuple):
    """Anything else that is one token: an integer, an enumeration value, a binary, `$`, `*`."""

    raw: str


class Typed(NamedTuple):
    """A value with the name of its defined type, e.g. `IFCLABEL('x')`."""

    name: str
    arguments: "list[Value]"


Value: TypeAlias = "Ref | Real | Text | Word | Typed | list[Value]"
NOTHING: Final = Word("$")


@dataclass(slots=True)
class Instance:
    """One line of the DATA section."""

    type: str
    arguments: list[Value]


def _as_it_is(raw: str) -> str:
    return raw


def _no_gap() -> str:
    return ""


@dataclass
class Style:
    """How the writer spells what has several legal spellings."""

    real: Callable[[str], str] = _as_it_is
    text: Callable[[str], str] = _as_it_is
    gap: Callable[[], str] = _no_gap
    line_end: str = "\n"


@dataclass
class Document:
    """A whole file; the order of `instances` is that of its lines."""

    header: str
    instances: dict[int, Instance]
    style: Style = field(default_factory=Style)

    @property
    def schema(self) -> str:
        """The name in FILE_SCHEMA."""
        found = re.search(r"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", self.header)
        return found.group(1) if found else ""

    def next_id(self) -> int:
        """Return an id that no instance has."""
        return max(self.instances, default=0) + 1

    def add(self, instance: Instance) -> Ref:
        """Add an instance as the last line."""
        number = self.next_id()
        self.instances[number] = instance
        return Ref(number)

    def of_type(self, *types: str) -> list[tuple[int, Instance]]:
        """Return the instances of exactly these types, written in upper case."""
        return [(number, instance) for number, instance in self.instances.items() if instance.type in types]

    def text(self) -> str:
        """Return the file."""
        end = self.style.line_end
        lines = [f"#{number}={self.spell(instance)};" for number, instance in self.instances.items()]
        return end.join(["ISO-10303-21;", "HEADER;", self.header.strip(), "ENDSEC;", "DATA;", *lines, *_FOOT, ""])

    def spell(self, value: "Value | Instance") -> str:
        """Return an instance, or a value of one, as it stands in the file."""
        gap = self.style.gap
        if isinstance(value, Instance):
            return f"{gap()}{value.type}{self.spell(value.arguments)}{gap()}"
        if isinstance(value, list):
            return f"({gap()}{f'{gap()},{gap()}'.join(map(self.spell, value))}{gap()})"
        if isinstance(value, Typed):
            return f"{value.name}{self.spell(value.arguments)}"
        if isinstance(value, Ref):
            return f"#{value.id}"
        if isinstance(value, Real):
            return self.style.real(value.raw)
        return f"'{self.style.text(value.raw)}'" if isinstance(value, Text) else value.raw


_FOOT: Final = ("ENDSEC;", "END-ISO-10303-21;")
STRING: Final = r"'(?:''|\\\\|\\S\\.|\\[PX].?\\|[^'])*+'"
"""A string: neither a doubled quote nor an escape, which may have a quote in it, ends it (ISO 10303-21, 6.4.3)."""
_TOKEN: Final = re.compile(
    rf"""(?P<gap>\s+|/\*.*?\*/)
      | (?P<text>{STRING})
      | (?P<ref>\#\d+)
      | (?P<real>[+-]?\d+\.\d*(?:[Ee][+-]?\d+)?)
      | (?P<word>[+-]?\d+|\.\w+\.|"[0-9A-Fa-f]*"|[$*])
      | (?P<name>[A-Za-z]\w*)
      | (?P<mark>[=(),;])""",
    re.VERBOSE | re.DOTALL,
)


def read(text: str) -> Document:
    """Return a file's text as a table; only what IfcOpenShell itself writes is expected."""
    header_start, data_start = text.index("HEADER;") + 7, text.index("DATA;") + 5
    header = text[header_start : text.index("ENDSEC;", header_start)]
    return Document(header, instances_of(text, data_start, text.rindex("ENDSEC;")))


def instances_of(text: str, start: int, end: int) -> dict[int, Instance]:
    """Return the instances of a part of a DATA section, which neither begins nor ends within one."""
    instances: dict[int, Instance] = {}
    stack: list[list[Value]] = [[]]
    names: list[str | None] = []
    name: str | None = None
    for token in _TOKEN.finditer(text, start, end):
        kind, raw = token.lastgroup, token.group()
        if kind == "name":
            name = raw
        elif raw == "(":
            names.append(name)
            name = None
            stack.append([])
        elif raw == ")":
            arguments, called = stack.pop(), names.pop()
            stack[-1].append(Typed(called, arguments) if called else arguments)
        elif raw == ";":
            (number, body), stack = stack[0], [[]]
            assert isinstance(number, Ref)
            assert isinstance(body, Typed)
            instances[number.id] = Instance(body.name, body.arguments)
        elif kind in _READERS:
            stack[-1].append(_READERS[kind](raw))
    return instances


_READERS: Final[dict[str | None, Callable[[str], Value]]] = {
    "text": lambda raw: Text(raw[1:-1]),
    "ref": lambda raw: Ref(int(raw[1:])),
    "real": Real,
    "word": Word,
}


def replaced(value: Value, change: Callable[[Value], Value]) -> Value:
    """Return a value with `change` applied to each of its leaves."""
    if isinstance(value, list):
        return [replaced(each, change) for each in value]
    if isinstance(value, Typed):
        return Typed(value.name, [replaced(each, change) for each in value.arguments])
    return change(value)


def references(value: Value) -> Iterator[int]:
    """Yield the ids that a value refers to."""
    if isinstance(value, Ref):
        yield value.id
    elif isinstance(value, list | Typed):
        for each in value if isinstance(value, list) else value.arguments:
            yield from references(each)


def redirected(document: Document, new_ids: dict[int, int]) -> None:
    """Let every reference to a key of `new_ids` refer to its value."""
    if not new_ids:
        return

    def change(value: Value) -> Value:
        return Ref(new_ids.get(value.id, value.id)) if isinstance(value, Ref) else value

    for instance in document.instances.values():
        instance.arguments = [replaced(each, change) for each in instance.arguments]
