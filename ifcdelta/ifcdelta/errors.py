"""What can be wrong with the engine's input: a code for programs, a sentence for a person. Knows nothing else."""

from typing import ClassVar


class DeltaError(Exception):
    """The engine cannot diff what it was given.

    `code` is for programs, `sentence` for a person (no path, no text of the caller), `detail` for the log alone.
    """

    code: ClassVar[str]

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


class UnreadableFileError(DeltaError):
    """A file that is no IFC model, or a damaged one."""

    code = "unreadable_file"


class UnsupportedSchemaError(DeltaError):
    """A model of a schema that IfcOpenShell does not know."""

    code = "unsupported_schema"


class BadFilterError(DeltaError):
    """A `filter_elements` that is no selector or cannot be applied."""

    code = "bad_filter"


class UnknownRelationshipError(DeltaError):
    """A name in `relationships` that is no aspect."""

    code = "unknown_relationship"


class InvalidOptionError(DeltaError):
    """An option that nothing can be compared by."""

    code = "invalid_request"


class MissingExtraError(DeltaError):
    """A form that needs packages which are not installed."""

    code = "missing_extra"


class OtherFileError(DeltaError):
    """A file that is not the one that a result was made of."""

    code = "other_file"
