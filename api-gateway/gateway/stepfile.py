"""What can be known of an IFC file (ISO 10303-21) without an IFC library: enough to refuse it at once.

Reads the header and the last line; knows no upload, no HTTP status and no job.
"""

import mmap
import re
from pathlib import Path
from typing import Final

from contract.errors import ErrorCode
from gateway.errors import BadModelError

READABLE_SCHEMAS: Final = ("IFC2X3", "IFC4", "IFC4X3", "IFC4X3_ADD2")
"""The FILE_SCHEMA names that the engines read."""

_HEADER_BYTES: Final = 1024 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_COMMENT: Final = re.compile(rb"/\*.*?\*/", re.DOTALL)
_START: Final = re.compile(rb"ISO-10303-21\s*;\s*HEADER\s*;", re.IGNORECASE)
_SCHEMA: Final = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", re.IGNORECASE)
_END: Final = b"END-ISO-10303-21"
_BEFORE_END: Final = re.compile(rb"ENDSEC\s*;\s*(?:/\*.*?\*/\s*)*\Z", re.DOTALL | re.IGNORECASE)
_AFTER_END: Final = re.compile(rb"\s*;")
_NEAR_END: Final = 64 * 1024


def inspect(path: Path) -> str:
    """Return the FILE_SCHEMA of the IFC file at `path`, upper case.

    Raises:
        BadModelError: not_ifc, unsupported_schema, file_truncated or file_damaged, with a sentence.
    """
    if path.stat().st_size == 0:
        raise BadModelError(ErrorCode.NOT_IFC, "The file is empty.")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        schema = _schema_of(content[:_HEADER_BYTES])
        _check_whole(content)
    return schema


def _schema_of(head: bytes) -> str:
    if head.startswith(_BOM):
        raise BadModelError(
            ErrorCode.NOT_IFC,
            "The file begins with a UTF-8 byte order mark, which IFC does not allow; save it without.",
        )
    text = _COMMENT.sub(b"", head).lstrip()
    if not _START.match(text):
        raise BadModelError(ErrorCode.NOT_IFC, f"This is not an IFC file: {_guess(text)}.")
    found = _SCHEMA.search(text)
    if not found:
        raise BadModelError(ErrorCode.NOT_IFC, "This is not an IFC file: its header has no FILE_SCHEMA.")
    schema = found[1].decode("ascii", "replace").strip().upper()
    if schema not in READABLE_SCHEMAS:
        raise BadModelError(
            ErrorCode.UNSUPPORTED_SCHEMA,
            f"The file's schema cannot be read; export it as one of {', '.join(READABLE_SCHEMAS)}.",
            detail=f"schema {schema!r}",
        )
    return schema


def _guess(text: bytes) -> str:
    """Say what a file that is not IFC looks like."""
    if text.startswith(b"%PDF"):
        return "it is a PDF"
    if text.startswith(b"<"):
        return "it is XML or HTML (ifcXML is not read; export as .ifc)"
    if text.upper().startswith(b"ISO-10303-21"):
        return "it has no HEADER section"
    return "it does not begin with ISO-10303-21;"


def _check_whole(content: mmap.mmap) -> None:
    """Make sure that the file has its end and no hole before it."""
    end = content.rfind(_END)
    # The words alone are not enough: a comment or a string of a file that was cut off can hold them.
    sections_end = _BEFORE_END.search(content[max(0, end - _NEAR_END) : max(0, end)])
    if not sections_end or not _AFTER_END.match(content, end + len(_END)):
        raise BadModelError(
            ErrorCode.FILE_TRUNCATED, "The file ends before END-ISO-10303-21; it was cut off. Export or copy it again."
        )
    hole = content.find(b"\0", 0, end)
    if hole >= 0:
        raise BadModelError(
            ErrorCode.FILE_DAMAGED,
            f"The file has NUL bytes from byte {hole} on, as a failed copy leaves them. Export or copy it again.",
        )
