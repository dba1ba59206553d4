"""The routes of the API's description: /openapi.json, and /docs, which shows it with Swagger UI.

All of the page is from the gateway itself and open to all, as nothing of a job is in it: it asks for the key that the
description needs.
"""

from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from contract.request import DiffRequest
from gateway.problems.handlers import Problem
from gateway.routes.examples import add_job_ids

_PAGE: Final = Path(__file__).parent / "docs_page"
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    # Swagger UI writes styles into its elements, and has its icons as data.
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

router = APIRouter(include_in_schema=False)
open_router = APIRouter(include_in_schema=False)


def complete(app: FastAPI) -> None:
    """Add the files of /docs to `app`, and to its description what routes name alone, and examples of their jobs."""
    app.mount("/docs/page", StaticFiles(directory=_PAGE))
    app.mount("/docs/assets", StaticFiles(packages=[("fastapi_offline", "static")]))
    for model in (Problem, DiffRequest):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        app.openapi()["components"]["schemas"].update({**schema.pop("$defs"), model.__name__: schema})
    add_job_ids(app.openapi())


@router.get("/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    """Return the API's description: the same for as long as the gateway runs."""
    description: dict[str, Any] = request.app.openapi()
    return description


@open_router.get("/docs")
def docs() -> FileResponse:
    """Return the page that shows the API's description and tries its calls."""
    return FileResponse(_PAGE / "index.html", headers=_HEADERS)
