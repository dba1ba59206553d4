"""How the application is served: the one place that starts uvicorn. Knows no route and no setting."""

import argparse
import resource
from typing import Final

import uvicorn
from fastapi import FastAPI

from gateway.http.connections import HEADER_LIMIT, Connection

_GRACE: Final = 8
"""Seconds that requests have to end when the gateway is told to; the process managers wait for 10."""


def serve(app: FastAPI, description: str) -> None:
    """Serve `app` where the command line says, until a signal."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    listen = parser.parse_args()
    # An upload has two descriptors, and the usual limit is 1,024.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvicorn.run(
        app,
        host=listen.bind,
        port=listen.port,
        http=Connection,
        ws="none",
        h11_max_incomplete_event_size=HEADER_LIMIT,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=_GRACE,
    )
