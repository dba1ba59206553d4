"""The header of a model's file as the engine reads it: its errors are the engine's, its texts decoded."""

from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from ifcdelta.step.strings import decode
from stepfile.header import Header, NotStepError, UnknownSchemaError
from stepfile.header import read_header as read_step_header

_TIME_STAMP, _PREPROCESSOR, _ORIGINATING_SYSTEM = 1, 4, 5
"""Places among the arguments of FILE_NAME (ISO 10303-21, 8.2.3)."""


def read_header(start: bytes) -> Header:
    """Read the header from the first bytes of a file.

    Raises:
        UnreadableFileError: it is no STEP file, or none with a schema and a DATA section.
        UnsupportedSchemaError: IfcOpenShell does not read its schema.
    """
    try:
        return read_step_header(start)
    except NotStepError as error:
        raise UnreadableFileError(str(error)) from error
    except UnknownSchemaError as error:
        raise UnsupportedSchemaError(str(error), error.schema) from error


def originating_system(header: Header) -> str | None:
    """Return what wrote the file: FILE_NAME's originating system, else its preprocessor."""
    return _first_text(header, _ORIGINATING_SYSTEM, _PREPROCESSOR)


def date(header: Header) -> str | None:
    """Return when the file says that it was written, as it says it: FILE_NAME's time stamp."""
    return _first_text(header, _TIME_STAMP)


def _first_text(header: Header, *places: int) -> str | None:
    """Return the first argument of FILE_NAME at these places that says anything."""
    there = (place for place in places if place < len(header.file_name))
    return next((text for place in there if (text := decode(header.file_name[place]).strip())), None)
