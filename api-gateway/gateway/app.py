"""The application: its parts wired together, and nothing decided."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from importlib.metadata import version

from fastapi import APIRouter, Depends, FastAPI

from gateway.http.origins import OwnOrigins
from gateway.http.semantics import Semantics
from gateway.janitor import keep_house
from gateway.jobs.artifact_queue import ArtifactQueue
from gateway.jobs.queue import JobQueue
from gateway.jobs.rq_jobs import connect
from gateway.problems import handlers as problems
from gateway.routes import docs, files, health, page, results, tasks
from gateway.routes.examples import place_models
from gateway.routes.security import require_key
from gateway.services import Services
from gateway.settings import GatewaySettings
from gateway.uploads.store import Uploads


def create_app(settings: GatewaySettings) -> FastAPI:
    """Return the gateway for `settings`; the volumes must be there and writable."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s gateway %(levelname)s %(message)s")
    connection = connect(settings)
    services = Services(
        settings,
        Uploads(settings.uploads_dir, settings.max_upload_bytes),
        JobQueue(settings, connection),
        ArtifactQueue(settings, connection),
    )
    place_models(settings.uploads_dir)
    app = FastAPI(
        title="ifcdiff",
        summary="What changed between two revisions of a building model.",
        version=version("ifcdiff-contract"),
        lifespan=_lifespan,
        openapi_url=None,
    )
    app.state.services = services
    problems.register(app)
    app.add_middleware(Semantics)
    app.add_middleware(OwnOrigins, hosts=settings.hosts)
    guarded = _guarded(settings)
    for router in (tasks.router, results.router, files.router, docs.router):
        guarded.include_router(router)
    app.include_router(guarded)
    app.include_router(health.router)
    app.include_router(docs.open_router)
    page.add(app)
    docs.complete(app)
    return app


def _guarded(settings: GatewaySettings) -> APIRouter:
    """Return the router of the calls that need a key where there are keys; their description says so only then."""
    problematic = [HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE]
    if not settings.accepted_keys:
        return APIRouter(responses=problems.documented(*problematic))
    return APIRouter(
        dependencies=[Depends(require_key)],
        responses=problems.documented(HTTPStatus.UNAUTHORIZED, *problematic),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Keep house while the application runs."""
    housekeeping = asyncio.create_task(keep_house(app.state.services))
    yield
    housekeeping.cancel()
    with suppress(asyncio.CancelledError):
        await housekeeping
