"""A finished result in other forms, one module each: `WRITERS["xlsx"](result, stream)`.

A writer takes the result file as plain data (docs/result.md) and a binary stream; it opens no model and compares
nothing. The same result gives the same bytes. Text of the models is text in every form: no formula, markup or mention.
"""

from collections.abc import Callable, Iterator, Mapping
from pkgutil import resolve_name
from typing import Any, BinaryIO, Final

from ifcdelta.errors import MissingExtraError

Writer = Callable[[Mapping[str, Any], BinaryIO], None]

_WHERE: Final = {
    "json": "json_:write",
    "ndjson": "ndjson:write",
    "csv": "csv_:write",
    "xlsx": "xlsx:write",
    "html": "html:write",
    "bcf": "bcf:write",
    "bcf-2.1": "bcf:write_2_1",
    "markdown": "markdown:write",
}
_EXTRAS: Final = {"xlsx": "xlsx", "bcf": "bcf", "bcf-2.1": "bcf"}
"""What a form needs beside the package itself, by the extra that brings it."""
_TEXT: Final = {"json", "ndjson", "csv", "html", "markdown"}


class _Writers(Mapping[str, Writer]):
    """The writers by form, each imported when it is asked for: most need a library that the others do not."""

    def __getitem__(self, form: str) -> Writer:
        where, extra = _WHERE[form], _EXTRAS.get(form)
        try:
            writer: Writer = resolve_name(f"{__name__}.{where}")
        except ModuleNotFoundError as error:
            if extra is None:
                raise
            sentence = f"The form {form} needs more packages: pip install 'ifcdelta[{extra}]'."
            raise MissingExtraError(sentence, str(error)) from error
        return writer

    def __iter__(self) -> Iterator[str]:
        return iter(_WHERE)

    def __len__(self) -> int:
        return len(_WHERE)


WRITERS: Final[Mapping[str, Writer]] = _Writers()


def write(result: Mapping[str, Any], form: str, stream: BinaryIO) -> None:
    """Write a finished result in one of the forms of `WRITERS` to a binary stream.

    Raises:
        MissingExtraError: the form needs packages which are not installed.
    """
    WRITERS[form](result, stream)


def is_text(form: str) -> bool:
    """Tell whether a terminal can show a form."""
    return form in _TEXT
