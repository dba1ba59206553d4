"""CSV and XLSX, read by csv and openpyxl."""

import csv
import io
from typing import Any, cast

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ifcdelta.writers import xlsx
from tests.engine.writers.results import SCENARIOS, hostile, house, units_changed, written

Row = dict[str, str]
FIRE_RATING = "31Xt_U0_rN0A1Xe8spceTH"
MOVED = "0wyVGOxjnVfefIitGASWs3"


def table(result: dict[str, Any]) -> list[Row]:
    text = written("csv", result).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def book(result: dict[str, Any]) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written("xlsx", result)))


def sheet(workbook: Workbook, name: str) -> list[tuple[Any, ...]]:
    return list(cast("Worksheet", workbook[name]).iter_rows(values_only=True))


def test_a_row_for_each_value_that_changed() -> None:
    every = [row for row in table(house()) if row["GlobalId"] == FIRE_RATING]
    rows = [row for row in every if row["aspect"] == "property"]
    assert [(row["aspect"], row["field"], row["old"], row["new"]) for row in rows] == [
        ("property", "Pset_WallCommon.FireRating", "REI 60", "REI 90")
    ]
    assert rows[0]["class"] == "IfcWall"
    assert rows[0]["storey"] == "Ground floor"


def test_numbers_are_numbers_with_their_unit() -> None:
    moved = {row["field"]: row for row in table(house()) if row["GlobalId"] == MOVED}
    assert (moved["moved X"]["new"], moved["moved X"]["unit"], moved["moved X"]["note"]) == (
        "0.25",
        "m",
        "took 1 element along",
    )
    assert moved["Pset_WallCommon.AcousticRating"]["note"] == "from its type"
    (area,) = [row for row in table(house()) if row["field"] == "Qto_SpaceBaseQuantities.NetFloorArea"]
    assert (area["old"], area["new"], area["unit"]) == ("34.225", "33.1", "m²")


def test_csv_starts_with_a_mark_and_ends_lines_as_rfc_4180_does() -> None:
    text = written("csv", house())
    assert text.startswith(b"\xef\xbb\xbfkind,GlobalId,class,")
    assert text.count(b"\r\n") == len(table(house())) + 1


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_element_of_the_result_is_in_the_rows(scenario: str) -> None:
    result = SCENARIOS[scenario]()
    rows = table(result)
    for kind in ("added", "deleted", "changed"):
        assert {row["GlobalId"] for row in rows if row["kind"] == kind} == set(result[kind])
    unknown = sum(len(reasons) for reasons in result["coverage"]["unknown"].values())
    assert sum(row["kind"] == "not compared" for row in rows) == unknown
    assert sum(row["kind"] == "re-issued" for row in rows) == len(result["matched"])
    assert any(row["kind"] == "model" for row in rows) == bool(result["model"])


def test_no_text_of_a_model_is_a_formula_in_csv() -> None:
    cells = [cell for row in table(hostile()) for cell in row.values()]
    assert {"'=cmd|'/c calc'!A1", "'+1", "'-1", "'@x", "'\tx", "'\nx"} <= set(cells)
    numbers = {cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))}
    assert not numbers


def test_no_text_is_a_formula_wherever_a_spreadsheet_splits_csv() -> None:
    text = written("csv", hostile()).decode("utf-8-sig")
    assert "x;'=cmd|'/C calc'!A0" in text
    for separator in ";\t":
        cells = [cell for line in text.splitlines() for cell in line.split(separator)]
        assert not [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))]


def test_what_ends_a_cell_for_some_spreadsheet_is_quoted_in_csv() -> None:
    change = {"attributes_changed": {"Name": {"old": "a;b", "new": "a\tb"}, "Tag": {"old": "a b", "new": 'a"b'}}}
    lines = written("csv", {**house(), "changed": {MOVED: change}}).decode("utf-8-sig").split("\r\n")
    told = [line.partition(",attributes,")[2] for line in lines if ",attributes," in line]
    assert told == ['Name,"a;b","a\tb",,', 'Tag,a b,"a""b",,']


@pytest.mark.timeout(20)
def test_a_long_run_of_line_ends_takes_no_long_time() -> None:
    change = {"attributes_changed": {"Name": {"old": "\n" * 300_000, "new": "; " * 300_000}}}
    assert written("csv", {**house(), "changed": {MOVED: change}})


def test_a_list_of_numbers_is_left_as_it_is() -> None:
    changed = {MOVED: {"properties_changed": {"Set": {"List": {"old": [1.0, -2.0], "new": [-1.0]}}}}}
    row = next(row for row in table({**house(), "changed": changed}) if row["field"] == "Set.List")
    assert (row["old"], row["new"]) == ("1.0, -2.0", "'-1.0")


def test_a_negative_number_stays_one() -> None:
    result = house()
    moved = {MOVED: {"placement_changed": {"moved": [-0.5, 0.0, 0.0], "distance": 0.5, "rotated": 0.0}}}
    rows = table({**result, "changed": moved})
    assert [row["new"] for row in rows if row["field"] == "moved X"] == ["-0.5"]


def test_a_workbook_has_a_summary_the_facts_their_elements_and_all_values() -> None:
    workbook, result = book(house()), house()
    assert workbook.sheetnames == [
        "Summary",
        "Facts",
        "Elements",
        "Values",
        "Not compared",
        "GlobalId re-issued",
        "Model",
    ]
    assert sheet(workbook, "Summary")[0][0].startswith("5 elements changed in shape or place, 15 in data only")
    facts = sheet(workbook, "Facts")[1:]
    assert [row[:4] for row in facts] == [
        (number, group["effect"], group["change"], group["count"]) for number, group in enumerate(result["groups"], 1)
    ]
    assert facts[0][4] == "2 columns on Ground floor are new"
    for number, group in enumerate(result["groups"], 1):
        rows = [row for row in sheet(workbook, "Elements")[1:] if row[0] == number]
        assert [row[1:3] for row in rows] == [(group["effect"], group["change"])] * group["count"]
        assert sorted(row[3] for row in rows) == group["members"]
    assert {row[1] for row in sheet(workbook, "Values")[1:]} == set(result["changed"])
    assert [row[:1] + row[-2:] for row in sheet(workbook, "GlobalId re-issued")[1:]] == [
        (each["new"], each["old"], each["by"]) for each in result["matched"]
    ]
    for name in workbook.sheetnames[1:]:
        one = cast("Worksheet", workbook[name])
        assert one.freeze_panes == "A2"
        assert one.auto_filter.ref == f"A1:{get_column_letter(one.max_column)}{max(one.max_row, 2)}"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_summary_is_a_page_and_the_facts_are_read_in_whole(scenario: str) -> None:
    workbook = book(SCENARIOS[scenario]())
    summary = cast("Worksheet", workbook["Summary"])
    assert (summary.page_setup.fitToWidth or 1, summary.page_setup.fitToHeight or 1) == (1, 1)
    assert summary.sheet_properties.pageSetUpPr is not None
    assert summary.sheet_properties.pageSetUpPr.fitToPage
    assert summary["A1"].alignment.wrap_text
    assert summary.max_row < 130
    for row in cast("Worksheet", workbook["Facts"]).iter_rows(min_row=2):
        assert all(cell.alignment and cell.alignment.wrap_text for cell in row if cell.value is not None)


def test_the_workbook_tells_what_changed_of_the_model() -> None:
    result = units_changed()
    assert {row[0] for row in sheet(book(result), "Model")[1:]} == set(result["model"])


def test_no_text_of_a_model_is_a_formula_or_a_link_in_a_workbook() -> None:
    cells = [cell for one in book(hostile()).worksheets for row in one.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"n", "s"}  # openpyxl says n of an empty cell.
    assert not any(cell.hyperlink for cell in cells if isinstance(cell, Cell))
    values = {cell.value for cell in cells}
    assert {"=cmd|'/c calc'!A1", "+1", "-1", "@x", "half \ufffd of a pair"} <= values


def test_what_is_too_long_for_a_cell_is_cut_and_says_so() -> None:
    told = [row[4] for row in sheet(book(hostile()), "Values") if len(str(row[4])) > 1000]
    assert told
    assert all(
        len(each) == 32_767 and each.endswith("(cut here; 40,000 characters, in whole in the json form)")
        for each in told
    )


def test_what_is_too_much_for_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sheet(book(house()), "Values")
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 10)
    workbook = book(house())
    names = [name for name in workbook.sheetnames if name.startswith("Values")]
    assert names[:3] == ["Values", "Values (2)", "Values (3)"]
    assert [row for name in names for row in sheet(workbook, name)[1:]] == whole[1:]
    assert all(len(sheet(workbook, name)) <= 10 and sheet(workbook, name)[0] == whole[0] for name in names)
    assert any(row[0] == "Values" and "(2)" in str(row[2]) for row in sheet(workbook, "Summary"))
