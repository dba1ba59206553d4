"""Presentation layers and styles in words: names, colours, transparency. Knows no model and no form."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ifcdelta.result.spelling import NOTHING, number, spelt

_COLOUR: Final = "IfcColourRgb"
_CHANNELS: Final = ("Red", "Green", "Blue")
_BRIGHTEST: Final = 255


def looks_text(several: Any) -> str:
    """Return layers or styles, e.g. `Brick #b05a3c, Glass #ffffff 80 % transparent`."""
    if not isinstance(several, list):
        return spelt(several)
    return ", ".join(map(looks_text, several) if _is_nested(several) else map(_text, several)) or NOTHING


def _is_nested(several: list[Any]) -> bool:
    """Tell whether these are the styles of several that share a name."""
    return bool(several) and all(isinstance(each, list) for each in several)


def _text(style: Any) -> str:
    if not isinstance(style, Mapping) or "class" not in style:
        return spelt(style)
    colours, shares = [], []
    for part in _parts(style):
        if part.get("class") == _COLOUR:
            colours.append(_hexadecimal(part))
        share = part.get("Transparency")
        if isinstance(share, float) and share:
            shares.append(f"{number(100.0 * share)} % transparent")
        opacity = part.get("Opacity")
        if isinstance(opacity, float) and opacity != 1.0:
            shares.append(f"{number(100.0 * (1.0 - opacity))} % transparent")
    words = [str(style.get("Name") or style["class"]), *dict.fromkeys(colours), *dict.fromkeys(shares)]
    return " ".join(words)


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the records that a style is made of."""
    if isinstance(value, Mapping):
        yield value
        for _, each in sorted(value.items()):
            yield from _parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _parts(each)


def _hexadecimal(colour: Mapping[str, Any]) -> str:
    """Return a colour as pages and drawing programs write it; as it is where a part of it is no share."""
    shares = [colour.get(name) for name in _CHANNELS]
    if not all(isinstance(each, int | float) and 0.0 <= each <= 1.0 for each in shares):
        return spelt(colour)
    return "#" + "".join(f"{round(_BRIGHTEST * float(each or 0.0)):02x}" for each in shares)
