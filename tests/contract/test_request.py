"""The request: what it takes, what it refuses, what it makes of it."""

import inspect
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rq.job import JobStatus
from rq.utils import import_attribute

from contract.errors import BAD_INPUT_CODES, ErrorCode
from contract.filenames import MAX_NAME_BYTES, called, is_job_result, name_fault, plain_name, told_apart
from contract.job import JobState, state_of
from contract.names import TASK, own_result_name
from contract.request import COMPARED_BY, Aspect, DiffRequest, Engine

FILES = {"old_file": "a.ifc", "new_file": "b.ifc"}


def code_of(**fields: object) -> str:
    with pytest.raises(ValidationError) as caught:
        DiffRequest.model_validate({**FILES, **fields})
    return caught.value.errors()[0]["type"]


def test_the_task_is_there_and_takes_the_request() -> None:
    task = import_attribute(TASK)
    parameters = inspect.signature(task).parameters
    assert list(parameters) == list(DiffRequest.model_fields)
    for name, field in DiffRequest.model_fields.items():
        expected = inspect.Parameter.empty if field.is_required() else field.default
        assert parameters[name].default == expected, name


def test_relationships_are_put_in_order_and_told_once() -> None:
    request = DiffRequest.model_validate({**FILES, "relationships": ["type", "attributes", "type"]})
    assert request.relationships == [Aspect.ATTRIBUTES, Aspect.TYPE]
    assert DiffRequest.model_validate(FILES).aspects == [a for a in Aspect if a in COMPARED_BY[request.engine]]


def test_what_the_engine_cannot_compare_is_refused() -> None:
    missing = set(Aspect) - COMPARED_BY[Engine.IFCOPENSHELL]
    for aspect in missing:
        assert code_of(relationships=[aspect], engine="ifcopenshell") == ErrorCode.UNKNOWN_RELATIONSHIP


def test_bad_names_have_their_code() -> None:
    assert code_of(old_file="../a.ifc") == ErrorCode.BAD_FILE_NAME
    assert code_of(output_file="a.txt") == ErrorCode.BAD_FILE_NAME
    assert DiffRequest.model_validate({**FILES, "output_file": ""}).output_file is None


@given(st.text())
def test_a_plain_name_is_plain_whatever_was_given(given_name: str) -> None:
    name = plain_name(given_name, ".ifc")
    assert name_fault(name) is None
    assert name.endswith(".ifc")
    assert name == unicodedata.normalize("NFC", name) or "\ud800" <= max(given_name, default="") <= "\udfff"
    assert plain_name(name, ".ifc") == name


@given(st.text(max_size=300))
def test_a_name_without_fault_stays_in_its_folder(name: str) -> None:
    if name_fault(name) is None:
        assert len(name.encode()) <= MAX_NAME_BYTES
        assert not set(name) & set('/\\\0\n<>:"|?*')
        assert name not in {"", ".", ".."}


def test_the_name_of_a_job_s_result_is_known() -> None:
    assert is_job_result(own_result_name("6f1f2f0e-58c5-4c3b-9f5e-6d1c0f5e7a10"))
    assert not is_job_result("diff.json")


def test_every_state_of_rq_has_one_of_ours() -> None:
    assert {state_of(status.value) for status in JobStatus} == set(JobState)


def test_bad_input_codes_are_codes() -> None:
    assert set(ErrorCode) > BAD_INPUT_CODES


def test_a_model_that_is_stored_beside_another_of_its_name_keeps_what_it_was_called() -> None:
    sha256 = "3c9973ac1e70" + "0" * 52
    stored = told_apart("ARC.ifc", sha256)
    assert stored == "ARC-3c9973ac1e70.ifc"
    assert called(stored) == called(stored, sha256) == called("ARC.ifc", sha256) == "ARC.ifc"
    assert called(stored, "f" * 64) == stored
    assert called("ARC-rev2.ifc") == "ARC-rev2.ifc"
