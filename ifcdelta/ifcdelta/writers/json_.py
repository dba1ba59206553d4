"""The result file itself, `ifcdiff/1`: sorted, the same bytes for the same finds. Knows nothing of what is in it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, Final, TextIO

from ifcdelta.writers.text import utf8

encode: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""Write a value on one line, keys sorted."""


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write a result as JSON, keys sorted; each element on a line of its own, so that line tools can read it."""
    with utf8(stream) as text:
        text.write("{")
        for number, key in enumerate(sorted(result)):
            text.write(f"{',' if number else ''}\n{encode(key)}:")
            _write_lines(result[key], text)
        text.write("\n}\n")


def _write_lines(value: Any, stream: TextIO) -> None:
    if isinstance(value, dict) and value:
        members: Iterable[str] = (f"{encode(key)}:{encode(value[key])}" for key in sorted(value))
        brackets = "{}"
    elif isinstance(value, list) and value:
        members, brackets = map(encode, value), "[]"
    else:
        stream.write(encode(value))
        return
    stream.write(brackets[0])
    stream.writelines(f"{',' if number else ''}\n {member}" for number, member in enumerate(members))
    stream.write(f"\n{brackets[1]}")
