"""The project, its units, contexts and georeference, and the spatial structure."""

from typing import Final

from tests.engine.exam.building.maker import Entity, Maker

_STOREYS: Final = ("Ground floor", "First floor", "Attic", "Cellar")


def make(maker: Maker) -> None:
    """Make the frame; the storeys hang on the maker."""
    maker.history = _history(maker)
    model = maker.make(
        "IfcGeometricRepresentationContext",
        ContextType="Model",
        CoordinateSpaceDimension=3,
        Precision=1e-5,
        WorldCoordinateSystem=maker.axes(),
        TrueNorth=maker.direction(0.0, 1.0),
    )
    maker.body = maker.make(
        "IfcGeometricRepresentationSubContext",
        ContextIdentifier="Body",
        ContextType="Model",
        ParentContext=model,
        TargetView="MODEL_VIEW",
    )
    maker.project = maker.make(
        "IfcProject", Name="Exam", LongName="Pr\u00fcfung", UnitsInContext=_units(maker), RepresentationContexts=[model]
    )
    if maker.file.schema != "IFC2X3":
        _georeference(maker, model)
    _spatial_structure(maker)


def _history(maker: Maker) -> Entity:
    person = maker.make("IfcPerson", FamilyName="Someone")
    organization = maker.make("IfcOrganization", Name="Somewhere")
    return maker.make(
        "IfcOwnerHistory",
        OwningUser=maker.make("IfcPersonAndOrganization", ThePerson=person, TheOrganization=organization),
        OwningApplication=maker.make(
            "IfcApplication",
            ApplicationDeveloper=organization,
            Version="1",
            ApplicationFullName="Exam",
            ApplicationIdentifier="exam",
        ),
        ChangeAction="ADDED",
        CreationDate=1_000_000_000,
    )


def _units(maker: Maker) -> Entity:
    def si(kind: str, name: str, prefix: str | None = None) -> Entity:
        return maker.make("IfcSIUnit", UnitType=kind, Name=name, Prefix=prefix)

    length = si("LENGTHUNIT", "METRE", "MILLI" if maker.metre == 1000 else None)
    radian = si("PLANEANGLEUNIT", "RADIAN")
    degree = maker.make(
        "IfcConversionBasedUnit",
        Dimensions=maker.file.create_entity("IfcDimensionalExponents", 0, 0, 0, 0, 0, 0, 0),
        UnitType="PLANEANGLEUNIT",
        Name="DEGREE",
        ConversionFactor=maker.make(
            "IfcMeasureWithUnit",
            ValueComponent=maker.file.create_entity("IfcPlaneAngleMeasure", 0.0174532925199433),
            UnitComponent=radian,
        ),
    )
    others = [si("AREAUNIT", "SQUARE_METRE"), si("VOLUMEUNIT", "CUBIC_METRE"), si("MASSUNIT", "GRAM", "KILO")]
    return maker.make("IfcUnitAssignment", Units=[length, degree, *others, si("TIMEUNIT", "SECOND")])


def _georeference(maker: Maker, model: Entity) -> None:
    system = maker.make("IfcProjectedCRS", Name="EPSG:25832", GeodeticDatum="ETRS89", VerticalDatum="DHHN2016")
    maker.make(
        "IfcMapConversion",
        SourceCRS=model,
        TargetCRS=system,
        Eastings=maker.length(690_000.0),
        Northings=maker.length(5_300_000.0),
        OrthogonalHeight=maker.length(510.0),
        XAxisAbscissa=1.0,
        XAxisOrdinate=0.0,
        Scale=1.0,
    )


def _spatial_structure(maker: Maker) -> None:
    site = maker.make(
        "IfcSite",
        Name="Site",
        ObjectPlacement=maker.placement(None, 10.0, 20.0, 0.0),
        CompositionType="ELEMENT",
        RefLatitude=(48, 8, 0),
        RefLongitude=(11, 34, 0),
        RefElevation=maker.length(510.0),
    )
    building = maker.make(
        "IfcBuilding", Name="Building", ObjectPlacement=maker.placement(site, 1.0, 2.0, 0.0), CompositionType="ELEMENT"
    )
    for number, name in enumerate(_STOREYS):
        maker.storeys.append(
            maker.make(
                "IfcBuildingStorey",
                Name=name,
                ObjectPlacement=maker.placement(building, 0.0, 0.0, 3.0 * number),
                CompositionType="ELEMENT",
                Elevation=maker.length(3.0 * number),
            )
        )
    for whole, parts in ((maker.project, [site]), (site, [building]), (building, maker.storeys)):
        maker.relate("IfcRelAggregates", RelatingObject=whole, RelatedObjects=parts)
