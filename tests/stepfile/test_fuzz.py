"""The reader of headers and ends on any bytes: right by a slow reading of the rule, and linear by what it visits."""

import io
import re
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepfile.end import find_end, find_hole
from stepfile.header import Header, NotStepError, UnknownSchemaError, read_header
from stepfile.tokens import tokens
from tests.stepfile.visits import Visits

HEAD = (
    rb"ISO-10303-21;HEADER;FILE_DESCRIPTION(('a /* b'),'2;1');FILE_NAME('it''s','2026-01-31T10:20:30',('\S\'a'),"
    rb"('o'),'pre','tool \X2\00C4\X0\ \\','');FILE_SCHEMA(('IFC4'));ENDSEC;DATA;"
)
TAIL = b"#1=IFCPERSON($,$,$,$,$,$,$,$);ENDSEC;END-ISO-10303-21;"
PIECES = [
    *(
        b"ENDSEC",
        b"END-ISO-10303-21",
        b"endsec",
        b";",
        b" ",
        b"\n",
        b"/*",
        b"*/",
        b"/**/",
        b"/*/",
        b"*",
        b"/",
        b"'",
        b"''",
    ),
    *(
        b"\\",
        b"\\\\",
        b"\\S\\'",
        b"\\S\\",
        b"(",
        b")",
        b",",
        b"x",
        b"DATA",
        b"FILE_SCHEMA",
        b"FILE_NAME",
        b"'IFC4'",
        b"HEADER",
    ),
    *(b"ISO-10303-21", b"\0", b"\xff"),
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join)
_BLANK = rb"(?:[\t-\r ]|/\*(?:(?!\*/).)*\*/)*"
SLOW = re.compile(
    rb"ENDSEC" + _BLANK + rb";" + _BLANK + rb"(END-ISO-10303-21)" + _BLANK + rb";", re.DOTALL | re.IGNORECASE
)
"""The end of a file as a rule; backtracking, for short texts alone."""


@given(SOUP)
def test_an_end_is_found_where_the_rule_has_it(soup: bytes) -> None:
    found = SLOW.search(soup)
    assert find_end(io.BytesIO(soup)) == (found.start(1) if found else None)


@given(st.integers(0, 3 * 1024 * 1024), st.integers(0, 3 * 1024 * 1024))
def test_an_end_and_a_hole_are_found_wherever_blocks_end(before: int, after: int) -> None:
    text = b"\n" * before + b"ENDSEC;END-ISO-10303-21;" + b"\n" * after
    end = before + len(b"ENDSEC;")
    assert find_end(io.BytesIO(text)) == end
    assert find_hole(io.BytesIO(text), end) is None
    place = before // 2
    assert find_hole(io.BytesIO(text[:place] + b"\0" + text[place:]), end + 1) == place
    assert find_hole(io.BytesIO(text + b"\0"), end) is None


def tried(text: bytes) -> Header | str:
    """Return the header of a text, or why it has none."""
    try:
        header = read_header(text)
    except (NotStepError, UnknownSchemaError) as error:
        return str(error)
    assert text[header.schema_at].decode().strip() == header.schema
    assert text[: header.data].endswith(b";")
    return header


@given(SOUP, SOUP)
def test_any_header_is_read_or_refused(one: bytes, other: bytes) -> None:
    tried(one)
    tried(b"ISO-10303-21;HEADER;" + one + b"FILE_SCHEMA(('IFC4'));" + other + b"DATA;")


def test_a_header_with_random_bytes_changed_is_read_or_refused() -> None:
    random = Random(1)  # noqa: S311
    for _ in range(20_000):
        text = bytearray(HEAD + TAIL)
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(text))
            piece = random.choice([*PIECES, bytes([random.randrange(256)]), b""])
            text[at : at + random.randint(0, 3)] = piece
        tried(bytes(text))
        find_end(io.BytesIO(bytes(text)))


@given(st.data())
def test_white_space_and_comments_do_not_count(data: st.DataObject) -> None:
    blank = st.sampled_from([b"", b" ", b"\r\n", b"/**/", b"/* ' FILE_SCHEMA(('IFC9')); DATA; */", b"/*/ \\S\\ */\t"])
    texts = [HEAD[token.begin : token.end] for token in tokens(HEAD)]
    spaced = b"".join(data.draw(blank) + text for text in texts)
    plain, found = tried(HEAD), tried(spaced)
    assert isinstance(plain, Header)
    assert isinstance(found, Header)
    assert (found.schema, found.file_name, found.data) == (plain.schema, plain.file_name, len(spaced))


@pytest.fixture
def visits() -> Iterator[Visits]:
    with pytest.MonkeyPatch.context() as patch:
        yield Visits(patch)


@st.composite
def long_texts(draw: st.DrawFn) -> bytes:
    """Draw what a few short texts make that are repeated many times."""
    parts = draw(st.lists(st.tuples(SOUP, st.integers(1, 4000)), min_size=1, max_size=3))
    return b"".join(soup * times for soup, times in parts)


@given(long_texts(), st.booleans())
def test_what_is_visited_is_linear_in_the_bytes(text: bytes, has_head: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        visits = Visits(patch)
        text = (HEAD[:20] if has_head else b"") + text
        tried(visits.text(text))
        assert visits.count <= 6 * len(text) + 100
        visits.count = 0
        find_end(visits.file(text + b"ENDSEC;/x END-ISO-10303-21"))
        assert visits.count <= 16 * (len(text) + 100)


@pytest.mark.parametrize(
    "unit", [b"/**/", b"/* ", b"ENDSEC;/*", b"/*ENDSEC/**/", b"ENDSEC;", b"''", b"'", b"(", b"\\", b" "]
)
@pytest.mark.parametrize("size", [100_000, 3_000_000])
def test_hostile_units_cost_what_their_bytes_cost(visits: Visits, unit: bytes, size: int) -> None:
    text = HEAD[:20] + unit * (size // len(unit)) + b"x END-ISO-10303-21;"
    tried(visits.text(text))
    find_end(visits.file(text))
    assert visits.count <= 12 * len(text)


def test_a_large_file_is_read_near_its_ends_alone(visits: Visits) -> None:
    file = visits.file(HEAD + b"#1=IFCPERSON($,$,$,$,$,$,$,$);\n" * 1_000_000 + TAIL)
    tried(file.read(len(HEAD) + 1000))
    assert find_end(file) is not None
    assert visits.count < 8_000_000
