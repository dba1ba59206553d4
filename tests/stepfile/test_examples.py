"""The reader of headers and ends against the examples that the page's reader is held to as well."""

import codecs
import io
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from gateway.problems.errors import BadModelError
from gateway.uploads.soundness import check_sound
from ifcdelta.step.header import date, originating_system, read_header
from stepfile.end import find_end
from stepfile.header import NotStepError, UnknownSchemaError, renamed
from stepfile.header import read_header as read_step_header
from stepfile.schemas import IDENTIFIERS

EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))


def content(example: dict[str, Any]) -> bytes:
    """Return the bytes of an example: its texts, some of them repeated."""
    return b"".join(part.encode() if isinstance(part, str) else part[0].encode() * part[1] for part in example["parts"])


def of(key: str) -> pytest.MarkDecorator:
    """Parametrize a test by the examples that have `key`."""
    return pytest.mark.parametrize(
        "example", [each for each in EXAMPLES if key in each], ids=lambda example: example["name"]
    )


@of("header")
def test_a_header_is_read(example: dict[str, Any]) -> None:
    header = read_header(content(example))
    told = {"schema": header.schema.upper(), "application": originating_system(header), "date": date(header)}
    assert told == example["header"]
    assert header.schema_identifier == IDENTIFIERS[header.schema.upper()]


@of("refused")
def test_what_has_no_header_that_is_read_is_refused_with_a_reason(example: dict[str, Any]) -> None:
    start = content(example).removeprefix(codecs.BOM_UTF8)
    if start == content(example):
        with pytest.raises((NotStepError, UnknownSchemaError), match=example["refused"]):
            read_step_header(start)
    else:  # The engine passes over the mark, the gateway does not.
        assert read_step_header(content(example)).data == read_step_header(start).data + len(codecs.BOM_UTF8)


def test_a_long_name_of_a_schema_is_not_repeated() -> None:
    with pytest.raises(UnknownSchemaError) as refused:
        read_step_header(b"ISO-10303-21;HEADER;FILE_SCHEMA(('" + b"x" * 100_000 + b"'));DATA;")
    assert len(refused.value.schema) < 100


@of("whole")
def test_a_file_has_its_end_or_not(example: dict[str, Any]) -> None:
    assert (find_end(io.BytesIO(content(example))) is not None) == example["whole"]


@of("name")
def test_the_gateway_takes_whole_files_of_a_schema_that_is_read(tmp_path: Path, example: dict[str, Any]) -> None:
    path = tmp_path / "example.ifc"
    path.write_bytes(content(example))
    is_sound = "header" in example and example["whole"]
    with nullcontext() if is_sound else pytest.raises(BadModelError):
        check_sound(path)


@of("header")
def test_the_engine_reads_the_schema_under_the_name_that_ifcopenshell_has(example: dict[str, Any]) -> None:
    text = content(example)
    header = read_header(text)
    told = read_header(renamed(text, header))
    assert told.schema == told.schema_identifier == header.schema_identifier
    assert told.file_name == header.file_name
