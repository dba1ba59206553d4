"""The routes of the web page: its one document, for every address that it has, and the files that Vite built.

Open to all, as nothing of a job is in it: what the page shows it asks for, with a key where one is needed.
"""

from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from contract.errors import ErrorCode
from gateway.problems.errors import MissingError

_BUILT: Final = Path(__file__).parents[1] / "page" / "dist"
_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

router = APIRouter(include_in_schema=False)


class _Assets(StaticFiles):
    """The built files; their names change with their content, so that a browser need not ask for one again."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def add(app: FastAPI) -> None:
    """Add the page to `app`."""
    app.include_router(router)
    if _BUILT.is_dir():
        app.mount("/assets", _Assets(directory=_BUILT / "assets"))


@router.get("/")
@router.get("/view/{job_id}")
def page() -> FileResponse:
    """Return the page; what it shows depends on its address.

    Raises:
        MissingError: this gateway was set up without it.
    """
    document = _BUILT / "index.html"
    if not document.is_file():
        raise MissingError(ErrorCode.PAGE_NOT_BUILT, "The page has not been built; `make page` builds it.")
    return FileResponse(document, headers=_HEADERS)
