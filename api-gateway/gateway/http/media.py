"""The bodies that the calls take: their types, and how much text may be in one. Knows no route and reads no body."""

from typing import Final

from starlette.requests import Request

JSON: Final = "application/json"
FORM: Final = "multipart/form-data"

MAX_TEXT: Final = 64 * 1024
"""Bytes of a body that are no file's: many times what its fields may hold, little enough to be checked at once."""


def media_type(request: Request) -> str:
    """Return what the header Content-Type says, in small letters and without parameters; empty where it is missing."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
