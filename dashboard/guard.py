"""What rq-dashboard lets browsers and clients do: its own names, its own pages, and no silence. Knows no job."""

import os
import sys
from typing import Final

from flask import Response, request
from werkzeug.serving import WSGIRequestHandler

from contract.hosts import DEFAULT_NAMES, SAFE_METHODS, Hosts

_PATIENCE: Final = 30
"""Seconds that a client may be silent; it has a thread meanwhile."""
_CHANGES_BY_GET: Final = "rq_dashboard.requeue_all"
"""The one route of rq-dashboard 0.9.0 that changes something when a page merely links to it."""


def read_hosts() -> Hosts:
    """Return the names of the service from ALLOWED_HOSTS; SystemExit with one line where they are wrong."""
    try:
        return Hosts(os.environ.get("ALLOWED_HOSTS", DEFAULT_NAMES))
    except ValueError as error:
        sys.exit(f"ALLOWED_HOSTS: {error}")


def check_password() -> None:
    """Make sure that a password is asked for where one is set: rq-dashboard passes over one without a user's name.

    SystemExit with one line where half of the two is missing.
    """
    username, password = (os.environ.get(f"RQ_DASHBOARD_{name}", "") for name in ("USERNAME", "PASSWORD"))
    if bool(username) is not bool(password):
        sys.exit("DASHBOARD_USERNAME and DASHBOARD_PASSWORD: one is set without the other; set both, or none")


def refusal(hosts: Hosts) -> Response | None:
    """Return the answer to a request under another name or from another site's page, None where it may pass."""
    host = request.headers.get("Host")
    if not hosts.answers_to(host):
        return Response("This name is not in ALLOWED_HOSTS.\n", 421, mimetype="text/plain")
    if request.endpoint == _CHANGES_BY_GET and request.method in SAFE_METHODS:
        return Response("Jobs are queued again by POST.\n", 405, {"Allow": "POST"}, mimetype="text/plain")
    may = hosts.may_change(host, request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"))
    if request.method not in SAFE_METHODS and not may:
        return Response("A page of another site asks for this.\n", 403, mimetype="text/plain")
    return None


def end_silence() -> None:
    """Have the server end connections whose client is silent."""
    WSGIRequestHandler.timeout = _PATIENCE
