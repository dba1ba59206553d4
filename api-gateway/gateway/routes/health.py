"""The route that says whether the service works. Open to all: a load balancer has no key."""

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from gateway.problems.handlers import documented
from gateway.services import AppServices

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """How the service is."""

    status: Literal["ok", "no_workers"] = Field(description="`no_workers`: jobs are taken, and wait.")
    redis: Literal["up"] = "up"
    queued: int = Field(description="Jobs that wait.")
    started: int = Field(description="Jobs that run.")
    workers: int = Field(description="Workers that send heartbeats.")
    busy_workers: int
    view_workers: int = Field(description="Workers that make reports, pages and shapes of finished diffs.")


@router.get("/health", summary="Whether the service works", responses=documented(HTTPStatus.SERVICE_UNAVAILABLE))
def health(services: AppServices) -> Health:
    """Return 200 while requests are taken, 503 without a Redis that takes them."""
    depth = services.queue.depth()
    return Health(
        status="ok" if depth.workers else "no_workers",
        queued=depth.queued,
        started=depth.started,
        workers=depth.workers,
        busy_workers=depth.busy_workers,
        view_workers=services.artifacts.workers(),
    )
