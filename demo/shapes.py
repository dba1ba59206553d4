"""Bodies and placements of the demo house, in metres. Knows nothing of what the house consists of."""

import ifcopenshell
import ifcopenshell.api.geometry
import ifcopenshell.util.shape_builder
import ifcopenshell.util.unit
import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
"""A placement: 4 x 4, metres, world axes."""

Size = tuple[float, float, float]
"""Extent along x, y and z in metres."""


def placement(x: float, y: float, z: float, turn: float = 0.0) -> Matrix:
    """Return the placement at a point, turned by `turn` degrees about the vertical."""
    matrix = np.eye(4)
    angle = np.radians(turn)
    matrix[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    matrix[:3, 3] = x, y, z
    return matrix


def place(element: ifcopenshell.entity_instance, matrix: Matrix) -> None:
    """Give the element a placement relative to what contains it, so that it stands at `matrix`."""
    ifcopenshell.api.geometry.edit_object_placement(element.file, product=element, matrix=matrix, is_si=True)


def box(context: ifcopenshell.entity_instance, size: Size) -> ifcopenshell.entity_instance:
    """Return a representation of a box from the origin to `size`, a rectangle extruded upwards."""
    builder, scale = _builder(context)
    x, y, z = (length / scale for length in size)
    outline = builder.rectangle(size=np.array([x, y]))
    return builder.get_representation(context, [builder.extrude(outline, magnitude=z)])


def prism(
    context: ifcopenshell.entity_instance, outline: list[tuple[float, float]], height: float
) -> ifcopenshell.entity_instance:
    """Return a representation of an `outline` in the xy plane, extruded upwards by `height`."""
    builder, scale = _builder(context)
    curve = builder.polyline([(x / scale, y / scale) for x, y in outline], closed=True)
    return builder.get_representation(context, [builder.extrude(curve, magnitude=height / scale)])


def mesh(
    context: ifcopenshell.entity_instance, points: list[Size], faces: list[list[int]]
) -> ifcopenshell.entity_instance:
    """Return a representation of a closed body by its points and its faces (indices of points)."""
    builder, scale = _builder(context)
    body = builder.mesh([[length / scale for length in point] for point in points], faces)
    return builder.get_representation(context, [body])


def _builder(context: ifcopenshell.entity_instance) -> tuple[ifcopenshell.util.shape_builder.ShapeBuilder, float]:
    model = context.file
    return ifcopenshell.util.shape_builder.ShapeBuilder(model), ifcopenshell.util.unit.calculate_unit_scale(model)
