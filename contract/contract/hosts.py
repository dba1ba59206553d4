"""Which names a part answers to in a browser, and whose pages may change something on it. Knows no web framework.

A page of another site reaches a service on its reader's machine in two ways: under a name of its own that leads there
(DNS rebinding), or by a request across origins, which a browser sends and only keeps the answer of.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

DEFAULT_NAMES: Final = "api-gateway,rq-dashboard,host.docker.internal"
"""Names of the parts for other containers; no site of the internet can have one of them."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""

_OWN: Final = frozenset({"same-origin", "none"})
"""What `Sec-Fetch-Site` says of a page of ours, and of what a person typed."""
_NAME: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+?)\.?(?::[0-9]*)?")


class Hosts:
    """The names of a service, beside `localhost` and every IP address, for which no DNS is asked.

    `names` has commas between them.

    Raises:
        ValueError: one of `names` is no host name.
    """

    def __init__(self, names: str) -> None:
        self._names = frozenset(name.strip().lower() for name in names.split(",") if name.strip())
        for name in sorted(self._names):
            if not _NAME.fullmatch(name):
                raise ValueError(f"'{name}' is no host name; write names alone, such as diff.example.com")

    def answers_to(self, host: str | None) -> bool:
        """Tell whether the service has the name in a header `Host`; a client that sends none is no browser."""
        if host is None:
            return True
        found = _HOST.fullmatch(host.lower())
        name = found[1] if found else ""
        return name in self._names or name == "localhost" or name.endswith(".localhost") or _is_address(name)

    def may_change(self, host: str | None, origin: str | None, fetch_site: str | None) -> bool:
        """Tell whether a request that changes something may do so, from its headers `Host`, `Origin`, `Sec-Fetch-Site`.

        It may where no browser sent it, and from a page of the service itself: one of the same origin, or, where a
        proxy in front changed `Host`, one of `names`. A browser that does not send `Sec-Fetch-Site` sends `Origin`.
        """
        if fetch_site in _OWN or (fetch_site is None and origin is None):
            return True
        try:
            page = urlsplit((origin or "").lower())
        except ValueError:
            return False
        is_same = fetch_site is None and host is not None and page.netloc == host.lower()
        return bool(page.netloc) and (is_same or page.hostname in self._names)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
