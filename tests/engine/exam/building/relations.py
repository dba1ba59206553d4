"""What is associated with the elements: property sets, quantities, materials, classifications, groups."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from tests.engine.exam.building import shapes
from tests.engine.exam.building.maker import Entity, Maker


def make(maker: Maker, *, with_rare: bool) -> None:
    """Make the associations; `with_rare` adds the rarer kinds of property to the sets."""
    built = "IfcBuiltElement" if maker.file.schema == "IFC4X3" else "IfcBuildingElement"
    elements = [*maker.file.by_type(built), *maker.file.by_type("IfcFurnishingElement")]
    for element in elements:
        _sets(maker, element)
    if with_rare:
        _rare(maker)
    shared = _property_set(maker, "Pset_Shared", [_single(maker, "Reference", "IfcIdentifier", "shared")])
    maker.relate("IfcRelDefinesByProperties", RelatedObjects=elements, RelatingPropertyDefinition=shared)
    _type_sets(maker)
    _materials(maker, elements)
    _classifications(maker, elements)
    _groups(maker, elements)


def _single(maker: Maker, name: str, kind: str, value: object, unit: Entity | None = None) -> Entity:
    wrapped = maker.file.create_entity(kind, value)
    return maker.make("IfcPropertySingleValue", Name=name, NominalValue=wrapped, Unit=unit)


def _property_set(maker: Maker, name: str, properties: list[Entity]) -> Entity:
    return maker.make("IfcPropertySet", Name=name, HasProperties=properties)


def _sets(maker: Maker, element: Entity) -> None:
    quantities = maker.make("IfcElementQuantity", Name="Qto_Exam", Quantities=_quantities(maker))
    for each in (_property_set(maker, "Pset_Exam", _properties(maker)), quantities):
        maker.relate("IfcRelDefinesByProperties", RelatedObjects=[element], RelatingPropertyDefinition=each)


def _properties(maker: Maker) -> list[Entity]:
    value = maker.file.create_entity
    millimetre = maker.make("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE", Prefix="MILLI")
    choices = maker.make("IfcPropertyEnumeration", Name="Status", EnumerationValues=[value("IfcLabel", "NEW")])
    labels = [value("IfcLabel", each) for each in ("one", "two", "three")]
    inner = [_single(maker, "Inner", "IfcReal", 1.5), _single(maker, "Other", "IfcLabel", "inner")]
    return [
        _single(maker, "FireRating", "IfcLabel", f"R{maker.random.choice((30, 60, 90))} \u00e4\u4e2d"),
        _single(maker, "IsExternal", "IfcBoolean", maker.random.random() < 0.5),
        _single(maker, "Count", "IfcInteger", maker.random.randrange(9)),
        _single(maker, "Ratio", "IfcReal", round(maker.random.uniform(0.1, 3.0), 4)),
        _single(maker, "Span", "IfcLengthMeasure", maker.some(1.0, 5.0)),
        _single(maker, "Gap", "IfcLengthMeasure", float(maker.random.randrange(5, 50)), millimetre),
        maker.make(
            "IfcPropertyEnumeratedValue",
            Name="Status",
            EnumerationValues=[value("IfcLabel", "NEW")],
            EnumerationReference=choices,
        ),
        maker.make("IfcPropertyListValue", Name="Names", ListValues=labels),
        maker.make("IfcComplexProperty", Name="Complex", UsageName="whole", HasProperties=inner),
    ]


def _rare(maker: Maker) -> None:
    for number, each in enumerate(maker.file.by_type("IfcPropertySet")):
        if each.Name == "Pset_Exam":
            each.HasProperties = [*each.HasProperties, *_rare_properties(maker, number)]


def _rare_properties(maker: Maker, number: int) -> list[Entity]:
    def reals(*numbers: float) -> list[Entity]:
        return [maker.file.create_entity("IfcReal", each) for each in numbers]

    lower, upper = reals(1.0 + number / 8, 100.0)
    person = maker.make("IfcPerson", FamilyName=f"Owner {number}")
    return [
        maker.make("IfcPropertyBoundedValue", Name="Range", LowerBoundValue=lower, UpperBoundValue=upper),
        maker.make(
            "IfcPropertyTableValue",
            Name="Curve",
            DefiningValues=reals(0.0, 1.0, 2.0),
            DefinedValues=reals(0.0, 1.5, number + 3.0),
        ),
        maker.make("IfcPropertyReferenceValue", Name="Responsible", PropertyReference=person),
    ]


def _quantities(maker: Maker) -> list[Entity]:
    kinds = ("Length", "Area", "Volume", "Count", "Weight", "Time")
    simple = [_quantity(maker, kind) for kind in kinds]
    inner = maker.make(
        "IfcPhysicalComplexQuantity",
        Name="Layered",
        Discrimination="layer",
        HasQuantities=[_quantity(maker, "Length"), _quantity(maker, "Area")],
    )
    return [*simple, inner]


def _quantity(maker: Maker, kind: str) -> Entity:
    value = maker.random.randrange(1, 20)
    number: Any = float(value) if kind != "Count" or maker.file.schema != "IFC4X3" else value
    return maker.make(f"IfcQuantity{kind}", Name=f"Gross{kind}", **{f"{kind}Value": number})


def _type_sets(maker: Maker) -> None:
    for each in maker.file.by_type("IfcTypeObject"):
        fire = _single(maker, "AcousticRating", "IfcLabel", f"{maker.random.randrange(30, 60)} dB")
        each.HasPropertySets = [_property_set(maker, "Pset_Type", [fire, _single(maker, "Colour", "IfcLabel", "red")])]
    doors = maker.file.by_type("IfcDoor")
    kind = "IfcDoorStyle" if maker.file.schema == "IFC2X3" else "IfcDoorType"
    lining = maker.make("IfcDoorLiningProperties", Name="Lining", LiningDepth=maker.length(0.1))
    panel = maker.make(
        "IfcDoorPanelProperties",
        Name="Panel",
        PanelOperation="SWINGING",
        PanelPosition="LEFT",
        PanelDepth=maker.length(0.04),
    )
    style = maker.make(kind, Name="door type", HasPropertySets=[lining, panel], OperationType="SINGLE_SWING_LEFT")
    if maker.file.schema == "IFC2X3":
        style.ConstructionType, style.ParameterTakesPrecedence, style.Sizeable = "WOOD", False, False
    else:
        style.PredefinedType = "DOOR"
    maker.relate("IfcRelDefinesByType", RelatingType=style, RelatedObjects=doors)


def _materials(maker: Maker, elements: list[Entity]) -> None:
    makers = [_layers, _single_material, _list_of_materials]
    if maker.file.schema != "IFC2X3":
        makers += [_constituents, _profiles]
    for element, make_one in zip(elements, cycle(makers), strict=False):
        maker.relate("IfcRelAssociatesMaterial", RelatedObjects=[element], RelatingMaterial=make_one(maker))


def _material(maker: Maker, name: str) -> Entity:
    return maker.make("IfcMaterial", Name=f"{name} {maker.random.randrange(1000)}")


def _single_material(maker: Maker) -> Entity:
    return _material(maker, "steel")


def _layers(maker: Maker) -> Entity:
    layers = [
        maker.make("IfcMaterialLayer", Material=_material(maker, name), LayerThickness=maker.some(0.05, 0.3))
        for name in ("brick", "wool", "plaster")
    ]
    return maker.make(
        "IfcMaterialLayerSetUsage",
        ForLayerSet=maker.make("IfcMaterialLayerSet", MaterialLayers=layers, LayerSetName="layers"),
        LayerSetDirection="AXIS2",
        DirectionSense="POSITIVE",
        OffsetFromReferenceLine=maker.length(-0.1),
    )


def _list_of_materials(maker: Maker) -> Entity:
    return maker.make("IfcMaterialList", Materials=[_material(maker, "glass"), _material(maker, "wood")])


def _constituents(maker: Maker) -> Entity:
    parts = [
        maker.make("IfcMaterialConstituent", Name=name, Material=_material(maker, name), Fraction=0.5)
        for name in ("frame", "filling")
    ]
    return maker.make("IfcMaterialConstituentSet", Name="constituents", MaterialConstituents=parts)


def _profiles(maker: Maker) -> Entity:
    profile = shapes.rectangle(maker, 0.2, 0.3)
    profile.ProfileName = "20x30"
    part = maker.make("IfcMaterialProfile", Name="main", Material=_material(maker, "oak"), Profile=profile)
    whole = maker.make("IfcMaterialProfileSet", Name="profiles", MaterialProfiles=[part])
    return maker.make("IfcMaterialProfileSetUsage", ForProfileSet=whole, CardinalPoint=5)


def _classifications(maker: Maker, elements: list[Entity]) -> None:
    extra = {"Edition": "1", "Source": "x"} if maker.file.schema == "IFC2X3" else {}
    system = maker.make("IfcClassification", Name="Uniclass", **extra)
    code = "ItemReference" if maker.file.schema == "IFC2X3" else "Identification"
    for number in range(4):
        reference = maker.make(
            "IfcClassificationReference",
            Name=f"Heading {number}",
            ReferencedSource=system,
            **{code: f"EF_25_{number}"},
        )
        related = elements[number::4] + (elements[number + 1 :: 8])
        maker.relate(
            "IfcRelAssociatesClassification",
            RelatedObjects=list(dict.fromkeys(related)),
            RelatingClassification=reference,
        )


def _groups(maker: Maker, elements: list[Entity]) -> None:
    system = "IfcSystem" if maker.file.schema == "IFC2X3" else "IfcDistributionSystem"
    spaces = maker.file.by_type("IfcSpace")
    pipes = maker.file.by_type("IfcFlowSegment")
    for kind, name, members in (
        ("IfcGroup", "group A", elements[:12]),
        ("IfcGroup", "group B", elements[8:20]),
        ("IfcZone", "zone A", spaces[:5]),
        ("IfcZone", "zone B", spaces[5:]),
        (system, "system", pipes),
    ):
        group = maker.make(kind, Name=name)
        maker.relate("IfcRelAssignsToGroup", RelatedObjects=list(_distinct(members)), RelatingGroup=group)


def _distinct(members: Any) -> Iterator[Entity]:
    yield from {each.id(): each for each in members}.values()
