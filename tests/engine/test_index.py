"""The fast pass against IfcOpenShell: the instances, types and references that it finds are those that it finds."""

import re
from contextlib import suppress
from pathlib import Path

import ifcopenshell
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.house import write_pair
from ifcdelta.errors import UnreadableFileError, UnsupportedSchemaError
from ifcdelta.index.fingerprint import fingerprints
from ifcdelta.index.table import Index, read_index
from ifcdelta.step import scan
from ifcdelta.step.strings import decode
from tests.support.data import DATA

MODELS = sorted((DATA / "models").glob("*.ifc"))
HEAD = (
    "ISO-10303-21;\nHEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','made up','');"
    "FILE_SCHEMA(('{}'));ENDSEC;\nDATA;\n"
)
TAIL = "ENDSEC;\nEND-ISO-10303-21;\n"


def index_of(folder: Path, body: str, schema: str = "IFC4") -> Index:
    path = folder / "model.ifc"
    path.write_text(HEAD.format(schema) + body + TAIL, encoding="utf-8")
    return read_index(path)


def fingerprint_of(folder: Path, body: str) -> int:
    """Return the fingerprint of the first instance of a body."""
    return int(fingerprints(index_of(folder, body))[0])


def references(value: object) -> list[int]:
    """Return the ids that an attribute refers to, in order."""
    if isinstance(value, ifcopenshell.entity_instance):
        return [value.id()] if value.id() else references(value[0])
    if isinstance(value, tuple):
        return [each for member in value for each in references(member)]
    return []


@pytest.mark.skipif(not MODELS, reason="the real models are not here")
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_real_model_is_found_as_ifcopenshell_finds_it(path: Path) -> None:
    index = read_index(path)
    text = path.read_bytes()
    if index.header.schema != index.header.schema_identifier:
        renamed = text.replace(f"'{index.header.schema}'".encode(), f"'{index.header.schema_identifier}'".encode(), 1)
        model = ifcopenshell.file.from_string(renamed.decode("utf-8", "replace"))
    else:
        opened = ifcopenshell.open(path)
        assert isinstance(opened, ifcopenshell.file)
        model = opened
    assert sorted(index.scan.ids.tolist()) == sorted(each.id() for each in model)
    for row in range(0, index.scan.ids.size, max(1, index.scan.ids.size // 5000)):
        entity = model.by_id(int(index.scan.ids[row]))
        assert index.table.names[index.scan.types[row]] == entity.is_a()
        found = index.refs[index.scan.ref_starts[row] : index.scan.ref_starts[row + 1]]
        skipped = index.table.masks[index.scan.types[row], 0]
        told = [each for number, value in enumerate(entity) if not skipped >> number & 1 for each in references(value)]
        assert index.scan.ids[found].tolist() == told
        if entity.is_a("IfcRoot"):
            assert index.global_id(row) == entity.GlobalId


NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(float),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e30, max_value=1e30),
)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a number and spell it in two ways."""
    number = draw(NUMBERS)
    digits, _, exponent = f"{number:.15e}".partition("e")
    shift = draw(st.integers(-3, 3))
    point = digits.index(".")
    sign, figures = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    point = figures.index(".")
    plain = figures.replace(".", "")
    at = min(max(point + shift, 0), len(plain))
    moved = f"{sign}{plain[:at] or '0'}.{plain[at:]}{'0' * draw(st.integers(0, 3))}E{int(exponent) - (at - point)}"
    first = f"{digits.rstrip('0')}E{int(exponent):+03d}"
    return first, moved


@given(spellings())
def test_a_number_is_its_value_not_its_spelling(
    tmp_path_factory: pytest.TempPathFactory, pair: tuple[str, str]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    one, other = (fingerprint_of(folder, f"#1=IFCCARTESIANPOINT(({text},0.));\n") for text in pair)
    assert one == other, pair


@given(NUMBERS, NUMBERS)
def test_two_numbers_are_two(tmp_path_factory: pytest.TempPathFactory, one: float, other: float) -> None:
    folder = tmp_path_factory.getbasetemp()
    hashes = [
        fingerprint_of(folder, f"#1=IFCCARTESIANPOINT(({each!r},0.));\n".replace("e", "E")) for each in (one, other)
    ]
    assert (hashes[0] == hashes[1]) == (one == other)


SPACE = st.text(" \t\r\n", max_size=3) | st.just("/* ' #7 ; */")


@given(st.data())
def test_white_space_comments_case_and_ids_do_not_count(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    plain = (
        "#1=IFCWALL('2O2Fr$t4X7Zf8NOew3FLOH',$,'It''s ;#2',$,$,#2,$,$,.SOLIDWALL.);#2=IFCLOCALPLACEMENT($,#3);"
        "#3=IFCAXIS2PLACEMENT3D(#4,$,$);#4=IFCCARTESIANPOINT((1.,2.,3.));"
    )
    tokens = re.findall(r"'(?:[^']|'')*'|#\d+|\.[A-Z]+\.|[A-Z][A-Z0-9]*|[-+.0-9E]+|.", plain)
    ids = dict(zip(("#1", "#2", "#3", "#4"), data.draw(st.permutations(["#5", "#77", "#900000", "#2"])), strict=True))
    lower = data.draw(st.booleans())
    respelt = "".join(
        data.draw(SPACE) + (ids.get(token, token.lower() if lower and token[0] in "I." else token)) for token in tokens
    )
    assert fingerprint_of(folder, respelt) == fingerprint_of(folder, plain)


@pytest.mark.parametrize("window", [1, 7, 64, 1000])
def test_windows_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    old, _ = write_pair(tmp_path)
    text = old.read_text(encoding="utf-8").replace("DATA;", "DATA; /* ; #1 ' */\n", 1)
    old.write_text(text.replace("=IFCWALL(", "\n=\t/* ( */IFCWALL\n("), encoding="utf-8")
    whole = read_index(old)
    monkeypatch.setattr(scan, "WINDOW", window)
    pieces = read_index(old)
    assert whole.scan.ids.size > 100
    for name in scan.Scan._fields:
        assert np.array_equal(getattr(whole.scan, name), getattr(pieces.scan, name)), name
    assert np.array_equal(whole.refs, pieces.refs)
    old.write_text(text.replace("END-ISO-10303-21;", ""), encoding="utf-8")
    with pytest.raises(UnreadableFileError):
        read_index(old)


def test_a_file_may_have_more_instances_and_references_than_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = write_pair(tmp_path)
    whole = read_index(old)
    monkeypatch.setattr(scan, "_BYTES_OF_AN_INSTANCE", 10**6)
    monkeypatch.setattr(scan, "_BYTES_OF_A_REFERENCE", 10**6)
    grown = read_index(old)
    for name in scan.Scan._fields:
        assert np.array_equal(getattr(whole.scan, name), getattr(grown.scan, name)), name
    monkeypatch.setattr(scan, "_MOST", 100)
    with pytest.raises(OverflowError):
        read_index(old)


def test_step_ids_beyond_32_bits(tmp_path: Path) -> None:
    body = f"#{2**31}=IFCDIRECTION((1.,0.));#{2**40}=IFCAXIS2PLACEMENT2D(#7,#{2**31});#7=IFCCARTESIANPOINT((0.,0.));"
    index = index_of(tmp_path, body)
    assert index.scan.ids.tolist() == [2**31, 2**40, 7]
    assert index.refs.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IFCCARTESIANPOINT((1.,2.))", "IFCCARTESIANPOINT((2.,1.))"),
        ("IFCCARTESIANPOINT((1.,2.))", "IFCDIRECTION((1.,2.))"),
        ("IFCPROPERTYSINGLEVALUE('a',$,IFCLABEL('1'),$)", "IFCPROPERTYSINGLEVALUE('a',$,IFCTEXT('1'),$)"),
        ("IFCPROPERTYSINGLEVALUE('a',$,IFCLABEL('1'),$)", "IFCPROPERTYSINGLEVALUE('a','1',$,$)"),
        ("IFCPROPERTYSINGLEVALUE('a',$,$,$)", "IFCPROPERTYSINGLEVALUE('a',*,$,$)"),
        ("IFCPROPERTYSINGLEVALUE('T',$,IFCLOGICAL(.T.),$)", "IFCPROPERTYSINGLEVALUE('T',$,IFCLOGICAL(.U.),$)"),
        ("IFCCARTESIANPOINTLIST2D(((1.,2.),(3.,4.)))", "IFCCARTESIANPOINTLIST2D(((1.,2.,3.),(4.)))"),
        ("IFCPOLYLINE((#2,#3))", "IFCPOLYLINE((#3,#2))"),
        ("IFCPROPERTYSET('0',$,'a',$,(#2,#3))", "IFCPROPERTYSET('0',$,'a',$,(#2,#2))"),
    ],
)
def test_what_differs_differs(tmp_path: Path, one: str, other: str) -> None:
    rest = "#2=IFCCARTESIANPOINT((0.,0.));#3=IFCCARTESIANPOINT((1.,0.));"
    assert fingerprint_of(tmp_path, f"#1={one};{rest}") != fingerprint_of(tmp_path, f"#1={other};{rest}")


def test_a_set_has_no_order_and_a_root_no_id(tmp_path: Path) -> None:
    rest = (
        "#2=IFCPROPERTYSINGLEVALUE('a',$,$,$);#3=IFCPROPERTYSINGLEVALUE('b',$,$,$);#9=IFCOWNERHISTORY($,$,$,$,$,$,$,5);"
    )
    one = fingerprint_of(tmp_path, f"#1=IFCPROPERTYSET('0aaaaaaaaaaaaaaaaaaaaa',#9,'P',$,(#2,#3));{rest}")
    assert one == fingerprint_of(tmp_path, f"#1=IFCPROPERTYSET('1bbbbbbbbbbbbbbbbbbbbb',$,'P',$,(#3,#2));{rest}")


@pytest.mark.parametrize(
    "body",
    [
        "#1=IFCLOCALPLACEMENT(#1,$);",
        "#1=IFCLOCALPLACEMENT(#2,$);#2=IFCLOCALPLACEMENT(#1,$);",
        "#1=IFCLOCALPLACEMENT(#7,$);",
        "#1=IFCNOSUCHTHING((((1)));",
        "#1=IFCWALL(;",
        "#1=IFCWALL;",
        "#1=;",
        "#1 IFCWALL();",
        "#1=IFCWALL()));#1=IFCSLAB();",
        "",
    ],
)
def test_odd_instances_are_read_without_end_or_crash(tmp_path: Path, body: str) -> None:
    index = index_of(tmp_path, body)
    assert fingerprints(index).size == index.scan.ids.size


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_end_or_crash(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ifc"
    path.write_bytes(HEAD.format("IFC4").encode() + body + TAIL.encode())
    with suppress(UnreadableFileError):
        fingerprints(read_index(path))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", UnreadableFileError),
        (b"hello", UnreadableFileError),
        (HEAD.format("IFC4").encode(), UnreadableFileError),
        (HEAD.format("IFC4").encode() + b"#1=IFCWALL('", UnreadableFileError),
        (HEAD.format("IFC4").encode() + b"#1=IFCWALL();", UnreadableFileError),
        (HEAD.format("IFC4").encode() + b"#12345678901234567890=IFCWALL();" + TAIL.encode(), UnreadableFileError),
        (HEAD.format("IFC5").encode() + TAIL.encode(), UnsupportedSchemaError),
    ],
)
def test_what_is_no_whole_model_is_refused(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "bad.ifc"
    path.write_bytes(content)
    with pytest.raises(error):
        read_index(path)


def test_strings_are_decoded() -> None:
    assert decode(rb"It''s \X2\00C4\X0\ \X\E4 \S\D \X4\0001F600\X0\ \\") == "It's Ä ä Ä 😀 \\"
