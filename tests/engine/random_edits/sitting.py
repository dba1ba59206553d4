"""Edits one model at random, many times, and judges what the engine tells of each edit. Knows no table."""

import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ifcopenshell

from tests.engine.exam.engines import ENGINES
from tests.engine.exam.picker import chance
from tests.engine.random_edits import judge
from tests.engine.random_edits.draw import Edit, draw
from tests.engine.random_edits.judge import Verdict
from tests.engine.random_edits.noise import Noise
from tests.engine.random_edits.pool import Pool
from tests.engine.random_edits.reach import Reach
from tests.engine.random_edits.written import read


def verdicts(path: Path, name: str, seeds: range, root: int = 0) -> Iterator[Verdict]:
    """Yield the verdict on one edit of a model per seed; the same seeds give the same edits."""
    written, pool = read(path), Pool(ifcopenshell.open(path))
    noise, reach = Noise(pool.model), Reach(pool.model)
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "new.ifc"
        for seed in seeds:
            edit = draw(written, pool, chance(f"{root} {name} {seed}"))
            edit.new.write(new)
            yield _judged(name, edit, (path, new), noise, reach)


def _judged(name: str, edit: Edit, paths: tuple[Path, Path], noise: Noise, reach: Reach) -> Verdict:
    told, why, same, invented = judge.FAILED, "", False, set[str]()
    try:
        result = ENGINES["delta"].diff(*paths)
    except Exception:
        why = traceback.format_exc(limit=-3)
    else:
        told, why, invented = judge.said(result), judge.detail(result), _invented(result, edit, reach)
        same = result["old"]["content"] == result["new"]["content"]
    return Verdict(
        name,
        edit.what,
        edit.way,
        edit.before,
        edit.after,
        told,
        noise.reason(edit),
        same,
        why,
        tuple(sorted(invented)),
    )


def _invented(result: dict[str, Any], edit: Edit, reach: Reach) -> set[str]:
    """Return the elements that a result tells of and the edit cannot have changed."""
    told, may_be = judge.elements(result), reach.of(edit)
    return set() if may_be is None else {guid for guid in told - may_be if f"'{guid}'" not in edit.after}
