"""What the gateway removes by itself, at its start and every ten minutes: files that nobody needs."""

import os
import socket
import time
from pathlib import Path
from uuid import uuid4

from contract.artifact import VERSION_FILE, Artifact, artifact_file_name, artifacts_folder
from contract.names import own_result_name
from gateway.uploads.store import Uploads
from jobs.artifacts_version import ARTIFACTS_VERSION, announce
from tests.support.stack import running, until

DAY = 86_400


def put(path: Path, days: float = 0) -> Path:
    """Write a file that is so many days old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}", encoding="utf-8")
    when = time.time() - days * DAY
    os.utime(path, (when, when))
    return path


def test_what_nobody_needs_is_removed_and_all_else_stays(tmp_path: Path) -> None:
    results = tmp_path / "stack" / "diff"
    young, old, other = (str(uuid4()) for _ in range(3))
    kept = [
        put(results / own_result_name(young), 1),
        put(results / artifact_file_name(young, Artifact.TABLE, ARTIFACTS_VERSION), 3),
        put(results / artifact_file_name(other, Artifact.CSV, ARTIFACTS_VERSION)),
        put(results / "weekly.json", 30),
    ]
    removed = [
        put(results / own_result_name(old), 8),
        put(results / f"{own_result_name(young)}.x1.part", 0.01),
        put(results / artifact_file_name(old, Artifact.XLSX, ARTIFACTS_VERSION), 9),
        put(results / ".views-0" / f"{young}.{Artifact.TABLE}", 3),
        put(results / artifacts_folder(ARTIFACTS_VERSION) / f"{young}.{Artifact.HTML}.x1.part", 0.01),
        put(tmp_path / "stack" / "uploads" / ".incoming" / "0123", 0.01),
    ]
    announce(results)
    kept.append(results / VERSION_FILE)
    removed.append(put(results / ".views.0", 3))
    # Links that lead round in a circle, where things are looked for by name: none stops the start or the sweep.
    circles = [
        tmp_path / "stack" / "uploads" / "example-old.ifc",
        results / artifacts_folder(ARTIFACTS_VERSION) / "a circle",
    ]
    circles += [tmp_path / "stack" / "uploads" / ".incoming" / "circle", results / own_result_name(str(uuid4()))]
    for circle in circles:
        circle.parent.mkdir(parents=True, exist_ok=True)
        circle.symlink_to(circle.name)
    # What somebody else put there under a name of ours.
    strange = put(results / own_result_name(str(uuid4())) / "a file", 9).parent
    os.utime(strange, (0, 0))
    kept.append(put(results / ".views-x", 9))
    with running(tmp_path / "stack", RESULT_TTL_DAYS="7"):
        until(lambda: not any(path.exists() for path in removed), 30, "the old files are gone")
        assert strange.exists()
        assert [path for path in kept if not path.exists()] == []


def test_what_is_still_being_written_stays(tmp_path: Path, large: Path) -> None:
    with running(tmp_path / "stack") as stack:
        job_id = stack.start(large, large, engine="ifcopenshell")
        process = stack.engine_process()
        process.suspend()
        results = tmp_path / "stack" / "diff"
        written = [*results.glob("*.part"), *results.glob(f"{artifacts_folder(ARTIFACTS_VERSION)}/*.part")]
        assert len(written) == 2
        dead = put(results / f"{own_result_name(str(uuid4()))}.x1.part")
        for path in [*written, dead]:
            os.utime(path, (0, 0))
        stack.part("gateway").kill()
        until(lambda: not dead.exists(), 30, "the next gateway keeps house")
        assert all(path.exists() for path in written)
        process.resume()
        assert stack.wait(job_id)["status"] == "finished"


def test_an_upload_that_takes_long_stays(tmp_path: Path) -> None:
    with running(tmp_path / "stack") as stack, socket.create_connection(("127.0.0.1", stack.api)) as slow:
        head = "POST /upload/ifc HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.ifc"\r\n\r\nISO'
        slow.sendall(f"{head}Content-Length: 9999\r\n\r\n{part}".encode())
        spool = tmp_path / "stack" / "uploads" / ".incoming"
        written = until(lambda: next(spool.glob("*"), None), 10, "the upload has begun")
        os.utime(written, (time.time() - 3600,) * 2)
        Uploads(spool.parent, 1).sweep()
        assert written.exists()
        stack.part("gateway").kill()
        until(lambda: not written.exists(), 30, "the next gateway removes what the killed one left")
