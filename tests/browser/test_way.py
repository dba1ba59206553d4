"""A person's whole way: from two files in the hand to issues in the hand."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visit
from tests.support.data import real_model
from tests.support.stack import Stack


def test_from_drop_to_bcf(visited: Visit, house: tuple[Path, Path], tmp_path: Path) -> None:
    page = visited.page
    page.goto("/")
    visited.drop(*house)
    expect(page.locator(".facts")).to_have_count(2)
    expect(page.locator(".target[data-side=old] .facts")).to_contain_text("IFC4")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/view/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 elements were added, 1 deleted and 17 changed")
    visited.building_is_there()
    page.get_by_role("button", name="Changed 17").click()
    expect(page.locator(".total")).to_have_text("17 elements")
    page.get_by_role("row", name="moved 250 mm: X +250").click()
    expect(page.locator(".detail")).to_contain_text("Moved 250 mm: X +250")
    expect(page.locator(".detail")).to_contain_text("Rw 48 dB")
    page.get_by_text("Download").click()
    with page.expect_download() as downloading:
        page.locator("[data-format=bcf]").click()
    downloading.value.save_as(tmp_path / "issues.bcf")
    assert any(name.endswith("markup.bcf") for name in zipfile.ZipFile(tmp_path / "issues.bcf").namelist())


def test_the_address_of_a_result_can_be_sent(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto(f"/view/{compared}?kind=changed&class=IfcWall&q=REI&sort=name&order=desc")
    expect(page.locator(".total")).to_have_text("1 element")
    page.locator(".row[data-index='0']").click()
    there = page.url
    assert "selected=" in there
    page.goto("/")
    page.goto(there)
    expect(page.locator(".detail")).to_contain_text("REI 90")
    expect(page.get_by_role("row", selected=True)).to_contain_text("IfcWall")


@pytest.mark.parametrize(
    "name",
    [
        "models/Duplex_A_20110907_georeferenced.ifc",
        "models/XELLA-Begane_grond.ifc",
        "models/Building-Architecture.ifc",
        "models/magicad_duct_fittings_fixture.ifc",
        "pairs/bonsai_raise_walls/new.ifc",
        "bad/crafted_comments_spaces.ifc",
        "bad/crafted_lowercase.ifc",
        "bad/crafted_one_line.ifc",
        "bad/crafted_string_escapes.ifc",
    ],
)
def test_elements_are_counted_as_the_engine_counts_them(visited: Visit, stack: Stack, name: str) -> None:
    model = real_model(name)
    visited.page.goto("/")
    visited.drop(model, model)
    result = stack.diff(model, model, relationships=["class"])
    facts = visited.page.locator(".target[data-side=old] .facts")
    expect(facts).to_contain_text(f"Elements{result['old']['elements']:,}")
    expect(facts).to_contain_text(result["old"]["schema"])
    expect(facts).to_contain_text(result["old"]["application"])


def edited(model: Path, folder: Path) -> Path:
    """Write the model with some of its doors renamed and some of its furniture gone."""
    lines = model.read_bytes().splitlines(keepends=True)
    for at, line in enumerate(lines):
        if at % 4 == 0 and b"=IFCDOOR('" in line:
            lines[at] = re.sub(rb"('[^']{22}',#\d+,')", rb"\1Edited ", line, count=1)
        elif at % 4 == 1 and b"=IFCFURNISHINGELEMENT('" in line:
            lines[at] = b""
    path = folder / "edited.ifc"
    path.write_bytes(b"".join(lines))
    return path


@pytest.mark.parametrize("name", ["pairs/revit_lantern_july", "models/revit2012_janesville_restaurant.ifc"])
def test_a_real_building_is_shown(visited: Visit, stack: Stack, name: str, tmp_path: Path) -> None:
    real = real_model(name)
    old, new = (real / "old.ifc", real / "new.ifc") if real.is_dir() else (real, edited(real, tmp_path))
    job_id = stack.start(old, new)
    summary = stack.wait(job_id)["summary"]
    page = visited.page
    page.goto(f"/view/{job_id}")
    expect(page.locator(".facet-kind")).to_contain_text(f"Changed{summary['changed']}")
    expect(page.locator(".stage")).to_have_attribute("data-elements", re.compile(r"[1-9]\d*"), timeout=60_000)
    expect(page.locator(".stage-status")).not_to_contain_text("follow", timeout=60_000)
    assert visited.violations() == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("crafted_pdf.ifc", "it is a PDF"),
        ("crafted_truncated_half.ifc", "cut off"),
        ("crafted_schema_IFC5.ifc", "IFC5"),
    ],
)
def test_what_is_no_model_is_told_before_it_is_sent(visited: Visit, name: str, reason: str) -> None:
    bad = real_model(f"bad/{name}")
    visited.page.goto("/")
    visited.drop(bad, real_model("bad/crafted_ok.ifczip"))
    expect(visited.page.locator(".target[data-side=old]")).to_contain_text(reason)
    expect(visited.page.locator(".target[data-side=new]")).to_contain_text("zip archive")
    expect(visited.page.get_by_role("button", name="Compare")).to_be_disabled()


def test_a_comparison_that_fails_says_why(visited: Visit, house: tuple[Path, Path]) -> None:
    page = visited.page
    page.goto("/")
    visited.drop(*house)
    page.get_by_text("Options").click()
    page.get_by_label("Only elements that match").fill("IfcWall, !!")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("bad_filter")
    assert visited.violations() == []
