"""The main job over HTTP: two models in, a result out, by JSON and by form."""

from pathlib import Path
from typing import Any

import pytest

from stepfile.schemas import IDENTIFIERS
from tests.service.test_requests import assert_problem
from tests.support.data import real_model
from tests.support.models import global_id, write_model
from tests.support.stack import ENDS, Stack, until

STAYS, RENAMED, GOES, COMES = (global_id(name) for name in ("stays", "renamed", "goes", "comes"))


def test_a_request_by_json_is_done_and_told(stack: Stack, pair: tuple[Path, Path]) -> None:
    old, new = (stack.put(path) for path in pair)
    answer = stack.ask(old, new, output_file="by json.json")
    job_id = answer.json()["job_id"]
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/tasks/{job_id}/status"
    assert answer.json() == {
        "job_id": job_id,
        "status": "queued",
        "status_url": f"/tasks/{job_id}/status",
        "result_url": f"/tasks/{job_id}/result",
    }
    status = stack.wait(job_id)
    assert status["status"] == "finished"
    assert status["result"] == "diff/by json.json"
    assert status["summary"] == {"added": 1, "deleted": 1, "changed": 1, "unchanged": 2, "matched": 0}
    assert status["error"] is status["error_code"] is None
    assert status["created_at"] < status["started_at"] < status["ended_at"]
    result = stack.result(job_id)
    assert result["added"] == [COMES]
    assert result["deleted"] == [GOES]
    assert list(result["changed"]) == [RENAMED]


def test_a_request_by_form_is_the_same(stack: Stack, pair: tuple[Path, Path]) -> None:
    by_json = stack.diff(*pair, relationships=["attributes"], tolerance=0.01)
    with pair[0].open("rb") as old, pair[1].open("rb") as new:
        answer = stack.http.post(
            "/ifcdiff",
            files={"old": ("old.ifc", old), "new": ("new.ifc", new)},
            data={"relationships": "attributes", "tolerance": "0.01", "filter_elements": ""},
        )
    assert answer.status_code == 202
    job_id = answer.json()["job_id"]
    assert stack.wait(job_id)["status"] == "finished"
    assert stack.result(job_id) == by_json


def test_a_form_takes_several_relationships(stack: Stack, pair: tuple[Path, Path]) -> None:
    for fields in ({"relationships": "type, attributes"}, {"relationships": ["attributes", "type"]}):
        with pair[0].open("rb") as old, pair[1].open("rb") as new:
            answer = stack.http.post("/ifcdiff", files={"old": old, "new": new}, data=fields)
        job_id = answer.json()["job_id"]
        stack.wait(job_id)
        assert stack.result(job_id)["options"]["relationships"] == ["attributes", "type"]


def test_the_same_request_gives_the_same_bytes(stack: Stack, pair: tuple[Path, Path]) -> None:
    tags = set()
    for _ in range(2):
        job_id = stack.start(*pair)
        stack.wait(job_id)
        tags.add(stack.http.get(f"/tasks/{job_id}/result").headers["ETag"])
    assert len(tags) == 1


def test_the_result_has_a_tag_and_the_right_name(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair, output_file="Änderungen Woche 7.json")
    stack.wait(job_id)
    answer = stack.http.get(f"/tasks/{job_id}/result")
    assert answer.headers["Content-Type"] == "application/json"
    assert "%C3%84nderungen%20Woche%207.json" in answer.headers["Content-Disposition"]
    tag = answer.headers["ETag"]
    again = stack.http.get(f"/tasks/{job_id}/result", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    changed = stack.http.get(f"/tasks/{job_id}/result", headers={"If-None-Match": '"other"'})
    assert changed.status_code == 200


def test_a_part_of_the_result_can_be_asked_for(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair)
    stack.wait(job_id)
    path = f"/tasks/{job_id}/result"
    whole = stack.http.get(path)
    part = stack.http.get(path, headers={"Range": "bytes=2-9"})
    assert (part.status_code, part.content) == (206, whole.content[2:10])
    assert part.headers["Content-Range"] == f"bytes 2-9/{len(whole.content)}"
    head = stack.http.head(path)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])
    assert int(head.headers["Content-Length"]) == len(whole.content)
    assert_problem(stack.http.get(path, headers={"Range": "bytes=9999999-"}), 416, "invalid_request")
    assert_problem(stack.http.get(path, headers={"Range": "bytes=x"}), 400, "invalid_request")
    for unknown in ("pages=1-2", "items=0-", "bytes", "x"):
        answer = stack.http.get(path, headers={"Range": unknown})
        assert (answer.status_code, answer.content) == (200, whole.content), unknown
        assert stack.http.get("/docs", headers={"Range": unknown}).status_code == 200
        assert stack.http.get("/docs/assets/swagger-ui.css", headers={"Range": unknown}).status_code == 200


def test_a_request_without_a_name_is_named_after_its_job(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair)
    assert stack.wait(job_id)["result"] == f"diff/{job_id}.json"


def test_two_jobs_of_one_name_keep_their_own_results(stack: Stack, pair: tuple[Path, Path]) -> None:
    old, new = (stack.put(path) for path in pair)
    there = stack.ask(old, new, output_file="diff.json").json()["job_id"]
    back = stack.ask(new, old, output_file="diff.json").json()["job_id"]
    assert stack.wait(there)["result"] == stack.wait(back)["result"] == "diff/diff.json"
    assert stack.result(there)["added"] == [COMES]
    assert stack.result(back)["added"] == [GOES]
    assert (stack.folder / "diff" / "diff.json").read_bytes() == stack.http.get(f"/tasks/{back}/result").content


def test_the_filter_takes_what_matches_in_either_file(stack: Stack, pair: tuple[Path, Path]) -> None:
    result = stack.diff(*pair, filter_elements='IfcElement, Name="Before"')
    assert (result["added"], result["deleted"], list(result["changed"])) == ([], [], [RENAMED])


def test_jobs_are_listed_newest_first_and_paged(stack: Stack, pair: tuple[Path, Path]) -> None:
    ids = [stack.start(*pair) for _ in range(3)]
    for job_id in ids:
        stack.wait(job_id)
    first = stack.http.get("/tasks", params={"limit": 2, "status": "finished"}).json()
    assert [task["job_id"] for task in first["tasks"]] == ids[:0:-1]
    second = stack.http.get(first["next"]).json()
    assert second["tasks"][0]["job_id"] == ids[0]
    assert all(task["status"] == "finished" for task in second["tasks"])


@pytest.mark.parametrize("name", ["revit_lantern_july", "sch_multicom_split"])
def test_a_real_pair(stack: Stack, name: str) -> None:
    pair = real_model(f"pairs/{name}")
    result = stack.diff(pair / "old.ifc", pair / "new.ifc")
    counts = result["summary"]
    assert counts["added"]
    assert counts["added"] == len(result["added"])
    assert counts["deleted"] == len(result["deleted"])
    assert counts["changed"] == len(result["changed"])
    for global_id_ in [*result["added"], *result["deleted"], *result["changed"]]:
        assert result["elements"][global_id_]["class"].startswith("Ifc")


def test_a_large_real_model_against_itself_shows_its_phases(stack: Stack) -> None:
    model = real_model("models/revit2012_janesville_restaurant.ifc")
    job_id = stack.start(model, model, engine="ifcopenshell")
    seen: list[dict[str, Any]] = []

    def ended() -> bool:
        status = stack.status(job_id)
        if status["progress"]:
            seen.append(status["progress"])
        return status["status"] in ENDS

    until(ended, 300, "the diff of the restaurant ends")
    summary = stack.result(job_id)["summary"]
    assert (summary["added"], summary["deleted"], summary["changed"]) == (0, 0, 0)
    assert len({progress["phase"] for progress in seen}) >= 3
    percents = [progress["percent"] for progress in seen]
    assert percents == sorted(percents)


@pytest.mark.parametrize("schema", IDENTIFIERS)
def test_every_schema_of_the_list_is_taken_and_compared_by_both_engines(
    stack: Stack, tmp_path: Path, schema: str
) -> None:
    known = IDENTIFIERS[schema]
    old = write_model(tmp_path / "old.ifc", {"a": "A"}, known)
    new = write_model(tmp_path / "new.ifc", {"a": "B"}, known)
    for path in (old, new):
        # FILE_NAME names a schema too, and that one is none.
        text = path.read_text(encoding="ascii").replace(f"(('{known}'))", f"(('{schema}'))")
        path.write_text(text.replace("FILE_NAME('model.ifc'", f"FILE_NAME('{schema}'"), encoding="ascii")
    for engine in ("delta", "ifcopenshell"):
        assert stack.diff(old, new, engine=engine)["changed"], engine
