"""The routes of the jobs: ask for a diff, follow it, end it."""

from contextlib import ExitStack
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from contract.errors import ErrorCode
from contract.filenames import is_job_result
from contract.job import JobState
from contract.request import DiffRequest
from gateway.http import media
from gateway.problems.errors import InvalidRequestError, UnsupportedMediaTypeError, invalid_request, naming
from gateway.problems.handlers import documented
from gateway.routes import responses
from gateway.routes.examples import diff_body
from gateway.services import AppServices, Services
from gateway.uploads.multipart import Form, receive_form

router = APIRouter(tags=["tasks"])

_OPTIONS: Final = tuple(name for name in DiffRequest.model_fields if name not in {"old_file", "new_file"})
_MAX_OFFSET: Final = 10**9


@router.post(
    "/ifcdiff",
    status_code=HTTPStatus.ACCEPTED,
    summary="Diff two models",
    responses=documented(
        HTTPStatus.NOT_FOUND,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    openapi_extra={"requestBody": diff_body(_OPTIONS)},
)
async def ifcdiff(request: Request, response: Response, services: AppServices) -> responses.JobLinks:
    """Enqueue a diff, of two stored models (JSON) or of two models in the request (multipart).

    `curl -F old=@a.ifc -F new=@b.ifc http://localhost:8000/ifcdiff`
    """
    match media.media_type(request):
        case media.FORM:
            diff = await _from_form(request, services)
        case media.JSON:
            diff = await _from_json(request, services)
        case _:
            # A browser sends other types for any page without asking; without a type nothing says what the bytes are.
            raise UnsupportedMediaTypeError(media.JSON, media.FORM)
    record = await run_in_threadpool(services.queue.enqueue, diff)
    links = responses.links(record)
    response.headers["Location"] = links.status_url
    return links


@router.get("/tasks", summary="List the jobs")
def list_tasks(
    services: AppServices,
    status: Annotated[JobState | None, Query(description="Only jobs in this state.")] = None,
    offset: Annotated[int, Query(ge=0, le=_MAX_OFFSET)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> responses.JobPage:
    """Return the jobs, newest first, a page at a time; those that cannot be read are left out of their page."""
    records, more = services.queue.page(status, offset, limit)
    following = f"/tasks?offset={offset + limit}&limit={limit}" + (f"&status={status}" if status else "")
    return responses.JobPage(tasks=[responses.status(record) for record in records], next=following if more else None)


@router.get(
    "/tasks/{job_id}/status",
    summary="How a job stands",
    responses=documented(HTTPStatus.NOT_FOUND),
)
def task_status(job_id: str, services: AppServices) -> responses.JobStatus:
    """Return the job's state, phase and percent, times, counts, and why it failed if it did."""
    return responses.status(services.queue.get(job_id))


@router.get(
    "/jobs/{job_id}/status",
    summary="How a job stands, for clients that know two ends",
    responses=documented(HTTPStatus.NOT_FOUND),
)
def job_status(job_id: str, services: AppServices) -> responses.JobStatus:
    """As `/tasks/{job_id}/status`, but a canceled job reads as failed (the n8n node ends on two states only)."""
    return responses.two_ended_status(services.queue.get(job_id))


@router.delete(
    "/tasks/{job_id}",
    summary="Cancel a job",
    responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def cancel_task(job_id: str, services: AppServices) -> responses.JobStatus:
    """Take a queued job out of the queue, or stop a running one."""
    return responses.status(services.queue.cancel(job_id))


async def _check(diff: DiffRequest, services: Services) -> None:
    """Refuse a request before any of its models is stored.

    Raises:
        InvalidRequestError: its result's name has the form `<job_id>.json`, which is kept for the jobs themselves.
        QueueFullError: as many jobs wait as may.
    """
    if diff.output_file and is_job_result(diff.output_file):
        raise InvalidRequestError(
            ErrorCode.BAD_FILE_NAME, "output_file: this name has the form that jobs keep for their own results"
        )
    await run_in_threadpool(services.queue.check_room)


async def _from_json(request: Request, services: Services) -> DiffRequest:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > media.MAX_TEXT:
            raise InvalidRequestError(
                ErrorCode.INVALID_REQUEST, f"The JSON body is larger than {media.MAX_TEXT // 1024} KiB."
            )
    try:
        asked = DiffRequest.model_validate_json(bytes(body))
    except ValidationError as error:
        raise invalid_request(error) from None
    await _check(asked, services)
    sound = {}
    for name in ("old_file", "new_file"):
        with naming(name):
            sound[name] = await run_in_threadpool(services.uploads.check, getattr(asked, name))
    return asked.model_copy(update=sound)


async def _from_form(request: Request, services: Services) -> DiffRequest:
    with ExitStack() as stack:
        form = await receive_form(request, services.uploads, stack, files=["old", "new"], fields=_OPTIONS)
        # Everything is checked before anything is stored: a bad request leaves nothing behind.
        asked = _asked(form)
        await _check(asked, services)
        models = {}
        for part in ("old", "new"):
            with naming(part):
                models[part] = await run_in_threadpool(services.uploads.prepare, form.files[part], stack)
        stored = {
            f"{part}_file": (await run_in_threadpool(services.uploads.store, model)).filename
            for part, model in models.items()
        }
    return asked.model_copy(update=stored)


def _asked(form: Form) -> DiffRequest:
    """Read the options of a form; the names of its files are not known yet."""
    options: dict[str, Any] = {}
    for name, texts in form.fields.items():
        if name == "relationships":
            options[name] = _listed(texts)
        elif len(texts) == 1:
            options[name] = texts[0]
        else:
            raise InvalidRequestError(ErrorCode.INVALID_REQUEST, f"{name}: given more than once")
    try:
        return DiffRequest.model_validate({"old_file": "old.ifc", "new_file": "new.ifc", **options})
    except ValidationError as error:
        raise invalid_request(error) from None


def _listed(texts: list[str]) -> list[str] | None:
    """Read a list that a form gives as several fields, or as one with commas; an empty field is null."""
    names = [name.strip() for text in texts for name in text.split(",")]
    return [name for name in names if name] or None
