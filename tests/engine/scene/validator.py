"""The Khronos glTF validator, from the page's npm packages (or NODE_PATH); the test is skipped where it is absent."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.data import ROOT

_PAGE: Final = ROOT / "api-gateway" / "gateway" / "page" / "node_modules"
_SCRIPT: Final = Path(__file__).with_name("validator.cjs")


def issues_of(glb: bytes) -> list[dict[str, Any]]:
    """Return what the validator has to say of a file, hints included."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js here: the glTF validator needs it")
    paths = os.pathsep.join(filter(None, (str(_PAGE), os.environ.get("NODE_PATH"))))
    ran = subprocess.run(
        [node, str(_SCRIPT)], input=glb, capture_output=True, env={**os.environ, "NODE_PATH": paths}, check=False
    )
    if b"Cannot find module 'gltf-validator'" in ran.stderr:
        pytest.skip("the npm package gltf-validator is not here (npm install in api-gateway/gateway/page)")
    assert ran.returncode == 0, ran.stderr.decode()
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found
