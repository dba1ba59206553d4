"""Files made to stop the gateway, and damaged archives: each is answered, and the gateway goes on answering."""

import io
import os
import struct
import zipfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.errors import ErrorCode
from contract.filenames import name_fault, plain_name
from gateway.problems.errors import BadModelError, TooLargeError
from gateway.uploads.archive import unpack_model
from gateway.uploads.part_headers import LONGEST, PartHeaders
from gateway.uploads.store import Uploads
from tests.service.test_requests import assert_problem
from tests.support.data import DATA
from tests.support.models import write_model
from tests.support.stack import Stack

HOSTILE = sorted((DATA / "hostile").glob("*.*"))
SOUND = {"comment_in_strings.ifc"}
HEAD = b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n"
END = b"END-ISO-10303-21;\n"


def refused(stack: Stack, name: str, content: bytes) -> str:
    """Upload what is refused; return the code of the answer."""
    answer = stack.http.post("/upload/ifc", files={"file": (name, content)})
    assert answer.status_code == 422, answer.text
    assert stack.http.get("/health").status_code == 200
    return str(answer.json()["code"])


@pytest.mark.skipif(
    not HOSTILE, reason="the hostile files are not here (set IFC_TEST_DATA to the folder with hostile/)"
)
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_a_hostile_file_is_answered(stack: Stack, path: Path) -> None:
    if path.name in SOUND:
        stack.put(path)
    elif path.suffix == ".ifczip":
        assert refused(stack, path.name, path.read_bytes()) == "bad_archive"
    else:
        assert refused(stack, path.name, path.read_bytes()) in {"not_ifc", "file_truncated"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEAD + b"ENDSEC;" + b"/**/" * 60 + b"/x\n" + END, "file_truncated"),
        (HEAD + b"ENDSEC;" + b"/**/" * 60_000 + b"/x\n" + END, "file_truncated"),
        (HEAD + b"ENDSEC;/*" * 1_000_000 + END, "file_truncated"),
        (HEAD + b"ENDSEC;" + b"/* " * 10_000_000 + END, "file_truncated"),
        (HEAD + b"#1=IFCWALL('" + b"''" * 10_000_000 + END, "file_truncated"),
        (b"/* " * 10_000_000, "not_ifc"),
        (b"ISO-10303-21;HEADER;" + b"(" * 10_000_000, "not_ifc"),
        (b"ISO-10303-21;HEADER;" + b"'" * 9_999_999, "not_ifc"),
    ],
    ids=["60 comments", "60,000 comments", "section ends", "comments", "quotes", "open comment", "brackets", "string"],
)
def test_what_is_built_to_be_read_twice_is_read_once(stack: Stack, content: bytes, code: str) -> None:
    assert refused(stack, "hostile.ifc", content) == code


def test_many_comments_before_the_end_are_fine(stack: Stack) -> None:
    content = HEAD + b"ENDSEC;" + b"/**/" * 60_000 + END
    assert stack.http.post("/upload/ifc", files={"file": ("commented.ifc", content)}).status_code == 201


PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="'
UNITS = [b'"', b"=?utf-8?q?a?= ", b";a=b", b"; filename*=utf-8''%41", b"(", b". ", "\u0315\u0300".encode()]


@pytest.mark.parametrize("unit", UNITS, ids=repr)
@pytest.mark.parametrize("begin", [PART, PART[:-12], b"--b\r\nX: "], ids=["name", "parameter", "other header"])
@pytest.mark.parametrize("before", [b"", PART + b'"\r\n\r\n' + b"y" * 3_000_000 + b"\r\n"], ids=["first", "later"])
def test_a_header_of_a_part_that_takes_long_to_read_is_refused(
    stack: Stack, unit: bytes, begin: bytes, before: bytes
) -> None:
    body = before + begin + unit * (60_000 // len(unit)) + b".ifc\r\n\r\nISO-10303-21;\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert "2 KiB" in assert_problem(
        stack.http.post("/upload/ifc", content=body, headers=headers), 422, "invalid_request"
    )


@pytest.mark.parametrize("unit", ['"', "=?utf-8?q?a?= ", ";a=b", "; a*=utf-8''%41", "("])
@pytest.mark.parametrize("size", [200, 60_000])
def test_a_type_of_a_body_that_takes_long_to_read_is_refused(stack: Stack, unit: str, size: int) -> None:
    kind = "multipart/form-data; " + (unit * (size // len(unit))).strip()
    assert_problem(stack.http.post("/upload/ifc", content=b"x", headers={"Content-Type": kind}), 422, "invalid_request")


@given(st.lists(st.integers(0, 5000), max_size=6), st.integers(1, 4000))
def test_short_and_long_headers_are_told_apart_wherever_pieces_end(sizes: list[int], piece: int) -> None:
    part = b"--b\r\n%b\r\n\r\ncontent\r\n"
    body = b"".join(part % (b"h" * size) for size in sizes) + b"--b--\r\n" + b"y" * 3000
    headers = PartHeaders(b"b")
    are_short = all(headers.are_short(body[at : at + piece]) for at in range(0, len(body), piece))
    assert are_short == all(size + 4 <= LONGEST for size in sizes)


@pytest.mark.parametrize("unit", [" .", "\u0315\u0300", ". ", "a", " "])
def test_a_name_is_made_plain_in_no_time(unit: str) -> None:
    assert name_fault(plain_name("a" + unit * 500_000 + "b.ifc", ".ifc")) is None


def archive(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    """Return an archive of one model."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        packed.writestr("model.ifc", content)
    return bytearray(buffer.getvalue())


def directory_of(packed: bytearray) -> int:
    """Return where the archive's directory begins (APPNOTE 4.3.16)."""
    return int(struct.unpack_from("<I", packed, len(packed) - 6)[0])


FIELDS = {
    "offset": [("end", -6, "<I", 2**32 - 2)],
    "directory's size": [("end", -10, "<I", 2**31)],
    "member's offset": [("entry", 42, "<I", 2**32 - 2)],
    "encrypted": [("start", 6, "<H", 1), ("entry", 8, "<H", 1)],
    "shrunk": [("start", 8, "<H", 1), ("entry", 10, "<H", 1)],
    "deflate64": [("start", 8, "<H", 9), ("entry", 10, "<H", 9)],
    "zstandard": [("start", 8, "<H", 93), ("entry", 10, "<H", 93)],
    "name that is no UTF-8": [("entry", 8, "<H", 0x800), ("entry", 46, "<B", 0xFF)],
    "size": [("entry", 24, "<I", 10)],
    "kind of block that there is not": [("start", 39, "<B", 0xFF)],
    # An extra field is to have the size, and has none.
    "zip64": [("end", -10, "<I", 59), ("entry", 24, "<I", 2**32 - 1), ("entry", 30, "<H", 4), ("entry", 55, "<I", 1)],
}
"""What is put into an archive (APPNOTE 4.3): where it is counted from, the offset, the form and the number."""


def broken(content: bytes, kind: str) -> bytes:
    """Return an archive that is damaged in one way."""
    methods = {"bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA, "stored": zipfile.ZIP_STORED}
    packed = archive(content, methods.get(kind, zipfile.ZIP_DEFLATED))
    entry = directory_of(packed)
    if kind == "zip64":
        packed[entry + 55 : entry + 55] = bytes(4)
    for base, offset, form, number in FIELDS.get(kind, []):
        struct.pack_into(form, packed, {"start": 0, "entry": entry, "end": len(packed)}[base] + offset, number)
    if kind == "cut off":
        del packed[60:70]
    elif kind not in FIELDS:  # in the packed bytes, which have a sum to check
        packed[entry // 2 : entry // 2 + 8] = b"\xff" * 8
    return bytes(packed)


@pytest.mark.parametrize("kind", [*FIELDS, "deflate", "stored", "bzip2", "lzma", "cut off"])
def test_a_damaged_archive_is_told(stack: Stack, tmp_path: Path, kind: str) -> None:
    content = write_model(tmp_path / "m.ifc", {str(n): str(n) for n in range(100)}).read_bytes()
    assert refused(stack, "damaged.ifczip", broken(content, kind)) == "bad_archive"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_without_bound_is_not_unpacked(stack: Stack, method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed, packed.open("model.ifc", "w") as member:
        for _ in range(200):
            member.write(bytes(1024 * 1024))
    before = stack.part("gateway").memory_info().rss
    assert refused(stack, "bomb.ifczip", buffer.getvalue()) == "bad_archive"
    assert stack.part("gateway").memory_info().rss - before < 64 * 1024 * 1024


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_with_any_bytes_changed_is_taken_or_told(tmp_path: Path, method: int) -> None:
    random = Random(1)  # noqa: S311
    sound = archive(write_model(tmp_path / "m.ifc", {"a": "A"}).read_bytes(), method)
    folder = tmp_path / "uploads"
    folder.mkdir()
    uploads = Uploads(folder, 1024 * 1024)
    codes = set()
    for _ in range(3000):
        changed = bytearray(sound)
        for _ in range(random.choice([1, 1, 2, 8])):
            # The directory, at the end, tells more than the packed bytes do.
            low = random.choice([0, directory_of(sound)])
            changed[random.randrange(low, len(changed))] = random.choice([0, 0xFF, random.randrange(256)])
        with ExitStack() as stack:
            spooled = stack.enter_context(uploads.spool())
            spooled.write(bytes(changed))
            try:
                uploads.prepare(spooled, stack)
            except (BadModelError, TooLargeError) as error:
                codes.add(error.code)
    assert ErrorCode.BAD_ARCHIVE in codes
    assert not list((folder / ".incoming").iterdir())


def test_a_disk_that_fails_is_no_damaged_archive(tmp_path: Path) -> None:
    path = tmp_path / "model.ifczip"
    path.write_bytes(archive(os.urandom(5 * 1024 * 1024), zipfile.ZIP_STORED))
    pieces = unpack_model(path)
    next(pieces)
    opened = next(int(each.name) for each in Path("/proc/self/fd").iterdir() if each.resolve() == path.resolve())
    folder = os.open(tmp_path, os.O_RDONLY)
    os.dup2(folder, opened)  # what cannot be read is in the place of the file
    os.close(folder)
    with pytest.raises(IsADirectoryError):
        list(pieces)


def test_an_archive_that_is_damaged_in_the_volume_is_told_of_the_request(stack: Stack, tmp_path: Path) -> None:
    content = write_model(tmp_path / "m.ifc", {"a": "A"}).read_bytes()
    (stack.folder / "uploads" / "by hand.ifczip").write_bytes(broken(content, "offset"))
    answer = stack.ask("by hand.ifczip", "by hand.ifczip")
    assert assert_problem(answer, 422, "bad_archive").startswith("old_file")
