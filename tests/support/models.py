"""Small models written as text, so that a test says what is in them and needs no IFC library."""

import uuid
from pathlib import Path
from typing import Final

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"

_HEAD: Final = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [ReferenceView_V1.2]'),'2;1');
FILE_NAME('model.ifc','2026-01-01T00:00:00',(''),(''),'tests','tests','');
FILE_SCHEMA(('{schema}'));
ENDSEC;
DATA;
#1=IFCPROJECT('{project}',$,'Tests',$,$,$,$,(#2),#3);
#2=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#4,$);
#3=IFCUNITASSIGNMENT((#5));
#4=IFCAXIS2PLACEMENT3D(#6,$,$);
#5=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#6=IFCCARTESIANPOINT((0.,0.,0.));
"""
_TAIL: Final = "ENDSEC;\nEND-ISO-10303-21;\n"


def global_id(name: str) -> str:
    """Return a valid GlobalId that is always the same for `name` (ISO 16739: a UUID in base 64)."""
    number = uuid.uuid5(uuid.NAMESPACE_URL, name).int
    return "".join(_DIGITS[number >> shift & 63] for shift in range(126, -1, -6))


def write_model(path: Path, names: dict[str, str], schema: str = "IFC4") -> Path:
    """Write a model of one IfcBuildingElementProxy per entry: the key makes its GlobalId, the value is its Name."""
    head = _HEAD.format(schema=schema, project=global_id("project"))
    tail = ",$,$,$,$,$,$);\n" if schema != "IFC2X3" else ",$,$,$,$,$,.ELEMENT.);\n"
    lines = [
        f"#{number}=IFCBUILDINGELEMENTPROXY('{global_id(key)}',$,'{name}'{tail}"
        for number, (key, name) in enumerate(names.items(), start=10)
    ]
    path.write_text(head + "".join(lines) + _TAIL, encoding="ascii")
    return path


def write_large_model(path: Path, elements: int) -> Path:
    """Write a model that takes an engine a while: that many proxies, each with a property set of its own."""
    lines = []
    for number in range(elements):
        element, value, pset, rel = (10 + 4 * number + i for i in range(4))
        lines.append(
            f"#{element}=IFCBUILDINGELEMENTPROXY('{global_id(f'element {number}')}',$,'Part {number}',$,$,$,$,$,$);\n"
            f"#{value}=IFCPROPERTYSINGLEVALUE('Number',$,IFCINTEGER({number}),$);\n"
            f"#{pset}=IFCPROPERTYSET('{global_id(f'set {number}')}',$,'Pset_Test',$,(#{value}));\n"
            f"#{rel}=IFCRELDEFINESBYPROPERTIES('{global_id(f'rel {number}')}',$,$,$,(#{element}),#{pset});\n"
        )
    head = _HEAD.format(schema="IFC4", project=global_id("project"))
    path.write_text(head + "".join(lines) + _TAIL, encoding="ascii")
    return path
