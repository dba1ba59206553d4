"""The routes of a finished diff: its result file in each form, its changes a page at a time, its shapes."""

from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from contract.artifact import GLB, KINDS, SHAPES, Artifact, FileKind, GeometryPart, ResultFormat
from contract.change_table import ChangeKind
from contract.request import Aspect
from gateway.artifacts.change_pages import Facet, Selection, Sort, read_guids, read_head, read_page
from gateway.artifacts.files import artifact_of, finished_job
from gateway.artifacts.titles import title_of
from gateway.jobs.queue import JobRecord
from gateway.problems.handlers import ResultResponse, documented
from gateway.routes import responses
from gateway.services import AppServices, Services

router = APIRouter(tags=["results"])

_PROBLEMS: Final = documented(
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.GONE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
_SAME: Final = "The client's copy is the same."


class Order(StrEnum):
    """Which way rows are sorted."""

    ASC = "asc"
    DESC = "desc"


class ChangesFilter(BaseModel):
    """Which changes."""

    kind: list[ChangeKind] = Field([], description="Any of these.")
    class_: list[str] = Field([], alias="class", description="IFC classes, any of these.")
    storey: list[str] = Field([], description="Names of storeys, any of these; empty: on none.")
    aspect: list[Aspect] = Field([], description="Changed in any of these.")
    fact: list[Annotated[int, Field(ge=1, le=2**53)]] = Field([], description="In any of these, by number.")
    q: str = Field("", max_length=200, description="Words in names, GlobalIds or values; all must be there.")

    def selection(self) -> Selection:
        """Return the same for the table of changes."""
        values: dict[Facet, list[str]] = {
            Facet.KIND: [*self.kind],
            Facet.CLASS: self.class_,
            Facet.STOREY: self.storey,
            Facet.ASPECT: [*self.aspect],
            Facet.FACT: [*map(str, self.fact)],
        }
        return Selection(values, self.q)


class ChangesQuery(ChangesFilter):
    """Which changes, in which order, from where on."""

    sort: Sort = Field(Sort.KIND, description="`kind` is by kind, class and name.")
    order: Order = Order.ASC
    find: str | None = Field(None, description="Begin with the page that has this GlobalId.")
    offset: int = Field(0, ge=0, le=2**53)
    limit: int = Field(100, ge=1, le=500)
    counts: bool = Field(True, description="false: without the counts, which take longer than the rows.")


@router.get(
    "/tasks/{job_id}/result",
    summary="The result of a job, in any form",
    response_class=FileResponse,
    responses={
        200: {
            "description": "The result file, format `ifcdiff/1`, or what is made from it.",
            "content": {kind.media_type: {} for kind in KINDS.values()},
        },
        304: {"description": _SAME},
        **_PROBLEMS,
    },
)
async def task_result(
    request: Request,
    job_id: str,
    services: AppServices,
    form: Annotated[
        ResultFormat, Query(alias="format", description="json is the result file itself.")
    ] = ResultFormat.JSON,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Return the diff as a file, under the name that the request gave it.

    Another form than json is made when it is first asked for; where that takes long, a 409 says when to ask again.
    """
    record, path = await run_in_threadpool(finished_job, services, job_id)
    if form is not ResultFormat.JSON:
        path = await artifact_of(services, record, Artifact(form), request)
    return _file(record, path, form, KINDS[form], if_none_match)


@router.get(
    "/tasks/{job_id}/geometry",
    summary="The shapes of what changed",
    response_class=FileResponse,
    responses={
        200: {"description": "Binary glTF 2.0, a node per GlobalId and side.", "content": {GLB.media_type: {}}},
        304: {"description": _SAME},
        **_PROBLEMS,
    },
)
async def task_geometry(
    request: Request,
    job_id: str,
    services: AppServices,
    part: Annotated[
        GeometryPart, Query(description="changed: what was added, deleted and changed; the least to wait for.")
    ] = GeometryPart.ALL,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Return both models' elements as binary glTF, coloured by what became of them.

    It is made when it is first asked for; where that takes long, a 409 says when to ask again.
    """
    record, _ = await run_in_threadpool(finished_job, services, job_id)
    path = await artifact_of(services, record, SHAPES[part], request)
    return _file(record, path, f"geometry-{part}", GLB, if_none_match)


@router.get(
    "/tasks/{job_id}/overview",
    summary="What changed, in counts",
    responses=_PROBLEMS,
)
async def task_overview(request: Request, job_id: str, services: AppServices) -> responses.Overview:
    """Return the result file without its long lists: models, options, summary, what changed of the model itself."""
    record, table = await _table(request, job_id, services)
    return responses.overview(record, await run_in_threadpool(read_head, table))


@router.get(
    "/tasks/{job_id}/changes",
    summary="The changes, a page at a time",
    responses=_PROBLEMS,
)
async def task_changes(
    request: Request,
    job_id: str,
    services: AppServices,
    asked: Annotated[ChangesQuery, Query()],
) -> responses.ChangePage:
    """Return elements with what changed of them, filtered, searched and sorted, and how many there are of each kind."""
    _, table = await _table(request, job_id, services)
    page = await run_in_threadpool(
        read_page,
        table,
        asked.selection(),
        asked.sort,
        descending=asked.order is Order.DESC,
        offset=asked.offset,
        limit=asked.limit,
        find=asked.find,
        counts=asked.counts,
    )
    end = page.offset + len(page.rows)
    others = [(name, value) for name, value in request.query_params.multi_items() if name not in {"offset", "find"}]
    more = f"{request.url.path}?{urlencode([*others, ('offset', end)])}" if end < page.total else None
    return responses.ChangePage(
        total=page.total, offset=page.offset, limit=asked.limit, next=more, counts=page.counts, changes=page.rows
    )


@router.get(
    "/tasks/{job_id}/changes/guids",
    summary="The changed elements by GlobalId",
    responses=_PROBLEMS,
)
async def task_changed_guids(
    request: Request,
    job_id: str,
    services: AppServices,
    asked: Annotated[ChangesFilter, Query()],
) -> responses.ChangedGuids:
    """Return the GlobalIds of all elements that the filters leave, as a viewer needs them to colour a building."""
    _, table = await _table(request, job_id, services)
    return responses.ChangedGuids(guids=await run_in_threadpool(read_guids, table, asked.selection()))


async def _table(request: Request, job_id: str, services: Services) -> tuple[JobRecord, Path]:
    """Return a finished job, and the table of its changes, which is made when it is first asked for."""
    record, _ = await run_in_threadpool(finished_job, services, job_id)
    return record, await artifact_of(services, record, Artifact.TABLE, request)


def _file(record: JobRecord, path: Path, artifact: str, kind: FileKind, if_none_match: str | None) -> Response:
    """Return a file that is the same for as long as the result is, under the result's name."""
    # An artifact's folder is named by the version of what made it.
    tag = (
        f'"{record.meta.sha256}"'
        if artifact == ResultFormat.JSON
        else f'"{record.meta.sha256}-{artifact}-{path.parent.name}"'
    )
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        # A report holds values of the models: where a browser shows it all the same, it may do nothing here.
        "Content-Security-Policy": "sandbox allow-scripts",
        "X-Content-Type-Options": "nosniff",
    }
    if if_none_match and (tag in if_none_match or if_none_match.strip() == "*"):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    name = title_of(record) + kind.suffix
    return ResultResponse(path, media_type=kind.media_type, filename=name, headers=headers)
