"""A finished result as a scene: the elements of both models as binary glTF, coloured by what became of them."""

from ifcdelta.scene.states import ScenePart
from ifcdelta.scene.write import write_scene

__all__ = ["ScenePart", "write_scene"]
