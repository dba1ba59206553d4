"""Shapes of every kind that the exam edits, as representation items in metres. Knows no element."""

from collections.abc import Callable, Sequence
from typing import Final

from tests.engine.exam.building.maker import Entity, Maker

Shape = tuple[str, Entity]
"""A representation type and its item."""


def rectangle(maker: Maker, x: float, y: float) -> Entity:
    """Return a rectangular profile, `x` by `y` metres about its origin."""
    return maker.make(
        "IfcRectangleProfileDef",
        ProfileType="AREA",
        Position=maker.flat_axes(),
        XDim=maker.length(x),
        YDim=maker.length(y),
    )


def extrusion(maker: Maker, profile: Entity, depth: float) -> Entity:
    """Return a profile extruded upwards."""
    return maker.make(
        "IfcExtrudedAreaSolid",
        SweptArea=profile,
        Position=maker.axes(),
        ExtrudedDirection=maker.direction(0, 0, 1),
        Depth=maker.length(depth),
    )


def polygon(maker: Maker, points: Sequence[tuple[float, float]]) -> Entity:
    """Return a profile bounded by a closed polyline."""
    ring = [maker.point(*each) for each in points]
    line = maker.make("IfcPolyline", Points=[*ring, ring[0]])
    return maker.make("IfcArbitraryClosedProfileDef", ProfileType="AREA", OuterCurve=line)


def block(maker: Maker) -> Shape:
    """An extruded rectangle."""
    profile = rectangle(maker, maker.random.uniform(0.4, 0.9), maker.random.uniform(1.0, 2.0))
    return "SweptSolid", extrusion(maker, profile, maker.random.uniform(0.3, 2.0))


def plate(maker: Maker) -> Shape:
    """An extruded polygon."""
    width = maker.random.uniform(1.0, 2.0)
    points = ((0, 0), (width, 0), (width, 1.5), (0.6, 1.9), (0, 1.5))
    return "SweptSolid", extrusion(maker, polygon(maker, points), 0.2)


def column(maker: Maker) -> Shape:
    """An extruded I profile."""
    profile = maker.make(
        "IfcIShapeProfileDef",
        ProfileType="AREA",
        ProfileName="I",
        Position=maker.flat_axes(),
        OverallWidth=maker.length(0.2),
        OverallDepth=maker.length(0.3),
        WebThickness=maker.length(0.02),
        FlangeThickness=maker.length(0.03),
    )
    return "SweptSolid", extrusion(maker, profile, maker.random.uniform(2.0, 3.0))


def clipped(maker: Maker) -> Shape:
    """A block cut by a half-space."""
    _, solid = block(maker)
    plane = maker.make("IfcPlane", Position=maker.axes(0.0, 0.0, 0.2))
    half = maker.make("IfcHalfSpaceSolid", BaseSurface=plane, AgreementFlag=False)
    operands = {"FirstOperand": solid, "SecondOperand": half}
    return "Clipping", maker.make("IfcBooleanClippingResult", Operator="DIFFERENCE", **operands)


def csg(maker: Maker) -> Shape:
    """A block less a block, as a tree of primitives."""
    sizes = {"XLength": 1.0, "YLength": 1.2, "ZLength": 1.4}
    first = maker.make("IfcBlock", Position=maker.axes(), **{key: maker.length(size) for key, size in sizes.items()})
    lengths = dict.fromkeys(sizes, maker.length(0.5))
    second = maker.make("IfcBlock", Position=maker.axes(0.8, 0.9, 1.0), **lengths)
    return "CSG", maker.make("IfcBooleanResult", Operator="DIFFERENCE", FirstOperand=first, SecondOperand=second)


def revolved(maker: Maker) -> Shape:
    """A rectangle turned about an axis beside it, by 90 of the model's degrees."""
    axis = maker.make("IfcAxis1Placement", Location=maker.point(1.0, 0.0, 0.0), Axis=maker.direction(0, 1, 0))
    return "SweptSolid", maker.make(
        "IfcRevolvedAreaSolid",
        SweptArea=rectangle(maker, 0.3, 0.4),
        Position=maker.axes(),
        Axis=axis,
        Angle=90.0,
    )


def disk(maker: Maker) -> Shape:
    """A pipe along a polyline."""
    points = [maker.point(0.0, 0.0, 0.0), maker.point(0.0, 0.0, 1.0), maker.point(0.7, 0.0, 1.5)]
    line = maker.make("IfcPolyline", Points=points)
    return "AdvancedSweptSolid", maker.make("IfcSweptDiskSolid", Directrix=line, Radius=maker.length(0.05))


_CORNERS: Final = ((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1))
_QUADS: Final = ((0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7))
_TRIANGLES: Final = tuple(three for a, b, c, d in _QUADS for three in ((a, b, c), (a, c, d)))


def _corners(maker: Maker) -> list[tuple[float, float, float]]:
    x, y, z = (maker.random.uniform(0.5, 2.0) for _ in range(3))
    return [(x * a, y * b, z * c) for a, b, c in _CORNERS]


def brep(maker: Maker) -> Shape:
    """A box of faces."""
    return "Brep", maker.make("IfcFacetedBrep", Outer=maker.make("IfcClosedShell", CfsFaces=_faces(maker)))


def surfaces(maker: Maker) -> Shape:
    """A box without its lid, as a surface model."""
    shell = maker.make("IfcOpenShell", CfsFaces=_faces(maker)[1:])
    return "SurfaceModel", maker.make("IfcShellBasedSurfaceModel", SbsmBoundary=[shell])


def _faces(maker: Maker) -> list[Entity]:
    points = [maker.point(*each) for each in _corners(maker)]
    faces = []
    for quad in _TRIANGLES:
        loop = maker.make("IfcPolyLoop", Polygon=[points[at] for at in quad])
        bound = maker.make("IfcFaceOuterBound", Bound=loop, Orientation=True)
        faces.append(maker.make("IfcFace", Bounds=[bound]))
    return faces


def triangles(maker: Maker) -> Shape:
    """A box of indexed triangles."""
    listed = maker.make(
        "IfcCartesianPointList3D", CoordList=[[maker.length(each) for each in point] for point in _corners(maker)]
    )
    index = [[at + 1 for at in each] for each in _TRIANGLES]
    return "Tessellation", maker.make("IfcTriangulatedFaceSet", Coordinates=listed, Closed=True, CoordIndex=index)


def polygons(maker: Maker) -> Shape:
    """A box of indexed polygons."""
    listed = maker.make(
        "IfcCartesianPointList3D", CoordList=[[maker.length(each) for each in point] for point in _corners(maker)]
    )
    faces = [maker.make("IfcIndexedPolygonalFace", CoordIndex=[at + 1 for at in each]) for each in _TRIANGLES]
    return "Tessellation", maker.make("IfcPolygonalFaceSet", Coordinates=listed, Closed=True, Faces=faces)


def curved(maker: Maker) -> Shape:
    """An extrusion of an indexed curve with an arc."""
    listed = maker.make(
        "IfcCartesianPointList2D",
        CoordList=[[maker.length(each) for each in point] for point in ((0, 0), (1, 0), (1.3, 0.5), (1, 1), (0, 1))],
    )
    make = maker.file.create_entity
    segments = [make("IfcLineIndex", (1, 2)), make("IfcArcIndex", (2, 3, 4)), make("IfcLineIndex", (4, 5, 1))]
    curve = maker.make("IfcIndexedPolyCurve", Points=listed, Segments=segments)
    profile = maker.make("IfcArbitraryClosedProfileDef", ProfileType="AREA", OuterCurve=curve)
    return "SweptSolid", extrusion(maker, profile, 0.4)


ALL: Final[dict[str, Callable[[Maker], Shape]]] = {
    each.__name__: each
    for each in (block, plate, column, clipped, csg, revolved, disk, brep, surfaces, triangles, polygons, curved)
}
"""By name."""
NOT_IN_IFC2X3: Final = ("triangles", "polygons", "curved")
