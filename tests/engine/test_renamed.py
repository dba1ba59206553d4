"""What a file says under other GlobalIds is what it would say if it were read again with them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ifcdelta.index.content import content_of, lacks
from ifcdelta.index.fingerprint import fingerprints, own_ids
from ifcdelta.index.renamed import said_renamed
from ifcdelta.index.table import read_index
from tests.engine.exam.corpus import edited_building


@pytest.mark.parametrize("is_circular", [False, True])
def test_what_is_renamed_is_what_would_be_read(tmp_path: Path, is_circular: bool) -> None:
    path, _ = edited_building(0, tmp_path)
    before = read_index(path)
    walls = own_ids(before).rows[::3]
    if is_circular:
        wall = int(before.scan.ids[walls[0]])
        layer = f"#900001=IFCPRESENTATIONLAYERASSIGNMENT('a',$,(#900001,#{wall}),$);\nENDSEC;\nEND-ISO"
        path.write_text(path.read_text("utf-8").replace("ENDSEC;\nEND-ISO", layer), "utf-8")
        before = read_index(path)
        assert 900001 in before.scan.ids
    ids = before.global_ids.of(walls)
    after = replace(before, global_ids=before.global_ids.replaced(walls, np.roll(ids, 1)))
    other = replace(before, global_ids=before.global_ids.replaced(walls[1:], np.roll(ids, 1)[1:]))
    was, said, theirs = (content_of(each, fingerprints(each)) for each in (before, after, other))
    found, missing = said_renamed(before, after, (was, theirs), (lacks(was, theirs), lacks(theirs, was)))
    assert np.array_equal(found.said, said.said)
    assert np.array_equal(found.link_hashes, said.link_hashes)
    for one, whole in zip(missing, (lacks(said, theirs), lacks(theirs, said)), strict=True):
        assert np.array_equal(one.instances, whole.instances)
        assert np.array_equal(one.links, whole.links)
        assert one.instances.any()
