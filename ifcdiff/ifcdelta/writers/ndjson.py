"""A result as lines of JSON (ndjson.org): a head, then an element a line. Knows nothing of what changed."""

from collections.abc import Mapping
from typing import Any, BinaryIO, Final

from ifcdelta.flat import aspect_of
from ifcdelta.writers.entries import Entry, entries_of
from ifcdelta.writers.json_ import encode
from ifcdelta.writers.text import utf8

_HEAD: Final = ("format", "old", "new", "options", "summary", "model")


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write what is true of the whole, `"kind": "result"`, then each element that the result names."""
    head = {key: result[key] for key in _HEAD}
    head["coverage"] = {"compared": result["coverage"]["compared"], "unknown": len(result["coverage"]["unknown"])}
    with utf8(stream) as text:
        text.write(encode({"kind": "result", **head}) + "\n")
        text.writelines(encode(_line(entry)) + "\n" for entry in entries_of(result))


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "guid": entry.guid,
        **entry.element,
        "aspects": [aspect_of(key) for key in entry.change],
        "change": entry.change,
        "unknown": entry.unknown,
        "matched": entry.matched,
    }
