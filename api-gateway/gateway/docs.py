"""The routes of the API's description: /openapi.json and /docs, with Swagger UI from the gateway itself."""

from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse

from contract.request import DiffRequest
from gateway.examples import add_job_ids
from gateway.problems import Problem

ASSETS: Final = "/docs/assets"

router = APIRouter(include_in_schema=False)


def complete(app: FastAPI) -> None:
    """Add to `app`'s description the schemas that its routes refer to by name alone, and examples of their jobs."""
    for model in (Problem, DiffRequest):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        app.openapi()["components"]["schemas"].update({**schema.pop("$defs"), model.__name__: schema})
    add_job_ids(app.openapi())


@router.get("/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    """Return the API's description: the same for as long as the gateway runs."""
    description: dict[str, Any] = request.app.openapi()
    return description


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Return the page that shows the API's description and tries its calls."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=request.app.title,
        swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{ASSETS}/favicon.png",
    )
