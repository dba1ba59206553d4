"""Small models built in memory, each test says what is in them; and what another exporter would make of one."""

import random
import re
import tempfile
import uuid
from pathlib import Path
from typing import Any, Final

import ifcopenshell

from ifcdelta import Options, diff
from tests.engine.exam.spf import STRING

Entity = ifcopenshell.entity_instance
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
_FOLDER: Final = tempfile.TemporaryDirectory(prefix="ifcdelta")
"""Where models are written; goes with the process."""
_OUTSIDE_STRINGS: Final = re.compile(rf"{STRING}|#(\d+)", re.DOTALL)


def global_id(name: str) -> str:
    """Return a valid GlobalId that is always the same for `name` (ISO 16739: a UUID in base 64)."""
    number = uuid.uuid5(uuid.NAMESPACE_URL, name).int
    return "".join(_DIGITS[number >> shift & 63] for shift in range(126, -1, -6))


class Model:
    """A project with one site, building and storey, in metres, millimetres or feet."""

    def __init__(self, schema: Any = "IFC4", unit: str = "METRE", issue: str = "") -> None:
        """`issue` makes the GlobalIds of relationships and property sets others, as another export would."""
        self.file = ifcopenshell.file(schema=schema)
        self.file.header.file_name.time_stamp = "2026-01-01T12:00:00"
        self.metre = {"METRE": 1.0, "MILLIMETRE": 1000.0, "FOOT": 1 / 0.3048}[unit]
        self._issue = issue
        self._count = 0
        self.context = self.file.create_entity(
            "IfcGeometricRepresentationContext",
            ContextType="Model",
            CoordinateSpaceDimension=3,
            Precision=1e-5,
            WorldCoordinateSystem=self.axes((0.0, 0.0, 0.0)),
        )
        units = self.file.create_entity("IfcUnitAssignment", Units=[self._length_unit(unit)])
        self.project = self.root("IfcProject", "project", RepresentationContexts=[self.context], UnitsInContext=units)
        self.site, self.building, self.storey = (
            self.root(f"Ifc{name}", name, ObjectPlacement=self.place())
            for name in ("Site", "Building", "BuildingStorey")
        )
        for part, whole in ((self.site, self.project), (self.building, self.site), (self.storey, self.building)):
            self.aggregate(whole, part)

    def root(self, class_: str, name: str, **attributes: Any) -> Entity:
        """Create a rooted instance whose GlobalId and Name are its name's."""
        entity = self.file.create_entity(class_, GlobalId=global_id(name), Name=name)
        for key, value in attributes.items():
            setattr(entity, key, value)
        return entity

    def element(self, class_: str, name: str, **attributes: Any) -> Entity:
        """Create an element that the storey contains."""
        element = self.root(class_, name, ObjectPlacement=self.place(), **attributes)
        self.relate("IfcRelContainedInSpatialStructure", RelatedElements=[element], RelatingStructure=self.storey)
        return element

    def relate(self, class_: str, **attributes: Any) -> Entity:
        """Create a relationship."""
        return self.file.create_entity(class_, GlobalId=self._next("rel"), **attributes)

    def aggregate(self, whole: Entity, *parts: Entity) -> Entity:
        """Make parts of a whole."""
        return self.relate("IfcRelAggregates", RelatingObject=whole, RelatedObjects=parts)

    def place(self, at: tuple[float, float, float] = (0.0, 0.0, 0.0), within: Entity | None = None) -> Entity:
        """Create a placement; `at` is in metres."""
        return self.file.create_entity("IfcLocalPlacement", PlacementRelTo=within, RelativePlacement=self.axes(at))

    def axes(self, at: tuple[float, float, float]) -> Entity:
        """Create an IfcAxis2Placement3D; `at` is in metres."""
        point = self.file.create_entity("IfcCartesianPoint", Coordinates=[each * self.metre for each in at])
        return self.file.create_entity("IfcAxis2Placement3D", Location=point)

    def box(self, product: Entity, size: tuple[float, float, float]) -> Entity:
        """Give a product a body: a box of x, y and z metres."""
        x, y, z = (each * self.metre for each in size)
        profile = self.file.create_entity("IfcRectangleProfileDef", ProfileType="AREA", XDim=x, YDim=y)
        up = self.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
        solid = self.file.create_entity("IfcExtrudedAreaSolid", profile, self.axes((0.0, 0.0, 0.0)), up, z)
        body = self.file.create_entity("IfcShapeRepresentation", self.context, "Body", "SweptSolid", [solid])
        product.Representation = self.file.create_entity("IfcProductDefinitionShape", Representations=[body])
        return product

    def value(self, class_: str, value: Any) -> Entity:
        """Create a typed value, lengths as they are."""
        return self.file.create_entity(class_, value)

    def single(self, name: str, class_: str, value: Any, unit: Entity | None = None) -> Entity:
        """Create an IfcPropertySingleValue."""
        nominal = self.value(class_, value)
        return self.file.create_entity("IfcPropertySingleValue", Name=name, NominalValue=nominal, Unit=unit)

    def pset(self, name: str, *properties: Entity) -> Entity:
        """Create an IfcPropertySet."""
        guid = self._next("pset")
        return self.file.create_entity("IfcPropertySet", GlobalId=guid, Name=name, HasProperties=properties)

    def quantities(self, name: str, *quantities: Entity) -> Entity:
        """Create an IfcElementQuantity."""
        guid = self._next("pset")
        return self.file.create_entity("IfcElementQuantity", GlobalId=guid, Name=name, Quantities=quantities)

    def define(self, definition: Entity, *objects: Entity) -> Entity:
        """Give a property set to objects."""
        return self.relate("IfcRelDefinesByProperties", RelatedObjects=objects, RelatingPropertyDefinition=definition)

    def type(self, class_: str, name: str, *occurrences: Entity, **attributes: Any) -> Entity:
        """Create a type of occurrences."""
        type_ = self.root(class_, name, **attributes)
        if occurrences:
            self.relate("IfcRelDefinesByType", RelatedObjects=occurrences, RelatingType=type_)
        return type_

    def material(self, definition: Entity, *objects: Entity) -> Entity:
        """Associate a material definition with objects."""
        return self.relate("IfcRelAssociatesMaterial", RelatedObjects=objects, RelatingMaterial=definition)

    def group(self, class_: str, name: str, *members: Entity) -> Entity:
        """Create a group of members."""
        group = self.root(class_, name)
        self.relate("IfcRelAssignsToGroup", RelatedObjects=members, RelatingGroup=group)
        return group

    def _next(self, kind: str) -> str:
        self._count += 1
        return global_id(f"{self._issue} {kind} {self._count}")

    def _length_unit(self, unit: str) -> Entity:
        metre = self.file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE")
        if unit == "MILLIMETRE":
            metre.Prefix = "MILLI"
        if unit != "FOOT":
            return metre
        dimensions = self.file.create_entity("IfcDimensionalExponents", 1, 0, 0, 0, 0, 0, 0)
        factor = self.file.create_entity("IfcMeasureWithUnit", self.value("IfcLengthMeasure", 0.3048), metre)
        return self.file.create_entity("IfcConversionBasedUnit", dimensions, "LENGTHUNIT", "FOOT", factor)


def write(text: str, name: str, folder: Path | None = None) -> Path:
    """Write a model's text to a file of a folder, of its own where none is given."""
    path = (folder or Path(tempfile.mkdtemp(dir=_FOLDER.name))) / name
    path.write_text(text, encoding="utf-8")
    return path


def reexported(text: str, seed: int = 1) -> str:
    """Return a model as another export writes it: other STEP ids, other order of instances."""
    head, _, rest = text.partition("DATA;\n")
    data, end, tail = rest.rpartition("ENDSEC;")
    lines = data.splitlines()
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    ids = [int(line.partition("=")[0][1:]) for line in lines]
    others = [each + 1000 for each in ids]
    chance.shuffle(others)
    to_other = dict(zip(ids, others, strict=True))

    def renumbered(found: re.Match[str]) -> str:
        return f"#{to_other[int(found[1])]}" if found[1] else found[0]

    lines = [_OUTSIDE_STRINGS.sub(renumbered, line) for line in lines]
    chance.shuffle(lines)
    return f"{head}DATA;\n" + "\n".join(lines) + f"\n{end}{tail}"


def written(old: Model | str | Path, new: Model | str | Path) -> tuple[Path, Path]:
    """Write two models, the new one as another exporter would write it."""
    paths = []
    for name, model in (("old.ifc", old), ("new.ifc", new)):
        if isinstance(model, Path):
            paths.append(model)
            continue
        text = model.file.to_string() if isinstance(model, Model) else model
        paths.append(write(reexported(text) if name == "new.ifc" and isinstance(model, Model) else text, name))
    return paths[0], paths[1]


def told(old: Model | str | Path, new: Model | str | Path, **options: Any) -> dict[str, Any]:
    """Diff two models, the new one as another exporter would write it."""
    return diff(*written(old, new), Options(**options))


def told_both_ways(old: Model | str | Path, new: Model | str | Path, **options: Any) -> dict[str, Any]:
    """Diff two models, and make sure that the fast way tells what the whole one does."""
    paths = written(old, new)
    result = diff(*paths, Options(**options))
    assert diff(*paths, Options(**options), whole=True) == result
    return result


def changed(old: Model, new: Model, **options: Any) -> dict[str, Any]:
    """Return what changed, and make sure that nothing was added, deleted or unknown."""
    result = told(old, new, **options)
    assert (result["added"], result["deleted"], result["coverage"]["unknown"]) == ([], [], {})
    found: dict[str, Any] = result["changed"]
    return found
