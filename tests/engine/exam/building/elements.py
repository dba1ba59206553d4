"""The elements: every kind of shape, walls with openings, types with mapped shapes, assemblies, pipes, spaces."""

from typing import Final

from tests.engine.exam.building import shapes
from tests.engine.exam.building.maker import Entity, Maker

_CLASSES: Final = {
    "block": "IfcSlab",
    "plate": "IfcSlab",
    "column": "IfcColumn",
    "clipped": "IfcBeam",
    "csg": "IfcFooting",
    "revolved": "IfcRailing",
    "disk": "IfcRailing",
}
"""The class of elements of a shape; all others are proxies."""
_COPIES: Final = 4


def make(maker: Maker) -> None:
    """Make the elements, each contained in a storey or part of one that is."""
    contained: list[list[Entity]] = [[] for _ in maker.storeys]
    for number, element in enumerate([*_shaped(maker), *_furniture(maker), *_assemblies(maker), *_pipes(maker)]):
        # The last storey is kept for what is placed below.
        contained[number % (len(maker.storeys) - 1)].append(element)
    contained[0] += _walls(maker)
    contained[-1] = [_simple(maker, "IfcSlab", f"cellar {number}", maker.storeys[-1]) for number in range(3)]
    for storey, elements in zip(maker.storeys, contained, strict=True):
        for part in (elements[::2], elements[1::2]):
            maker.relate("IfcRelContainedInSpatialStructure", RelatingStructure=storey, RelatedElements=part)
        for element in elements:
            element.ObjectPlacement.PlacementRelTo = storey.ObjectPlacement
    _spaces(maker)


def _simple(maker: Maker, kind: str, name: str, parent: Entity | None, shape: str | shapes.Shape = "block") -> Entity:
    origin = [round(maker.random.uniform(0.0, 20.0), 3) for _ in range(2)]
    kind_of, item = shapes.ALL[shape](maker) if isinstance(shape, str) else shape
    return maker.make(
        kind,
        Name=name,
        Description=f"describes {name}",
        ObjectType=f"Tr\u00e4ger \u4e2d {name}",
        Tag=f"T-{name}",
        ObjectPlacement=maker.placement(parent, *origin, 0.0, ahead=(1, 0, 0)),
        Representation=maker.product_shape(kind_of, item),
    )


def _shaped(maker: Maker) -> list[Entity]:
    names = [name for name in shapes.ALL if maker.file.schema != "IFC2X3" or name not in shapes.NOT_IN_IFC2X3]
    return [
        _simple(maker, _CLASSES.get(name, "IfcBuildingElementProxy"), f"{name} {number}", None, name)
        for name in names
        for number in range(_COPIES)
    ]


def _walls(maker: Maker) -> list[Entity]:
    kinds = [maker.make("IfcWallType", Name=f"wall type {name}", PredefinedType="STANDARD") for name in "AB"]
    walls, others = [], []
    for number in range(10):
        solid = shapes.extrusion(maker, shapes.rectangle(maker, 6.0, 0.3), 2.7)
        wall = _simple(maker, "IfcWall", f"wall {number}", None, ("SweptSolid", solid))
        walls.append(wall)
        if number < 6:
            others.append(_window(maker, wall, _opening(maker, wall, number), number))
    for kind, several in zip(kinds, (walls[:5], walls[5:]), strict=True):
        maker.relate("IfcRelDefinesByType", RelatingType=kind, RelatedObjects=several)
    return walls + others


def _opening(maker: Maker, wall: Entity, number: int) -> Entity:
    solid = shapes.extrusion(maker, shapes.rectangle(maker, 1.0, 1.0), 1.2)
    opening = maker.make(
        "IfcOpeningElement",
        Name=f"opening {number}",
        ObjectPlacement=maker.placement(wall, 0.5, 0.0, 0.9),
        Representation=maker.product_shape("SweptSolid", solid),
    )
    maker.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    return opening


def _window(maker: Maker, wall: Entity, opening: Entity, number: int) -> Entity:
    kind = "IfcWindow" if number % 2 else "IfcDoor"
    window = _simple(maker, kind, f"filling {number}", wall)
    window.OverallHeight, window.OverallWidth = maker.length(1.2), maker.length(1.0)
    if number < 2:
        maker.relate("IfcRelFillsElement", RelatingOpeningElement=opening, RelatedBuildingElement=window)
    return window


def _furniture(maker: Maker) -> list[Entity]:
    made = []
    for kind in range(2):
        kind_of, item = shapes.brep(maker) if kind else shapes.block(maker)
        mapped = maker.make(
            "IfcRepresentationMap", MappingOrigin=maker.axes(), MappedRepresentation=maker.shape(kind_of, item)
        )
        type_ = maker.make(
            "IfcFurnitureType", Name=f"chair {kind}", RepresentationMaps=[mapped], AssemblyPlace="NOTDEFINED"
        )
        several = [_mapped(maker, f"chair {kind}.{number}", mapped) for number in range(4)]
        maker.relate("IfcRelDefinesByType", RelatingType=type_, RelatedObjects=several)
        made += several
    return made


def _mapped(maker: Maker, name: str, source: Entity) -> Entity:
    target = maker.make("IfcCartesianTransformationOperator3D", LocalOrigin=maker.point(0.0, 0.0, 0.0), Scale=1.0)
    item = maker.make("IfcMappedItem", MappingSource=source, MappingTarget=target)
    return _simple(maker, "IfcFurnishingElement", name, None, ("MappedRepresentation", item))


def _assemblies(maker: Maker) -> list[Entity]:
    made = []
    for number in range(3):
        whole = maker.make(
            "IfcElementAssembly",
            Name=f"assembly {number}",
            ObjectPlacement=maker.placement(None, 5.0, 5.0 + number, 0.0),
        )
        parts = [_simple(maker, "IfcMember", f"part {number}.{part}", whole) for part in range(3)]
        maker.relate("IfcRelAggregates", RelatingObject=whole, RelatedObjects=parts)
        made.append(whole)
    return made


def _pipes(maker: Maker) -> list[Entity]:
    kind = "IfcFlowSegment" if maker.file.schema == "IFC2X3" else "IfcPipeSegment"
    pipes = [_simple(maker, kind, f"pipe {number}", None, "disk") for number in range(3)]
    for pipe in pipes:
        ports = [
            maker.make(
                "IfcDistributionPort",
                Name=f"{pipe.Name} port {end}",
                FlowDirection="SINK" if end else "SOURCE",
                ObjectPlacement=maker.placement(pipe, 0.0, 0.0, float(end)),
            )
            for end in range(2)
        ]
        if maker.file.schema == "IFC2X3":
            for port in ports:
                maker.relate("IfcRelConnectsPortToElement", RelatingPort=port, RelatedElement=pipe)
        else:
            maker.relate("IfcRelNests", RelatingObject=pipe, RelatedObjects=ports)
    return pipes


def _spaces(maker: Maker) -> None:
    for storey in maker.storeys[:3]:
        spaces = []
        for number in range(3):
            space = _simple_space(maker, f"{storey.Name} room {number}", storey)
            spaces.append(space)
        maker.relate("IfcRelAggregates", RelatingObject=storey, RelatedObjects=spaces)


def _simple_space(maker: Maker, name: str, storey: Entity) -> Entity:
    kind, item = shapes.plate(maker)
    return maker.make(
        "IfcSpace",
        Name=name,
        LongName="Room",
        CompositionType="ELEMENT",
        ObjectPlacement=maker.placement(storey, 2.0, 3.0, 0.0),
        Representation=maker.product_shape(kind, item),
    )
