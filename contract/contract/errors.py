"""Every error code of the service and the root of its errors. Knows no HTTP status and no queue."""

from enum import StrEnum
from typing import Final


class ErrorCode(StrEnum):
    """Stable codes for programs; each has a heading in docs/errors.md."""

    # The request.
    INVALID_REQUEST = "invalid_request"
    UNKNOWN_RELATIONSHIP = "unknown_relationship"
    BAD_FILE_NAME = "bad_file_name"
    FILE_NOT_FOUND = "file_not_found"
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    HEADER_TOO_LARGE = "header_too_large"
    UNKNOWN_HOST = "unknown_host"
    FOREIGN_ORIGIN = "foreign_origin"
    # The files, told before a job is made.
    NOT_IFC = "not_ifc"
    UNSUPPORTED_SCHEMA = "unsupported_schema"
    FILE_TRUNCATED = "file_truncated"
    FILE_DAMAGED = "file_damaged"
    BAD_ARCHIVE = "bad_archive"
    TOO_LARGE = "too_large"
    # The job as a resource.
    JOB_NOT_FOUND = "job_not_found"
    JOB_NOT_FINISHED = "job_not_finished"
    JOB_ENDED = "job_ended"
    JOB_CANCELED = "job_canceled"
    JOB_UNREADABLE = "job_unreadable"
    RESULT_EXPIRED = "result_expired"
    # The service.
    QUEUE_FULL = "queue_full"
    BROKER_UNAVAILABLE = "broker_unavailable"
    BROKER_READ_ONLY = "broker_read_only"
    NO_WORKER = "no_worker"
    STORAGE_FAILED = "storage_failed"
    INTERNAL = "internal"
    PAGE_NOT_BUILT = "page_not_built"
    # A failed job: the input was bad.
    UNREADABLE_FILE = "unreadable_file"
    OTHER_FILE = "other_file"
    BAD_FILTER = "bad_filter"
    # A failed job: for another reason.
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    ENGINE_CRASHED = "engine_crashed"
    ENGINE_FAILED = "engine_failed"
    WORKER_LOST = "worker_lost"


BAD_INPUT_CODES: Final = frozenset(
    {
        ErrorCode.INVALID_REQUEST,
        ErrorCode.UNKNOWN_RELATIONSHIP,
        ErrorCode.BAD_FILE_NAME,
        ErrorCode.FILE_NOT_FOUND,
        ErrorCode.UNSUPPORTED_SCHEMA,
        ErrorCode.UNREADABLE_FILE,
        ErrorCode.OTHER_FILE,
        ErrorCode.BAD_FILTER,
    }
)
"""The codes of failed jobs that the caller can mend with another file or option."""


class ServiceError(Exception):
    """An error that the service understands.

    `code` is for programs, `sentence` for a person (never a path or a caller's text that could be
    shown unescaped), `detail` for the log alone.
    """

    def __init__(self, code: ErrorCode, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        # Parts of it come from files and callers: on one line, they can forge no line of a log.
        self.detail = " ".join("".join(c if c.isprintable() else " " for c in detail).split())
