"""Refuses at once what is no whole IFC file of a schema that is read. Knows no upload, no HTTP status and no job."""

import codecs
from pathlib import Path
from typing import BinaryIO

from contract.errors import ErrorCode
from gateway.problems.errors import BadModelError
from stepfile.end import find_end, find_hole
from stepfile.header import HEADER_BYTES, NoDataError, NotStepError, UnknownSchemaError, read_header


def check_sound(path: Path) -> None:
    """Make sure that the file at `path` is an IFC file that can be compared, as far as its header and its end tell.

    Raises:
        BadModelError: not_ifc, unsupported_schema, file_truncated or file_damaged, with a sentence.
    """
    with path.open("rb") as file:
        try:
            _check_header(file.read(HEADER_BYTES))
        except NoDataError as error:
            _check_whole(file)
            raise BadModelError(ErrorCode.NOT_IFC, str(error)) from error
        _check_whole(file)


def _check_header(start: bytes) -> None:
    if start.startswith(codecs.BOM_UTF8):
        raise BadModelError(
            ErrorCode.NOT_IFC,
            "The file begins with a UTF-8 byte order mark, which IFC does not allow; save it without.",
        )
    try:
        read_header(start)
    except NoDataError:
        raise
    except NotStepError as error:
        raise BadModelError(ErrorCode.NOT_IFC, str(error)) from error
    except UnknownSchemaError as error:
        raise BadModelError(ErrorCode.UNSUPPORTED_SCHEMA, str(error), detail=f"schema {error.schema!r}") from error


def _check_whole(file: BinaryIO) -> None:
    """Make sure that the file has its end and no hole before it."""
    end = find_end(file)
    if end is None:
        raise BadModelError(
            ErrorCode.FILE_TRUNCATED, "The file ends before END-ISO-10303-21; it was cut off. Export or copy it again."
        )
    hole = find_hole(file, end)
    if hole is not None:
        raise BadModelError(
            ErrorCode.FILE_DAMAGED,
            f"The file has NUL bytes from byte {hole} on, as a failed copy leaves them. Export or copy it again.",
        )
