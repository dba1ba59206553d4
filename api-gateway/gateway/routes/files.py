"""The routes of the models: upload one, list what can be named in a request."""

from contextlib import ExitStack
from http import HTTPStatus

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from gateway.problems.handlers import documented
from gateway.routes.examples import upload_body
from gateway.services import AppServices
from gateway.uploads.multipart import receive_form
from gateway.uploads.store import StoredModel

router = APIRouter(tags=["files"])


class ModelList(BaseModel):
    """The names that a diff request can use."""

    files: list[str]


@router.post(
    "/upload/ifc",
    status_code=HTTPStatus.CREATED,
    summary="Store a model",
    responses=documented(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
    openapi_extra={"requestBody": upload_body("file")},
)
async def upload_ifc(request: Request, services: AppServices) -> StoredModel:
    """Store an `.ifc` or `.ifczip`; the answer's `filename` is what to name in a diff request.

    `curl -F file=@model.ifc http://localhost:8000/upload/ifc`
    """
    with ExitStack() as stack:
        form = await receive_form(request, services.uploads, stack, files=["file"])
        model = await run_in_threadpool(services.uploads.prepare, form.files["file"], stack)
        return await run_in_threadpool(services.uploads.store, model)


@router.get("/list_directories", summary="List the models")
def list_directories(services: AppServices) -> ModelList:
    """Return the names of the models that are stored, sorted."""
    return ModelList(files=services.uploads.names())
