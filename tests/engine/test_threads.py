"""The engine in a process that has opened nothing yet, by several threads at once."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.engine.models import Model, write
from tests.support.data import ROOT

_RUNS: Final = 8
"""Without the set-up, up to two in three of them end by a signal."""
_TOGETHER: Final = """
import sys, threading
import ifcdelta
from ifcopenshell import ifcopenshell_wrapper
sys.setswitchinterval(1e-6)
has_begun = False
def open_(path):
    while not has_begun:
        pass
    ifcopenshell_wrapper.open(path, False)
threads = [threading.Thread(target=open_, args=(path,)) for path in sys.argv[1:] * 4]
for each in threads:
    each.start()
has_begun = True
for each in threads:
    each.join()
"""


def test_threads_that_open_the_first_files_together_end_by_no_signal(tmp_path: Path) -> None:
    schemas = ("IFC2X3", "IFC4X3_ADD2")
    paths = [write(Model(schema).file.to_string(), f"{schema}.ifc", tmp_path) for schema in schemas]
    for _ in range(_RUNS):
        ended = subprocess.run(
            [sys.executable, "-c", _TOGETHER, *paths],
            cwd=ROOT / "ifcdiff",
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, b"")
