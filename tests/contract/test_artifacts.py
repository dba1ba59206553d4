"""The names of views are the same in every room, and so is the version of what makes them."""

import shutil
from pathlib import Path

from contract.artifact import KINDS, SHAPES, VERSION_FILE, Artifact, GeometryPart, ResultFormat
from contract.change_table import ChangeKind
from contract.version import version_of
from gateway.artifacts.files import artifacts_version
from ifcdelta.writers import WRITERS
from ifcdelta.writers.entries import Kind
from jobs.artifacts_version import ARTIFACTS_VERSION, announce, announce_if_lost
from tests.support.data import ROOT


def test_every_form_has_its_writer_and_its_kind_of_file() -> None:
    assert WRITERS.keys() == set(ResultFormat) == KINDS.keys()


def test_every_view_is_a_form_the_table_or_shapes() -> None:
    forms = {Artifact(form) for form in ResultFormat if form is not ResultFormat.JSON}
    assert forms | {Artifact.TABLE} | set(SHAPES.values()) == set(Artifact)
    assert SHAPES.keys() == set(GeometryPart)


def test_changes_are_of_the_same_kinds_in_the_same_order() -> None:
    assert [kind.value for kind in ChangeKind] == [kind.value for kind in Kind]


def test_every_source_and_library_makes_the_version(tmp_path: Path) -> None:
    """What is beside the sources, and where they are, does not."""
    one, other = (shutil.copytree(ROOT / "ifcdelta", tmp_path / name, symlinks=True) for name in ("one", "other"))
    (other / "ifcdelta" / "__pycache__").mkdir(exist_ok=True)
    (other / "ifcdelta" / "__pycache__" / "words.pyc").write_bytes(b"compiled")
    known = {version_of(one, ["numpy==1"])}
    assert {version_of(other, ["numpy==1"])} == known
    known.add(version_of(other, ["numpy==2"]))
    for name in ("ifcdelta/result/words.py", "ifcdelta/writers/page/report.css", "ifcdelta/scene/gltf.py"):
        with (other / name).open("a", encoding="utf-8") as source:
            source.write("\n")
        known.add(version_of(other, ["numpy==1"]))
    (other / "ifcdelta" / "engine.py").rename(other / "ifcdelta" / "motor.py")
    known.add(version_of(other, ["numpy==1"]))
    assert len(known) == 6


def test_a_worker_that_is_replaced_does_not_take_back_what_its_successor_announced(tmp_path: Path) -> None:
    announce_if_lost(tmp_path)
    assert artifacts_version(tmp_path) == ARTIFACTS_VERSION
    (tmp_path / VERSION_FILE).write_text("another", encoding="ascii")
    announce_if_lost(tmp_path)
    assert artifacts_version(tmp_path) == "another"
    announce(tmp_path)
    assert artifacts_version(tmp_path) == ARTIFACTS_VERSION
