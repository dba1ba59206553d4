"""What the engine's tests share: the edited buildings, written once."""

from functools import cache

import pytest

from tests.engine.exam.corpus import Edited, edited_building


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """Return what gives the building of a seed and its revision; no test writes over them."""
    return cache(lambda seed: edited_building(seed, tmp_path_factory.mktemp(f"building-{seed}")))
