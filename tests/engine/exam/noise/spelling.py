"""Noise in the spelling of a file: header, white space, comments, numbers, strings. Knows no instance."""

import re
from collections.abc import Callable
from random import Random

from tests.engine.exam.registry import REGISTER
from tests.engine.exam.spf import Document


@REGISTER.noise("header rewritten")
def rewrite_header(document: Document, random: Random) -> int:
    """Another file name, time, author and originating system; the schema stays."""
    name = (
        f"FILE_NAME('other {random.random():.6f}.ifc','2031-01-02T03:04:05',('b'),('c'),'other 1.0','other 2.0','n');"
    )
    description = "FILE_DESCRIPTION(('ViewDefinition [CoordinationView]','Comment'),'2;1');"
    document.header = f"{description}\n{name}\nFILE_SCHEMA(('{document.schema}'));"
    return 1


@REGISTER.noise("reals spelt otherwise")
def respell_reals(document: Document, random: Random) -> int:
    """`1.5`, `1.50`, `15.E-1`, `+1.5`: every digit stays."""
    spellings: list[Callable[[str], str]] = [lambda raw: raw, _with_zeros, _with_exponent, _with_plus]

    def spelt(raw: str) -> str:
        return random.choice(spellings)(raw)

    document.style.real = spelt
    return 1


def _with_zeros(raw: str) -> str:
    number, mark, exponent = raw.upper().partition("E")
    return f"{number}000{mark}{exponent}"


def _with_exponent(raw: str) -> str:
    if "E" in raw.upper():
        return raw.replace("e", "E")
    whole, _, part = raw.partition(".")
    return f"{whole}{part}.E-{len(part)}" if part.strip("0") else f"{whole}.0E0"


def _with_plus(raw: str) -> str:
    return raw if raw[0] in "+-" else f"+{raw}"


@REGISTER.noise("reals read as doubles and written again")
def rewrite_reals(document: Document, random: Random) -> int:
    """The shortest digits that mean the same double, or as many as any double needs."""

    def rewritten(raw: str) -> str:
        number = float(raw)
        return _with_point(random.choice((repr(number), f"{number:.17g}", f"{number:.24e}")).upper())

    document.style.real = rewritten
    return 1


def _with_point(raw: str) -> str:
    number, mark, exponent = raw.partition("E")
    return f"{number}{'' if '.' in number else '.'}{mark}{exponent}"


@REGISTER.noise("reals rounded in the 13th digit")
def round_reals(document: Document, random: Random) -> int:
    """What printing with fewer digits and reading again does."""
    before = document.style.real

    def rounded(raw: str) -> str:
        number = float(raw)
        spelt = f"{number * (1 + random.choice((-1, 0, 1)) * 4e-14):.13E}"
        return before(spelt) if number else before(raw)

    document.style.real = rounded
    return 1


_UNIT = re.compile(
    r"\\X2\\((?:[0-9A-F]{4})+)\\X0\\|\\X\\([0-9A-F]{2})|\\.\\.*?\\X0\\|\\S\\.|\\P.\\|''|\\\\|.", re.DOTALL
)


@REGISTER.noise("strings encoded otherwise")
def respell_strings(document: Document, random: Random) -> int:
    r"""Letters as `\X\`, `\X2\`, `\X4\` or `\S\`, and one of these as another."""

    def unit(found: re.Match[str]) -> str:
        raw, wide, narrow = found.group(), found.group(1), found.group(2)
        if wide and len(wide) == 4 and 0xA0 <= int(wide, 16) < 0xFF and random.random() < 0.5:
            return f"\\S\\{chr(int(wide, 16) - 0x80)}"
        if wide and not any(0xD800 <= int(wide[at : at + 4], 16) < 0xE000 for at in range(0, len(wide), 4)):
            return "\\X4\\" + "".join(f"0000{wide[at : at + 4]}" for at in range(0, len(wide), 4)) + "\\X0\\"
        if narrow:
            return f"\\X2\\00{narrow}\\X0\\"
        if len(raw) == 1 and raw.isascii() and raw.isalnum() and random.random() < 0.1:
            return random.choice((f"\\X\\{ord(raw):02X}", f"\\X2\\{ord(raw):04X}\\X0\\"))
        return raw

    document.style.text = lambda raw: raw if _looks_like_guid(raw) else _UNIT.sub(unit, raw)
    return 1


def _looks_like_guid(raw: str) -> bool:
    return re.fullmatch(r"[0-9A-Za-z_$]{22}", raw) is not None


@REGISTER.noise("comments and white space")
def add_gaps(document: Document, random: Random) -> int:
    """Between any two tokens, line ends of another system too."""
    gaps = ["", "", "", "", " ", "\r\n", "\t", "/* #1=IFCWALL('x'); */", "/*'*/"]
    document.style.gap = lambda: random.choice(gaps)
    document.style.line_end = "\r\n"
    return 1
