"""What is made from a finished diff beside its result file: other forms of it, an index to page in, shapes to look at.

Knows names and media types; knows no writer, no queue library and no HTTP status.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contract.version import CONTRACT_VERSION


class ResultFormat(StrEnum):
    """The forms of a result, as a caller asks for them."""

    JSON = "json"
    """The result file itself."""
    NDJSON = "ndjson"
    """One change a line."""
    CSV = "csv"
    """A row per changed value."""
    XLSX = "xlsx"
    """The same as a workbook."""
    HTML = "html"
    """A report in one file."""
    BCF = "bcf"
    """Topics for a BIM coordination tool, BCF 3.0."""
    BCF_2_1 = "bcf-2.1"
    """The same for tools that read BCF 2.1."""
    MARKDOWN = "markdown"
    """A summary for a pull request or a chat."""


class GeometryPart(StrEnum):
    """Whose shapes, as a caller asks for them."""

    ALL = "all"
    """Both models' elements."""
    CHANGED = "changed"
    """What was added, deleted and changed."""
    UNCHANGED = "unchanged"
    """The rest of the new model."""


class Artifact(StrEnum):
    """What is made from the result file of a finished job."""

    NDJSON = ResultFormat.NDJSON.value
    CSV = ResultFormat.CSV.value
    XLSX = ResultFormat.XLSX.value
    HTML = ResultFormat.HTML.value
    BCF = ResultFormat.BCF.value
    BCF_2_1 = ResultFormat.BCF_2_1.value
    MARKDOWN = ResultFormat.MARKDOWN.value
    TABLE = "table"
    """The changes as a database that the gateway pages through."""
    GEOMETRY_ALL = "geometry-all"
    GEOMETRY_CHANGED = "geometry-changed"
    GEOMETRY_UNCHANGED = "geometry-unchanged"


SHAPES: Final[dict[GeometryPart, Artifact]] = {
    GeometryPart.ALL: Artifact.GEOMETRY_ALL,
    GeometryPart.CHANGED: Artifact.GEOMETRY_CHANGED,
    GeometryPart.UNCHANGED: Artifact.GEOMETRY_UNCHANGED,
}
"""The artifacts that need the two models, not the result alone."""


@dataclass(frozen=True)
class FileKind:
    """How a form is served: what its download's name ends in, and its media type."""

    suffix: str
    media_type: str


KINDS: Final[dict[ResultFormat, FileKind]] = {
    ResultFormat.JSON: FileKind(".json", "application/json"),
    ResultFormat.NDJSON: FileKind(".ndjson", "application/x-ndjson"),
    ResultFormat.CSV: FileKind(".csv", "text/csv"),
    ResultFormat.XLSX: FileKind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ResultFormat.HTML: FileKind(".html", "text/html"),
    ResultFormat.BCF: FileKind(".bcf", "application/octet-stream"),
    ResultFormat.BCF_2_1: FileKind(".bcf", "application/octet-stream"),
    ResultFormat.MARKDOWN: FileKind(".md", "text/markdown"),
}
"""Every form's kind of file."""

GLB: Final = FileKind(".glb", "model/gltf-binary")
"""The kind of file of shapes: binary glTF 2.0."""

VERSION_FILE: Final = f".views.{CONTRACT_VERSION}"
"""The file beside the result files that says which version of the artifacts is served: of the worker that came last.

A worker writes it, the gateway reads it. It is named by the contract, so that neither takes the other for its like
where only one of them is of today.
"""

VERSION_FILES: Final = ".views.*"
"""The pattern of this file and of those of other contracts."""

ARTIFACTS_FOLDERS: Final = ".views-*"
"""The pattern of the folders of artifacts. No caller can name one, nor that file: plain names begin with no dot."""


def artifacts_folder(version: str) -> str:
    """Return the folder of the artifacts of a version, below that of the result files."""
    return f".views-{version}"


def artifact_file_name(job_id: str, artifact: Artifact, version: str) -> str:
    """Return an artifact's path below the folder of the result files, e.g. `.views-0f1e…/<job_id>.xlsx`."""
    return f"{artifacts_folder(version)}/{job_id}.{artifact}"
