"""What the gateway removes by itself when it starts, and every hour: results, views and spools that nobody needs."""

import os
import time
from pathlib import Path
from uuid import uuid4

from contract.names import own_result_name
from contract.view import VERSION_FILE, View, view_file_name, views_folder
from tests.support.stack import running, until
from views_version import VIEWS_VERSION, announce

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
        put(results / view_file_name(young, View.TABLE, VIEWS_VERSION), 3),
        put(results / view_file_name(other, View.CSV, VIEWS_VERSION)),
        put(results / "weekly.json", 30),
    ]
    removed = [
        put(results / own_result_name(old), 8),
        put(results / f"{own_result_name(old)}.x1.part", 8),
        put(results / view_file_name(old, View.XLSX, VIEWS_VERSION), 9),
        put(results / ".views-0" / f"{young}.{View.TABLE}", 3),
        put(results / views_folder(VIEWS_VERSION) / f"{young}.{View.HTML}.x1.part", 3),
    ]
    announce(results)
    kept.append(results / VERSION_FILE)
    removed.append(put(results / ".views.0", 3))
    with running(tmp_path / "stack", RESULT_TTL_DAYS="7"):
        until(lambda: not any(path.exists() for path in removed), 30, "the old files are gone")
        assert [path for path in kept if not path.exists()] == []
