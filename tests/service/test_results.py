"""What is made from a finished diff, over HTTP: its forms, its changes a page at a time, its shapes."""

import csv
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import openpyxl
import pytest

from contract.artifact import KINDS, VERSION_FILE, ResultFormat, artifacts_folder
from demo.house import write_pair
from jobs.artifacts_version import ARTIFACTS_VERSION
from tests.support.data import ROOT
from tests.support.models import global_id, write_model
from tests.support.stack import Stack, running, until

FORMS = [form for form in ResultFormat if form is not ResultFormat.JSON]


@pytest.fixture(scope="module")
def house(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The job of the demo's house against its revision."""
    job_id = stack.start(*write_pair(tmp_path_factory.mktemp("house")), output_file="house rev b.json")
    assert stack.wait(job_id)["status"] == "finished"
    return job_id


def changes(stack: Stack, job_id: str, **query: Any) -> dict[str, Any]:
    answer = stack.http.get(f"/tasks/{job_id}/changes", params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_served_under_the_result_s_name(stack: Stack, house: str, form: ResultFormat) -> None:
    answer = stack.http.get(f"/tasks/{house}/result", params={"format": form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].split(";")[0] == KINDS[form].media_type
    assert f"house%20rev%20b{KINDS[form].suffix}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    tag = answer.headers["ETag"]
    assert tag != stack.http.get(f"/tasks/{house}/result").headers["ETag"]
    again = stack.http.get(f"/tasks/{house}/result", params={"format": form}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def sent(stack: Stack, old: tuple[str, Path], new: tuple[str, Path]) -> dict[str, Any]:
    """Send two models under names of one's own; return the finished job."""
    with old[1].open("rb") as one, new[1].open("rb") as other:
        answer = stack.http.post("/ifcdiff", files={"old": (old[0], one), "new": (new[0], other)})
    assert answer.status_code == 202, answer.text
    return stack.wait(answer.json()["job_id"])


def name_of(answer: httpx.Response) -> str:
    return unquote(answer.headers["Content-Disposition"]).rpartition("''")[2].split('filename="')[-1].rstrip('"')


def test_this_week_s_file_is_called_as_last_week_s(stack: Stack, tmp_path: Path) -> None:
    old, new = write_pair(tmp_path)
    job = sent(stack, ("ARC.ifc", old), ("ARC.ifc", new))
    assert job["old_file"] != job["new_file"]
    assert (job["old_name"], job["new_name"]) == ("ARC.ifc", "ARC.ifc")
    result = stack.result(job["job_id"])
    assert (result["old"]["file"], result["new"]["file"]) == ("ARC.ifc", "ARC.ifc")
    for form in ("json", "xlsx", "bcf"):
        answer = stack.http.get(f"/tasks/{job['job_id']}/result", params={"format": form})
        suffix = KINDS[ResultFormat(form)].suffix
        assert name_of(answer) == f"ARC 2026-11-17 to 2026-11-24 changes{suffix}"
    shapes = stack.http.get(f"/tasks/{job['job_id']}/geometry")
    assert shapes.status_code == 200, shapes.text


def test_files_of_hostile_names_are_called_plainly(stack: Stack, tmp_path: Path) -> None:
    old, new = write_pair(tmp_path)
    job = sent(stack, ("../<img src=x>.ifc", old), ("Gebäude\u202e 'ü'.ifc", new))
    answer = stack.http.get(f"/tasks/{job['job_id']}/result", params={"format": "csv"})
    assert name_of(answer) == "_img src=x_ to Gebäude_ 'ü' changes.csv"


def test_forms_are_what_they_say(stack: Stack, house: str) -> None:
    def content(form: str) -> bytes:
        return stack.http.get(f"/tasks/{house}/result", params={"format": form}).content

    summary = stack.result(house)["summary"]
    lines = [json.loads(line) for line in content("ndjson").splitlines()]
    assert len(lines) >= summary["added"] + summary["deleted"] + summary["changed"]
    assert len(list(csv.reader(io.StringIO(content("csv").decode("utf-8-sig"))))) > summary["changed"]
    assert len(openpyxl.load_workbook(io.BytesIO(content("xlsx"))).sheetnames) > 1
    assert "bcf.version" in zipfile.ZipFile(io.BytesIO(content("bcf"))).namelist()
    assert content("html").lstrip().lower().startswith(b"<!doctype html")
    assert b"- `2 columns on Ground floor are new`" in content("markdown")


def test_an_unknown_form_is_refused_with_the_known_ones(stack: Stack, house: str) -> None:
    answer = stack.http.get(f"/tasks/{house}/result", params={"format": "pdf"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert "xlsx" in answer.json()["detail"]


def test_the_overview_is_the_result_without_its_lists(stack: Stack, house: str) -> None:
    overview = stack.http.get(f"/tasks/{house}/overview").json()
    result = stack.result(house)
    for key in ("format", "old", "new", "options", "summary", "model", "units"):
        assert overview[key] == result[key], key
    assert overview["coverage"]["unknown"] == len(result["coverage"]["unknown"])
    assert overview["view_url"] == f"/view/{house}"


def _lines(overview: dict[str, Any]) -> list[str]:
    return [fact["line"] for fact in overview["facts"]]


def test_what_changed_is_told_in_the_words_of_every_form(stack: Stack, house: str) -> None:
    overview = stack.http.get(f"/tasks/{house}/overview").json()
    forms = [unescape(stack.http.get(f"/tasks/{house}/result?format={form}").text) for form in ("markdown", "html")]
    assert all(told in form for told in (overview["sentence"], *_lines(overview)) for form in forms)
    assert sum(fact["count"] for fact in overview["facts"]) == 23
    assert overview["kinds"]["matched"]["name"] == "re-issued"
    values = 0
    for change in changes(stack, house)["changes"]:
        values += len(change["rows"])
        for row in change["rows"]:
            texts = [text for text in (row["old"], row["new"]) if text is not None and row["old"] != row["new"]]
            assert all(text in forms[1] for text in texts), row
    assert values > 20
    (wall,) = changes(stack, house, q="rei 90")["changes"]
    # The wall has the layers of its type, of which one changed too.
    assert (
        wall["line"] == "material: Insulation 95 mm → Insulation 120 mm · Pset_WallCommon.FireRating: REI 60 → REI 90"
    )
    told = {"aspect": "property", "set": "Pset_WallCommon", "field": "FireRating", "note": ""}
    assert {**told, "old": "REI 60", "new": "REI 90"} in wall["rows"]


def test_the_pages_have_every_change_once(stack: Stack, house: str) -> None:
    result = stack.result(house)
    page = changes(stack, house, limit=7)
    rows = page["changes"]
    while page["next"]:
        page = stack.http.get(page["next"]).json()
        rows += page["changes"]
    told = {kind: [row["guid"] for row in rows if row["kind"] == kind] for kind in ("added", "deleted", "changed")}
    assert sorted(told["added"]) == result["added"]
    assert sorted(told["deleted"]) == result["deleted"]
    assert {row["guid"]: row["change"] for row in rows if row["kind"] == "changed"} == result["changed"]
    assert page["total"] == len(rows)


def test_filters_narrow_and_count(stack: Stack, house: str) -> None:
    every = changes(stack, house)
    walls = changes(stack, house, **{"class": "IfcWall"})
    assert 0 < walls["total"] < every["total"]
    assert {row["class"] for row in walls["changes"]} == {"IfcWall"}
    assert walls["counts"]["class"] == every["counts"]["class"]
    assert walls["counts"]["kind"] == {"changed": walls["total"]}
    both = changes(stack, house, **{"class": ["IfcWall", "IfcSlab"], "aspect": "geometry"})
    assert {row["class"] for row in both["changes"]} <= {"IfcWall", "IfcSlab"}
    assert all("geometry" in row["aspects"] for row in both["changes"])
    assert both["total"] == sum(both["counts"]["class"][each] for each in ("IfcWall",))
    gone = changes(stack, house, kind="deleted")
    assert {row["kind"] for row in gone["changes"]} == {"deleted"}
    homeless = changes(stack, house, storey="")
    assert homeless["total"] == every["counts"]["storey"].get("", 0) > 0


def test_a_search_finds_names_and_values(stack: Stack, house: str) -> None:
    assert {row["name"] for row in changes(stack, house, q="rei 90")["changes"]} == {"GF West wall"}
    assert changes(stack, house, q="gf west")["total"] == 1
    assert changes(stack, house, q="no such thing")["total"] == 0
    assert changes(stack, house, q="100%_'\"")["total"] == 0


def test_rows_are_sorted_and_found(stack: Stack, house: str) -> None:
    names = [row["name"] for row in changes(stack, house, sort="name")["changes"]]
    assert names == sorted(names, key=lambda name: (name is None, (name or "").casefold()))
    storeys = [row["storey"] for row in changes(stack, house, sort="storey")["changes"]]
    assert storeys == [*sorted(filter(None, storeys)), *([""] * storeys.count(""))]
    assert storeys[-1] == ""
    last = changes(stack, house, sort="name", order="desc", limit=500)["changes"][-1]
    page = changes(stack, house, sort="name", order="desc", limit=3, find=last["guid"])
    assert last["guid"] in [row["guid"] for row in page["changes"]]
    assert page["offset"] % 3 == 0
    assert changes(stack, house, find=global_id("nowhere"))["offset"] == 0


def test_all_elements_of_a_selection_are_named(stack: Stack, house: str) -> None:
    for query in ({}, {"kind": ["changed", "matched"], "q": "wall"}, {"fact": [1]}, {"q": "nothing has this"}):
        answer = stack.http.get(f"/tasks/{house}/changes/guids", params=query)
        assert answer.status_code == 200, answer.text
        rows = changes(stack, house, **query, limit=500)
        assert answer.json() == {"guids": [row["guid"] for row in rows["changes"]]}
    assert stack.http.get(f"/tasks/{house}/changes/guids?kind=odd").json()["code"] == "invalid_request"


@pytest.mark.parametrize("query", ["kind=odd", "aspect=odd", "limit=0", "limit=501", "offset=-1", "sort=guid"])
def test_a_bad_query_is_refused(stack: Stack, house: str, query: str) -> None:
    answer = stack.http.get(f"/tasks/{house}/changes?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def glb_of(content: bytes) -> dict[str, Any]:
    """Return the JSON chunk of a binary glTF."""
    magic, version, length, size, kind = struct.unpack_from("<4sIII4s", content)
    assert (magic, version, length, kind) == (b"glTF", 2, len(content), b"JSON")
    document: dict[str, Any] = json.loads(content[20 : 20 + size])
    return document


def test_shapes_come_in_parts_that_make_the_whole(stack: Stack, house: str) -> None:
    names = {}
    for part in ("all", "changed", "unchanged"):
        answer = stack.http.get(f"/tasks/{house}/geometry", params={"part": part})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "model/gltf-binary"
        nodes = [node for node in glb_of(answer.content)["nodes"] if "extras" in node and "state" in node["extras"]]
        names[part] = sorted((node["name"], node["extras"]["state"], node["extras"]["side"]) for node in nodes)
    assert sorted(names["changed"] + names["unchanged"]) == names["all"]
    result = stack.result(house)
    told = {guid for guid, state, _ in names["changed"] if state == "added"}
    assert told <= set(result["added"])
    assert {state for _, state, _ in names["unchanged"]} == {"unchanged"}


def test_shapes_of_a_model_that_is_gone_are_refused(stack: Stack, tmp_path: Path) -> None:
    pair = [write_model(tmp_path / f"gone {side}.ifc", {side: side}) for side in ("old", "new")]
    job_id = stack.start(*pair)
    stack.wait(job_id)
    (stack.folder / "uploads" / "gone old.ifc").unlink()
    answer = stack.http.get(f"/tasks/{job_id}/geometry")
    assert (answer.status_code, answer.json()["code"]) == (422, "file_not_found")
    assert "old model" in answer.json()["detail"]


def test_views_of_jobs_without_a_result(stack: Stack, large: Path) -> None:
    for call in ("overview", "changes", "geometry", "result?format=csv"):
        assert stack.http.get(f"/tasks/nowhere/{call}").json()["code"] == "job_not_found"
    job_id = stack.start(large, large, engine="ifcopenshell")
    answer = stack.http.get(f"/tasks/{job_id}/changes")
    assert (answer.status_code, answer.json()["code"]) == (409, "job_not_finished")
    assert answer.headers["Retry-After"]
    stack.http.delete(f"/tasks/{job_id}")
    assert stack.http.get(f"/tasks/{job_id}/changes").json()["code"] == "job_canceled"


def test_a_view_is_made_once_and_its_worker_may_be_lost(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    with running(tmp_path / "stack") as stack:
        job_id = stack.start(*pair)
        stack.wait(job_id)
        stack.part("view worker").kill()
        asked = f"/tasks/{job_id}/result?format=csv"
        until(lambda: stack.http.get(asked).status_code == 200, 120, "the view worker's successor makes it")
        made = tmp_path / "stack" / "diff" / artifacts_folder(ARTIFACTS_VERSION) / f"{job_id}.csv"
        before = made.stat().st_mtime_ns
        assert stack.http.get(asked).status_code == 200
        assert made.stat().st_mtime_ns == before
        made.unlink()
        assert stack.http.get(asked).status_code == 200
        assert made.exists()


def test_the_table_is_there_with_the_result_and_made_again_where_it_is_lost(stack: Stack, house: str) -> None:
    table = stack.folder / "diff" / artifacts_folder(ARTIFACTS_VERSION) / f"{house}.table"
    before = changes(stack, house)
    table.unlink()
    assert changes(stack, house) == before


def test_many_who_ask_for_a_view_at_once_have_it_made_once(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair)
    stack.wait(job_id)
    address = f"{stack.http.base_url}/tasks/{job_id}/result?format=xlsx"
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: httpx.get(address, timeout=60), range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    log = stack.log.read_text(encoding="utf-8")
    assert log.count(f"({job_id}-xlsx)") == log.count(f"Job OK ({job_id}-xlsx)") + 1


def test_a_job_of_a_view_is_no_task(stack: Stack, house: str) -> None:
    (stack.folder / "diff" / artifacts_folder(ARTIFACTS_VERSION) / f"{house}.ndjson").unlink(missing_ok=True)
    assert stack.http.get(f"/tasks/{house}/result?format=ndjson").status_code == 200
    for verb, call in (("GET", "/status"), ("GET", "/result"), ("DELETE", "")):
        answer = stack.http.request(verb, f"/tasks/{house}-ndjson{call}")
        assert (answer.status_code, answer.json()["code"]) == (404, "job_not_found")


def test_views_of_another_version_are_not_served(stack: Stack, house: str) -> None:
    other = stack.folder / "diff" / ".views-0"
    other.mkdir(exist_ok=True)
    (other / f"{house}.csv").write_text("outdated", encoding="utf-8")
    assert "outdated" not in stack.http.get(f"/tasks/{house}/result?format=csv").text


def test_views_that_another_code_made_are_made_again(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """The worker is replaced by one whose writer differs in a word; the gateway runs on, and hears of it."""
    with running(tmp_path / "stack") as stack:
        job_id = stack.start(*pair)
        stack.wait(job_id)
        asked = f"/tasks/{job_id}/result?format=csv"
        before = stack.http.get(asked)
        assert before.status_code == 200
        engine = shutil.copytree(ROOT / "ifcdelta" / "ifcdelta", tmp_path / "other" / "ifcdelta")
        writer = engine / "writers" / "rows.py"
        writer.write_text(writer.read_text("utf-8").replace('"note"', '"remark"'), "utf-8")
        environment = stack.part("view worker").environ() | {"PYTHONPATH": f".{os.pathsep}{engine.parent}"}
        command = [sys.executable, "run_worker.py", "ifcdiff-views"]
        other = subprocess.Popen(command, cwd=ROOT / "ifcdiff", env=environment)
        try:
            after = until(lambda: _other_than(before, stack.http.get(asked)), 300, "the new worker's view is served")
        finally:
            other.terminate()
            other.wait(60)
        assert "remark" in after.text.splitlines()[0]
        assert after.headers["ETag"] != before.headers["ETag"]


def _other_than(before: httpx.Response, answer: httpx.Response) -> httpx.Response | None:
    return answer if answer.status_code == 200 and answer.content != before.content else None


def test_the_version_of_views_is_told_again_where_it_is_lost(stack: Stack, house: str) -> None:
    (stack.folder / "diff" / VERSION_FILE).unlink()
    assert stack.http.get(f"/tasks/{house}/result?format=markdown").status_code == 200


def test_the_ifcopenshell_engine_s_results_are_viewed_too(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair, engine="ifcopenshell")
    stack.wait(job_id)
    assert changes(stack, job_id)["counts"]["kind"] == {"added": 1, "changed": 1, "deleted": 1}
    for form in FORMS:
        assert stack.http.get(f"/tasks/{job_id}/result", params={"format": form}).status_code == 200, form
    assert stack.http.get(f"/tasks/{job_id}/geometry").status_code == 200
