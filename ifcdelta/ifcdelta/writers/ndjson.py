"""A result as lines of JSON (ndjson.org): a head, then an element a line. Knows nothing of what changed."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from ifcdelta.writers.entries import Entry, entries_of, head_of, rest_of
from ifcdelta.writers.json_ import encode
from ifcdelta.writers.text import utf8


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write what is true of the whole, `"kind": "result"`, then each element that the result names."""
    with utf8(stream) as text:
        text.write(encode({"kind": "result", **head_of(result)}) + "\n")
        text.writelines(encode(_line(entry)) + "\n" for entry in entries_of(result))


def _line(entry: Entry) -> dict[str, Any]:
    return {"kind": entry.kind, "guid": entry.guid, **entry.element, **rest_of(entry)}
