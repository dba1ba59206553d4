"""What a STEP file says of itself before its data, and whether it is whole. Knows no instance.

ISO 10303-21:2016, clause 8: FILE_NAME and FILE_SCHEMA are records of the HEADER section.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_STRING: Final = re.compile(rb"'((?:[^']|'')*)'")
_COMMENT: Final = re.compile(rb"/\*.*?\*/", re.DOTALL)
_KNOWN_AS: Final = {
    "IFC2X3_TC1": "IFC2X3",
    "IFC4_ADD1": "IFC4",
    "IFC4_ADD2": "IFC4",
    "IFC4_ADD2_TC1": "IFC4",
    "IFC4X3": "IFC4X3_ADD2",
    "IFC4X3_TC1": "IFC4X3_ADD2",
    "IFC4X3_ADD1": "IFC4X3_ADD2",
}
"""Schemas that IfcOpenShell knows under another name."""
_SYSTEM: Final = 5
_PREPROCESSOR: Final = 4


class StepError(ValueError):
    """A file that cannot be indexed: `code` for programs, `sentence` for a person; the offset is in the detail."""

    def __init__(self, code: str, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.detail = detail


@dataclass(frozen=True)
class Header:
    """The parts of a header that a diff needs."""

    schema_name: str
    """As FILE_SCHEMA has it."""
    schema: str
    """As IfcOpenShell knows it."""
    application: str | None


def is_step(start: bytes) -> bool:
    """Tell whether a file's first bytes are those of a STEP file."""
    return _COMMENT.sub(b"", start).lstrip()[:13].upper() == b"ISO-10303-21;"


def parse_header(statements: Sequence[bytes]) -> Header:
    """Return the header from all statements of the file that are no instances.

    Raises:
        StepError: not_ifc, file_truncated or unsupported_schema.
    """
    records = {_name(each): each for each in statements}
    if "FILE_SCHEMA" not in records or "DATA" not in records:
        raise StepError("not_ifc", "The file is a STEP file but holds no IFC model.")
    if not any(name.startswith("END-ISO-10303-21") for name in records):
        raise StepError("file_truncated", "The file ends before its end mark (END-ISO-10303-21).")
    named = _strings(records["FILE_SCHEMA"])
    schema = named[0].strip().upper() if named else ""
    if not schema.startswith("IFC"):
        raise StepError("unsupported_schema", "The file names no IFC schema.")
    return Header(named[0], _KNOWN_AS.get(schema, schema), _application(records.get("FILE_NAME", b"")))


def _name(statement: bytes) -> str:
    return statement.partition(b"(")[0].strip(b" \t\r\n;").upper().decode("ascii", "replace")


def _strings(statement: bytes) -> list[str]:
    found = _STRING.findall(_COMMENT.sub(b"", statement))
    return [each.replace(b"''", b"'").decode("utf-8", "replace") for each in found]


def _application(file_name: bytes) -> str | None:
    """Return FILE_NAME's originating system, or its preprocessor; author and organization are lists before them."""
    flat = re.sub(rb"\((?:\s*'(?:[^']|'')*'\s*,?)+\s*\)", b"''", file_name.partition(b"(")[2])
    fields = _strings(flat)
    named = [fields[index] for index in (_SYSTEM, _PREPROCESSOR) if index < len(fields) and fields[index]]
    return named[0] if named else None
