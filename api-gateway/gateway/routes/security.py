"""Who may call: the check of X-API-Key. Knows no route."""

import secrets
from typing import Annotated

from fastapi import Security
from fastapi.security import APIKeyHeader

from gateway.problems.errors import UnauthorizedError
from gateway.services import AppServices

_HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="One of the service's API_KEYS.")


def require_key(services: AppServices, key: Annotated[str | None, Security(_HEADER)]) -> None:
    """Let a call pass whose key is accepted.

    Raises:
        UnauthorizedError: otherwise.
    """
    # Every key is compared, in constant time, so that the answer's time tells nothing.
    matches = [
        secrets.compare_digest((key or "").encode(), known.encode()) for known in services.settings.accepted_keys
    ]
    if not any(matches):
        raise UnauthorizedError
