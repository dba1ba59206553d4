"""What is told where a volume turns read-only, is full or is gone while the service runs, and that it heals."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from contract.artifact import artifacts_folder
from jobs.artifacts_version import ARTIFACTS_VERSION
from tests.service.test_requests import assert_problem
from tests.support.data import ROOT
from tests.support.models import write_large_model
from tests.support.stack import SLOW, Stack, running, until


def mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@contextmanager
def volume(folder: Path) -> Iterator[Path]:
    """A file system of 4 MiB at `folder`."""
    folder.mkdir(parents=True)
    if not mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)):
        pytest.skip("this user may mount nothing here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The volume without writing, as a disk with errors or a remount leaves it."""
    until(lambda: mount("-o", "remount,ro", str(folder)), 10, "nobody writes there")
    try:
        yield
    finally:
        assert mount("-o", "remount,rw", str(folder))


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """The volume without a byte free."""
    filler = folder / "filler.bin"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(bytes(8 * 2**20))
    try:
        yield
    finally:
        filler.unlink()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack whose uploads and results are volumes of their own."""
    folder = tmp_path_factory.mktemp("volumes")
    with volume(folder / "uploads"), volume(folder / "diff"), running(folder) as stack:
        yield stack


def failed(stack: Stack, job_id: str) -> str:
    """Wait for the end of a job that fails, see that its result says the same, and return the code."""
    code = str(stack.wait(job_id)["error_code"])
    assert_problem(stack.http.get(f"/tasks/{job_id}/result"), 500, code)
    return code


@pytest.mark.parametrize("state", [read_only, full])
def test_results_that_cannot_be_written_are_told_and_heal(
    own: Stack, pair: tuple[Path, Path], state: Callable[[Path], AbstractContextManager[None]]
) -> None:
    folder = own.folder / "diff"
    done = own.start(*pair)
    assert own.wait(done)["status"] == "finished"
    view = f"/tasks/{done}/result?format=csv"
    worker, view_worker = own.part("worker").pid, own.part("view worker").pid
    with state(folder):
        assert failed(own, own.start(*pair, output_file="named.json")) == "storage_failed"
        assert_problem(own.http.get(view), 500, "storage_failed")
        check = {**own.environment, "REDIS_PORT": str(own.valkey), "REDIS_HOST": "127.0.0.1"}
        check["REDIS_PASSWORD"] = (own.folder / "valkey" / "password").read_text(encoding="ascii")
        check |= {"UPLOADS_DIR": str(own.folder / "uploads"), "OUTPUT_DIR": str(own.folder), "PYTHONPATH": "."}
        asked = [sys.executable, "check_worker.py"]
        alive = subprocess.run(asked, cwd=ROOT / "ifcdiff", env=check, capture_output=True, text=True, check=False)
        assert alive.returncode == 0, alive.stderr
        assert own.http.get("/health").json()["status"] == "ok"
    assert own.http.get(view).status_code == 200
    assert own.wait(own.start(*pair))["status"] == "finished"
    assert not list(folder.rglob("*.part"))
    assert (own.part("worker").pid, own.part("view worker").pid) == (worker, view_worker)
    log = own.log.read_text(encoding="utf-8")
    assert "SystemExit" not in log
    assert str(folder) in log


def test_the_first_job_on_a_volume_that_cannot_be_written(own: Stack, pair: tuple[Path, Path]) -> None:
    # Here not even the folder of the views is there.
    own.wait(own.start(*pair))
    views = own.folder / "diff" / artifacts_folder(ARTIFACTS_VERSION)
    views.rename(views.with_name("away"))
    with read_only(own.folder / "diff"):
        assert failed(own, own.start(*pair)) == "storage_failed"
    views.with_name("away").rename(views)


def test_a_view_that_fails_each_time_is_not_made_in_a_loop(own: Stack, pair: tuple[Path, Path]) -> None:
    job_id = own.start(*pair)
    own.wait(job_id)
    with read_only(own.folder / "diff"):
        began = len(own.log.read_text(encoding="utf-8"))
        for _ in range(3):
            assert_problem(own.http.get(f"/tasks/{job_id}/result?format=xlsx"), 500, "storage_failed")
        tries = own.log.read_text(encoding="utf-8")[began:].count(f"job {job_id}-xlsx failed")
    # Each asks anew, two seconds apart; one of them may have been told what another's try came to.
    assert 2 <= tries <= 3


def test_a_worker_needs_no_right_to_write_models(own: Stack, pair: tuple[Path, Path]) -> None:
    names = [own.put(path) for path in pair]
    with read_only(own.folder / "uploads"):
        for part in ("worker", "view worker"):
            process = own.part(part)
            process.terminate()
            process.wait(30)
        until(lambda: own.http.get("/health").json()["workers"] == 1, 60, "a worker starts")
        job_id = own.ask(*names).json()["job_id"]
        assert own.wait(job_id)["status"] == "finished"
        assert own.http.get(f"/tasks/{job_id}/geometry").status_code == 200
        with pair[0].open("rb") as file:
            assert_problem(own.http.post("/upload/ifc", files={"file": ("a.ifc", file)}), 500, "storage_failed")
    own.put(pair[0])


def test_an_upload_that_fills_the_volume_leaves_it_as_it_was(
    own: Stack, tmp_path: Path, pair: tuple[Path, Path]
) -> None:
    large = write_large_model(tmp_path / "large.ifc", 20_000)
    assert large.stat().st_size > 4 * 2**20
    with large.open("rb") as file:
        assert_problem(own.http.post("/upload/ifc", files={"file": ("large.ifc", file)}), 500, "storage_failed")
    assert not list((own.folder / "uploads" / ".incoming").iterdir())
    with full(own.folder / "uploads"):
        # What was sent is still to be written out when the form turns out to be none.
        cut = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.ifc"\r\n\r\n' + "ISO-10303-21;" * 200
        own.http.post("/upload/ifc", content=cut, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert not list((own.folder / "uploads" / ".incoming").iterdir())
    own.put(pair[0])


def test_a_volume_that_is_gone_is_not_a_fault_of_the_request(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    large = write_large_model(tmp_path / "large.ifc", 12_000)
    with running(tmp_path / "stack") as stack:
        uploads = stack.folder / "uploads"
        names = [stack.put(path) for path in pair]
        blocking = stack.start(large, large, **SLOW)
        stack.started(blocking)
        waiting = stack.ask(*names).json()["job_id"]
        uploads.rename(uploads.with_name("away"))
        assert_problem(stack.ask(*names), 500, "storage_failed")
        assert_problem(stack.http.get("/list_directories"), 500, "storage_failed")
        stack.http.delete(f"/tasks/{blocking}")
        assert failed(stack, waiting) == "storage_failed"
        # It is back, as an empty one.
        uploads.mkdir()
        assert stack.diff(*pair)["added"]


def test_a_table_that_the_disk_spoilt_is_told(own: Stack, pair: tuple[Path, Path]) -> None:
    job_id = own.start(*pair)
    own.wait(job_id)
    table = own.folder / "diff" / artifacts_folder(ARTIFACTS_VERSION) / f"{job_id}.table"
    os.truncate(table, 5000)
    assert_problem(own.http.get(f"/tasks/{job_id}/changes"), 500, "storage_failed")
    table.write_bytes(b"no table" * 200)
    assert_problem(own.http.get(f"/tasks/{job_id}/changes"), 500, "storage_failed")
