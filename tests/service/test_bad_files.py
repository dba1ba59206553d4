"""Every broken or odd file there is, as old and as new: told, or compared; nothing in between."""

from pathlib import Path

import pytest

from tests.support.data import absent, bad_files, real_model
from tests.support.stack import ENDS, Stack

# Legal, if odd: these must be compared.
SOUND = {
    "crafted_bad_globalid.ifc",
    "crafted_comments_spaces.ifc",
    "crafted_cr_only.ifc",
    "crafted_cyclic_aggregate.ifc",
    "crafted_duplicate_globalid.ifc",
    "crafted_leading_blank_lines.ifc",
    "crafted_long_string.ifc",
    "crafted_lowercase.ifc",
    "crafted_no_project.ifc",
    "crafted_ok.ifczip",
    "crafted_one_line.ifc",
    "crafted_path_traversal.ifczip",
    "crafted_raw_utf8.ifc",
    "crafted_string_escapes.ifc",
    "crafted_trailing_garbage.ifc",
    "crafted_zip_named_ifc.ifc",
}
# Cut off or no model: these must never be compared.
REFUSED = {
    "crafted_bomb_200MB.ifczip": {"not_ifc", "file_truncated", "too_large"},
    "crafted_empty.ifc": {"not_ifc"},
    "crafted_html_login.ifc": {"not_ifc"},
    "crafted_no_end.ifc": {"file_truncated"},
    "crafted_no_ifc.ifczip": {"bad_archive"},
    "crafted_nul_bytes.ifc": {"file_damaged"},
    "crafted_pdf.ifc": {"not_ifc"},
    "crafted_schema_IFC2X_FINAL.ifc": {"unsupported_schema"},
    "crafted_schema_IFC5.ifc": {"unsupported_schema"},
    "crafted_schema_blank.ifc": {"unsupported_schema"},
    "crafted_truncated.ifczip": {"bad_archive"},
    "crafted_truncated_half.ifc": {"file_truncated"},
    "crafted_truncated_midtoken.ifc": {"file_truncated"},
    "crafted_two_models.ifczip": {"bad_archive"},
}


@pytest.fixture(scope="module")
def sound_model() -> Path:
    return real_model("pairs/webifc_example_add_space/old.ifc")


@pytest.mark.skipif(not bad_files(), reason=absent("bad"))
@pytest.mark.parametrize("engine", ["delta", "ifcopenshell"])
@pytest.mark.parametrize("side", ["old", "new"])
@pytest.mark.parametrize("bad", bad_files(), ids=lambda path: path.name)
def test_a_bad_file(stack: Stack, sound_model: Path, bad: Path, side: str, engine: str) -> None:
    worker = stack.part("worker").pid
    sides = {"old": sound_model, "new": sound_model, side: bad}
    with sides["old"].open("rb") as old, sides["new"].open("rb") as new:
        files = {"old": (sides["old"].name, old), "new": (sides["new"].name, new)}
        answer = stack.http.post("/ifcdiff", files=files, data={"engine": engine})
    if answer.status_code == 202:
        status = stack.wait(answer.json()["job_id"])
        assert status["status"] in ENDS - {"canceled"}
        assert bad.name not in REFUSED
        if status["status"] == "finished":
            stack.result(status["job_id"])
        else:
            assert bad.name not in SOUND, status
            assert status["error_code"] in {"unreadable_file", "unsupported_schema", "engine_crashed"}
            assert "Traceback" not in status["error"]
    else:
        assert answer.status_code in {413, 422}, answer.text
        assert answer.json()["code"] in REFUSED.get(bad.name, {"not_ifc", "file_damaged", "unsupported_schema"})
        assert answer.json()["detail"].startswith(side)
        assert bad.name not in SOUND, answer.text
        assert "Traceback" not in answer.text
    assert stack.part("worker").pid == worker
