"""Models whose every text means harm: the page shows it as the text that it is."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Dialog, expect

from tests.support.browser import Visit
from tests.support.models import global_id
from tests.support.stack import Stack

MARKUP: Final = "<img src=x onerror=alert(1)>"
FORMULA: Final = "=cmd|'/c calc'!A1"
FILES: Final = (f"{MARKUP}.ifc", f"{FORMULA.replace('/', '')}.ifc")
"""No file system has the slash in a name."""


def _harmful(path: Path, name: str, value: str) -> Path:
    """Write a model of one proxy on a storey, with a property; everything that can be named is named in bad faith."""
    name, value, both = (text.replace("'", "''") for text in (name, value, MARKUP + FORMULA))
    ids = {key: global_id(f"harm {key}") for key in ("project", "storey", "proxy", "pset", "within", "below", "by")}
    path.write_text(
        f"""ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [ReferenceView_V1.2]'),'2;1');
FILE_NAME('model.ifc','{both}',(''),(''),'tests','{both}','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCPROJECT('{ids["project"]}',$,'{both}',$,$,$,$,(#2),#3);
#2=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#4,$);
#3=IFCUNITASSIGNMENT((#5));
#4=IFCAXIS2PLACEMENT3D(#6,$,$);
#5=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#6=IFCCARTESIANPOINT((0.,0.,0.));
#7=IFCBUILDINGSTOREY('{ids["storey"]}',$,'{both}',$,$,$,$,$,.ELEMENT.,0.);
#8=IFCBUILDINGELEMENTPROXY('{ids["proxy"]}',$,'{name}',$,$,$,$,'{both}',$);
#9=IFCPROPERTYSINGLEVALUE('{both}',$,IFCLABEL('{value}'),$);
#10=IFCPROPERTYSET('{ids["pset"]}',$,'{both}',$,(#9));
#11=IFCRELCONTAINEDINSPATIALSTRUCTURE('{ids["within"]}',$,$,$,(#8),#7);
#12=IFCRELAGGREGATES('{ids["below"]}',$,$,$,#1,(#7));
#13=IFCRELDEFINESBYPROPERTIES('{ids["by"]}',$,$,$,(#8),#10);
ENDSEC;
END-ISO-10303-21;
""",
        encoding="ascii",
    )
    return path


@pytest.fixture(scope="module")
def revisions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("harm")
    old, new = (folder / name for name in FILES)
    return _harmful(old, MARKUP, FORMULA), _harmful(new, FORMULA, MARKUP)


@pytest.fixture
def dialogs(visited: Visit) -> list[str]:
    opened: list[str] = []

    def note(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    visited.page.on("dialog", note)
    return opened


def test_files_are_described_in_text(visited: Visit, revisions: tuple[Path, Path], dialogs: list[str]) -> None:
    page = visited.page
    page.goto("/")
    visited.drop(*revisions)
    for side, name in zip(("old", "new"), FILES, strict=True):
        told = page.locator(f".target[data-side={side}]")
        expect(told.locator("strong")).to_have_text(name)
        expect(told.locator(".facts")).to_contain_text(f"Written by{MARKUP}{FORMULA}")
    assert page.locator("img").count() == 0
    assert dialogs == []


def test_a_result_is_told_in_text(
    visited: Visit, stack: Stack, revisions: tuple[Path, Path], dialogs: list[str]
) -> None:
    page = visited.page
    job_id = stack.start(*revisions)
    assert stack.wait(job_id)["status"] == "finished"
    page.goto(f"/view/{job_id}")
    expect(page.get_by_role("button", name=MARKUP + FORMULA)).to_be_visible()
    for fact in page.locator(".fact").all():
        fact.locator("summary").click()
        expect(fact.locator("li").first).to_be_visible()
    expect(page.locator(".fact").filter(has_text=FORMULA).first).to_be_visible()
    page.get_by_role("button", name="Elements", exact=True).click()
    page.get_by_role("row", name=FORMULA).filter(has_text="Changed").first.click()
    detail = page.locator(".detail")
    expect(detail.get_by_role("table", name=MARKUP + FORMULA).locator("caption")).to_have_text(MARKUP + FORMULA)
    expect(detail.get_by_role("row", name=f"{MARKUP}{FORMULA} {FORMULA} {MARKUP}")).to_be_visible()
    expect(detail.get_by_role("row", name=f"Name {MARKUP} {FORMULA}")).to_be_visible()
    expect(detail.locator(".facts").first).to_contain_text(f"Storey{MARKUP}{FORMULA}")
    page.goto("/")
    expect(page.locator(".jobs")).to_be_visible()
    assert page.locator("img").count() == 0
    assert dialogs == []
