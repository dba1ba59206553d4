"""The kinds of noise; importing a module registers what it holds."""

from tests.engine.exam.noise import identity, relations, shape, sharing, spelling

__all__ = ["identity", "relations", "shape", "sharing", "spelling"]
