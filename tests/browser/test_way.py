"""A person's whole way: from two files in the hand to issues in the hand."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.large_pair import make_pair
from tests.engine.models import Model
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
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "5 elements changed in shape or place, 15 in data only"
    )
    visited.building_is_there()
    fact = page.locator(".fact", has_text="moved 250 mm: X +250")
    fact.locator("summary").click()
    fact.get_by_role("button", name="GF Partition").click()
    expect(page.locator(".detail")).to_contain_text("Moved 250 mm: X +250")
    page.get_by_role("button", name="Changed 20").click()
    expect(page.locator(".total")).to_have_text("20 elements")
    page.get_by_role("button", name="Elements", exact=True).click()
    page.get_by_role("row", name="moved 250 mm: X +250").click()
    expect(page.locator(".detail")).to_contain_text("Moved 250 mm: X +250")
    expect(page.locator(".detail")).to_contain_text("Rw 48 dB")
    page.get_by_text("Download").click()
    with page.expect_download() as downloading:
        page.locator("[data-format=bcf]").click()
    downloading.value.save_as(tmp_path / "issues.bcf")
    assert any(name.endswith("markup.bcf") for name in zipfile.ZipFile(tmp_path / "issues.bcf").namelist())
    with page.expect_download() as downloading:
        page.locator("[data-format=glb]").click()
    assert downloading.value.suggested_filename == "house-rev-a to house-rev-b changes.glb"


def test_two_files_the_wrong_way_round_are_swapped(visited: Visit, house: tuple[Path, Path]) -> None:
    page = visited.page
    page.goto("/")
    visited.drop(*reversed(house))
    expect(page.locator(".doubts")).to_contain_text("The new model was written before the old one")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/view/*")
    doubt = page.locator(".notice.doubt")
    expect(doubt).to_contain_text("The new model was written before the old one (2026-11-17 12:00:00")
    assert visited.violations() == []
    wrong = page.url
    doubt.get_by_role("button", name="Swap them").click()
    page.wait_for_url(lambda url: "/view/" in url and url != wrong)
    expect(page.get_by_role("heading", level=1)).to_contain_text("5 elements changed in shape or place")
    expect(page.locator(".models")).to_contain_text("17 Nov 2026")
    expect(doubt).to_have_count(0)


def test_facts_open_to_their_elements_and_lead_to_the_table(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto(f"/view/{compared}")
    facts = page.locator(".fact:visible")
    expect(facts).not_to_have_count(0)
    expect(page.get_by_role("grid")).to_be_hidden()
    expect(page.locator(".fact-list h2").first).to_have_text("New and gone 3")
    facts.first.locator("summary").click()
    expect(facts.first.locator("li")).to_have_count(2)
    page.get_by_role("searchbox").fill("0AB4yGmBLFRPmTvVQtg18n")
    expect(facts).to_have_count(1)
    expect(facts.first.locator(".fact-count")).to_have_text("1 of 2")
    expect(facts.first.locator("li")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    facts.first.get_by_role("button", name="Show all 2 elements in the table").click()
    expect(page.locator(".total")).to_have_text("2 elements")
    expect(page.locator(".chosen-fact")).to_contain_text("2 columns on Ground floor are new")
    there = page.url
    page.get_by_role("button", name="All facts").click()
    expect(page.get_by_role("grid")).to_be_hidden()
    page.goto(there)
    expect(page.locator(".row[data-index='1']")).to_contain_text("Carport post 2")
    page.goto(f"/view/{compared}?kind=matched&view=facts")
    expect(page.locator(".empty")).to_contain_text("they are in no fact")


def test_the_building_follows_the_list(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto(f"/view/{compared}")
    stage = page.locator(".stage")
    visited.building_is_there()
    expect(stage).to_have_attribute("data-followed", "all")
    page.locator(".fact", has_text="columns").locator("summary").click()
    expect(stage).to_have_attribute("data-followed", "2")
    page.locator(".fact", has_text="columns").locator("summary").click()
    expect(stage).to_have_attribute("data-followed", "all")
    page.get_by_role("searchbox").fill("REI 90")
    expect(stage).not_to_have_attribute("data-followed", "all")
    page.get_by_role("button", name="Elements", exact=True).click()
    found = page.locator(".total").inner_text().split(" ")[0]
    expect(stage).to_have_attribute("data-followed", found)
    page.get_by_role("checkbox", name="Rooms").uncheck()
    page.get_by_role("searchbox").fill("")
    expect(stage).to_have_attribute("data-followed", "all")


def test_models_far_apart_are_shown_one_by_one(visited: Visit, stack: Stack, tmp_path: Path) -> None:
    def written(name: str, x: float) -> Path:
        model = Model()
        for number in range(12):
            wall = model.box(model.element("IfcWall", f"wall {number}"), (4.0, 0.3, 3.0))
            wall.ObjectPlacement = model.place((x, 5.0 * number, 0.0))
        model.file.write(tmp_path / name)
        return tmp_path / name

    job_id = stack.start(written("old.ifc", 0.0), written("new.ifc", 2_864_000.0))
    stack.wait(job_id)
    page = visited.page
    page.goto(f"/view/{job_id}")
    visited.building_is_there("The models lie 2,864 km apart, so that one is shown: choose Old or New.")
    expect(page.locator(".notice.doubt")).to_contain_text("The whole model moved 2,864 km")


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


def lantern(_folder: Path) -> tuple[Path, Path]:
    folder = real_model("pairs/revit_lantern_july")
    return folder / "old.ifc", folder / "new.ifc"


def restaurant(folder: Path) -> tuple[Path, Path]:
    pair = make_pair(real_model("models/revit2012_janesville_restaurant.ifc"), folder, 26)
    return pair.old, pair.new


@pytest.mark.parametrize(
    ("revisions", "said"),
    # The geometry kernel makes no shape of two pieces of the restaurant.
    [(lantern, ""), (restaurant, "2 elements could not be made and are not shown.")],
)
def test_the_whole_way_of_a_real_building(
    visited: Visit, stack: Stack, revisions: Callable[[Path], tuple[Path, Path]], said: str, tmp_path: Path
) -> None:
    page = visited.page
    page.goto("/")
    visited.drop(*revisions(tmp_path))
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/view/*", timeout=60_000)
    summary = stack.wait(page.url.rpartition("/")[2])["summary"]
    changed = f"{summary['changed']:,}"
    page.get_by_role("button", name=f"Changed {changed}").click()
    expect(page.locator(".total")).to_have_text(f"{changed} elements")
    page.get_by_role("button", name="Elements", exact=True).click()
    page.locator(".row[data-index='0']").click()
    expect(page.locator(".detail .kind")).to_have_text("Changed")
    expect(page.locator(".detail .aspect").first).to_be_visible()
    visited.building_is_there(said)
    assert visited.violations() == []
    page.get_by_text("Download").click()
    with page.expect_download() as downloading:
        page.locator("[data-format=bcf]").click()
    downloading.value.save_as(tmp_path / "issues.bcf")
    assert any(name.endswith("markup.bcf") for name in zipfile.ZipFile(tmp_path / "issues.bcf").namelist())


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
    visited.drop(bad, real_model("bad/crafted_truncated.ifczip"))
    expect(visited.page.locator(".target[data-side=old]")).to_contain_text(reason)
    expect(visited.page.locator(".target[data-side=new]")).to_contain_text("zip archive")
    expect(visited.page.get_by_role("button", name="Compare")).to_be_disabled()


def test_an_archive_is_looked_into(visited: Visit, house: tuple[Path, Path], tmp_path: Path) -> None:
    archive = tmp_path / "house.ifczip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writing:
        writing.write(house[0], "inner.ifc")
    visited.page.goto("/")
    visited.drop(archive, house[0])
    told, same = (visited.page.locator(f".target[data-side={side}] .facts") for side in ("old", "new"))
    expect(told).to_contain_text("In the archiveinner.ifc")
    expect(same).not_to_contain_text("counting")
    expect(told).to_contain_text(same.text_content() or "")


def test_a_comparison_that_fails_says_why(visited: Visit, house: tuple[Path, Path]) -> None:
    page = visited.page
    page.goto("/")
    visited.drop(*house)
    page.get_by_text("Options").click()
    page.get_by_label("Only elements that match").fill("IfcWall, !!")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("bad_filter")
    assert visited.violations() == []
