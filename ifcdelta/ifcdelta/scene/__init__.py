"""A finished result as a scene: the elements of both models as binary glTF, coloured by what became of them."""

from ifcdelta.scene.states import Part
from ifcdelta.scene.write import write_scene

__all__ = ["Part", "write_scene"]
