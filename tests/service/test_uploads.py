"""Models on their way in: streamed, counted, unpacked, named, refused."""

import errno
import hashlib
import io
import os
import socket
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.uploads.store import Uploads
from tests.service.test_requests import assert_problem
from tests.support.models import write_large_model, write_model
from tests.support.stack import Stack, running


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that takes 1 MiB."""
    with running(tmp_path_factory.mktemp("small"), MAX_UPLOAD_MB="1") as stack:
        yield stack


def test_a_volume_without_hard_links_takes_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    uploads = Uploads(tmp_path, 1024)

    def stored(content: bytes) -> str:
        with uploads.spool() as spooled:
            spooled.given_name = "model.ifc"
            spooled.write(content)
            spooled.close()
            return uploads.store(spooled).filename

    assert stored(b"one") == stored(b"one") == "model.ifc"
    other = stored(b"two")
    assert other != "model.ifc"
    assert ((tmp_path / "model.ifc").read_bytes(), (tmp_path / other).read_bytes()) == (b"one", b"two")


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_an_upload_is_stored_and_listed(stack: Stack, tmp_path: Path) -> None:
    model = write_model(tmp_path / "Étage 1, 平面.ifc", {"a": "A"})
    content = model.read_bytes()
    with model.open("rb") as file:
        answer = stack.http.post("/upload/ifc", files={"file": (model.name, file)})
    assert answer.status_code == 201
    assert answer.json() == {
        "filename": model.name,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert model.name in stack.http.get("/list_directories").json()["files"]
    assert (stack.folder / "uploads" / model.name).read_bytes() == content


def test_another_content_of_one_name_gets_another_name(stack: Stack, tmp_path: Path) -> None:
    first = stack.put(write_model(tmp_path / "one.ifc", {"a": "A"}), "same name.ifc")
    second = stack.put(write_model(tmp_path / "two.ifc", {"a": "B"}), "same name.ifc")
    assert first == "same name.ifc"
    assert second.startswith("same name-")
    assert stack.put(tmp_path / "one.ifc", "same name.ifc") == first
    assert stack.put(tmp_path / "two.ifc", "same name.ifc") == second


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("../../escape.ifc", "escape.ifc"),
        ("C:\\Users\\me\\tower.IFC", "tower.ifc"),
        (".hidden.ifc", "hidden.ifc"),
        ("no suffix", "no suffix.ifc"),
        ("a:b*c?.ifc", "a_b_c_.ifc"),
        ("CON.ifc", "_CON.ifc"),
        ("nul.tower.ifc", "_nul.tower.ifc"),
        ("tower\u202ecfi.exe.ifc", "tower_cfi.exe.ifc"),
        ("two\u2028lines.ifc", "two_lines.ifc"),
    ],
)
def test_a_given_name_is_made_plain(stack: Stack, tmp_path: Path, given: str, stored: str) -> None:
    content = write_model(tmp_path / "m.ifc", {given: "A"}).read_bytes()
    answer = stack.http.post("/upload/ifc", files={"file": (given, content)})
    assert answer.json()["filename"] == stored
    assert (stack.folder / "uploads" / stored).read_bytes() == content


def test_a_long_name_is_shortened(stack: Stack, tmp_path: Path) -> None:
    name = stack.put(write_model(tmp_path / "m.ifc", {"long": "A"}), "ä" * 300 + ".ifc")
    assert len(name.encode()) <= 200
    assert name.endswith("ä.ifc")


@pytest.mark.parametrize(
    "sent",
    [
        "Wände alt.ifc",
        unicodedata.normalize("NFD", "Wände neu.ifc"),
        "TURM.IFC",
        unicodedata.normalize("NFD", "DÄCHER.Ifc"),
        "Keller.ifczip",
        "no suffix at all",
    ],
)
def test_a_model_is_found_by_its_name_as_sent_and_as_stored(
    stack: Stack, pair: tuple[Path, Path], tmp_path: Path, sent: str
) -> None:
    content = write_model(tmp_path / "m.ifc", {sent: "A"}).read_bytes()
    body = zipped(**{"m.ifc": content}) if sent.endswith("zip") else content
    answer = stack.http.post("/upload/ifc", files={"file": (sent, body)})
    stored = answer.json()["filename"]
    new = stack.put(pair[1])
    for name in (sent, stored):
        accepted = stack.ask(name, new)
        assert accepted.status_code == 202, accepted.text
        status = stack.wait(accepted.json()["job_id"])
        assert status["status"] == "finished", status
    for other in (f"x{sent}", f"{Path(sent).stem}.pdf"):
        assert_problem(stack.ask(other, new), 404, "file_not_found")


@pytest.mark.parametrize("name", ["KELLER.IFC", unicodedata.normalize("NFD", "Dächer.ifc")])
def test_a_model_put_into_the_volume_by_hand_is_found_by_its_own_name(
    stack: Stack, pair: tuple[Path, Path], name: str
) -> None:
    (stack.folder / "uploads" / name).write_bytes(pair[0].read_bytes())
    assert name in stack.http.get("/list_directories").json()["files"]
    assert stack.ask(name, stack.put(pair[1])).status_code == 202


@pytest.mark.parametrize("name", ["model.ifczip", "zip in disguise.ifc"])
def test_a_zip_is_unpacked(stack: Stack, tmp_path: Path, name: str) -> None:
    content = write_model(tmp_path / "m.ifc", {name: "Zipped"}).read_bytes()
    answer = stack.http.post("/upload/ifc", files={"file": (name, zipped(**{"../../evil.ifc": content}))})
    assert answer.status_code == 201
    stored = answer.json()["filename"]
    assert stored.endswith(".ifc")
    assert (stack.folder / "uploads" / stored).read_bytes() == content
    assert not (stack.folder.parent / "evil.ifc").exists()


@pytest.mark.parametrize("content", [zipped(), zipped(**{"a.txt": b"x"}), zipped(**{"a.ifc": b"x", "b.ifc": b"x"})])
def test_a_zip_holds_one_model(stack: Stack, content: bytes) -> None:
    answer = stack.http.post("/upload/ifc", files={"file": ("x.ifczip", content)})
    assert_problem(answer, 422, "bad_archive" if content[:4] == b"PK\x03\x04" else "not_ifc")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_ifc"),
        (b"%PDF-1.7", "not_ifc"),
        (b"<html>please log in</html>", "not_ifc"),
        (
            b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC5'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n",
            "unsupported_schema",
        ),
        (b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n#1=IFCWALL('", "file_truncated"),
        (
            b"ISO-10303-21;\nHEADER;/*END-ISO-10303-21;*/\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n#1=IFCWALL(",
            "file_truncated",
        ),
        (b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\nEND-ISO-10303-21;\n", "file_truncated"),
    ],
)
def test_what_is_no_model_is_refused_and_not_kept(stack: Stack, content: bytes, code: str) -> None:
    before = stack.http.get("/list_directories").json()
    answer = stack.http.post("/upload/ifc", files={"file": ("x.ifc", content)})
    assert_problem(answer, 422, code)
    assert stack.http.get("/list_directories").json() == before
    assert not list((stack.folder / "uploads" / ".incoming").iterdir())


def test_white_space_and_comments_around_the_end_are_fine(stack: Stack, pair: tuple[Path, Path]) -> None:
    spaced = (
        pair[0].read_bytes().replace(b"ENDSEC;\nEND-ISO-10303-21;", b"ENDSEC ;\n/* a */\nEND-ISO-10303-21 ;/* b */")
    )
    answer = stack.http.post("/ifcdiff", files={"old": ("spaced.ifc", spaced), "new": ("new.ifc", spaced)})
    assert answer.status_code == 202, answer.text
    assert stack.wait(answer.json()["job_id"])["status"] == "finished"


def test_a_form_says_which_of_its_files_is_bad(stack: Stack, pair: tuple[Path, Path]) -> None:
    with pair[0].open("rb") as old:
        answer = stack.http.post("/ifcdiff", files={"old": ("old.ifc", old), "new": ("new.ifc", b"hello")})
    assert assert_problem(answer, 422, "not_ifc").startswith("new")


@pytest.mark.parametrize(
    ("files", "data"),
    [
        ({"old": b"x"}, {}),
        ({"old": b"x", "new": b"x", "more": b"x"}, {}),
        ({"old": b"x", "new": b"x"}, {"unheard_of": "1"}),
        ({"old": b"x", "new": b"x"}, {"is_shallow": ["1", "0"]}),
        ({"old": b"x", "new": b"x"}, {"filter_elements": "y" * 70_000}),
    ],
)
def test_a_wrong_form_is_told(stack: Stack, files: dict[str, bytes], data: dict[str, str]) -> None:
    answer = stack.http.post("/ifcdiff", files=files, data=data)
    assert_problem(answer, 422, "invalid_request")


def test_a_form_that_is_cut_off_is_told(stack: Stack) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.ifc"\r\n\r\nISO-10303-21;'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert_problem(stack.http.post("/upload/ifc", content=body, headers=headers), 422, "invalid_request")
    no_boundary = {"Content-Type": "multipart/form-data"}
    assert_problem(stack.http.post("/upload/ifc", content=body, headers=no_boundary), 422, "invalid_request")


HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="'


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=b", HEAD + b'caf\xe9.ifc"\r\n\r\nISO-10303-21;\r\n--b--\r\n'),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name*\r\n\r\nISO-10303-21;\r\n--b--\r\n",
        ),
        ("multipart/form-data; boundary*", HEAD + b'a.ifc"\r\n\r\nISO-10303-21;\r\n--b--\r\n'),
    ],
)
def test_a_form_that_the_parser_trips_over_is_told(stack: Stack, content_type: str, body: bytes) -> None:
    answer = stack.http.post("/upload/ifc", content=body, headers={"Content-Type": content_type})
    assert_problem(answer, 422, "invalid_request")


def test_the_media_type_is_read_in_any_case(stack: Stack, pair: tuple[Path, Path]) -> None:
    request = stack.http.build_request("POST", "/ifcdiff", files={"old": pair[0].read_bytes(), "new": b"hello"})
    request.headers["Content-Type"] = request.headers["Content-Type"].replace("multipart/form", "Multipart/Form")
    assert assert_problem(stack.http.send(request), 422, "not_ifc").startswith("new")


def test_text_beside_the_files_has_a_limit(stack: Stack) -> None:
    """Text is held in memory: many fields may not fill it."""
    field = b'--b\r\nContent-Disposition: form-data; name="filter_elements"\r\n\r\n' + b"y" * 60_000 + b"\r\n"
    answer = stack.http.post(
        "/ifcdiff", content=field * 60, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert "64 KiB" in assert_problem(answer, 422, "invalid_request")


def test_too_large_is_told_at_the_byte(small: Stack) -> None:
    """The client announces 1 GiB and sends little more than the limit: the answer does not wait for the rest."""
    head = (
        f"POST /upload/ifc HTTP/1.1\r\nHost: 127.0.0.1:{small.api}\r\nContent-Length: {1024**3}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.ifc"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", small.api), timeout=20) as connection:
        connection.sendall(head.encode() + b"ISO-10303-21;" + b" " * (3 * 1024 * 1024))
        answer = connection.recv(65536)
    assert b"413" in answer.split(b"\r\n")[0]
    assert not list((small.folder / "uploads" / ".incoming").glob("*"))


def test_too_large_reaches_a_client_that_sends_on(small: Stack, tmp_path: Path) -> None:
    model = write_large_model(tmp_path / "large.ifc", 20_000)
    with model.open("rb") as file:
        answer = small.http.post("/upload/ifc", files={"file": file})
    assert "1 MiB" in assert_problem(answer, 413, "too_large")
    with model.open("rb") as old, model.open("rb") as new:
        assert_problem(small.http.post("/ifcdiff", files={"old": old, "new": new}), 413, "too_large")


def test_a_zip_is_unpacked_under_the_cap(small: Stack) -> None:
    bomb = zipped(**{"bomb.ifc": b"ISO-10303-21;" + b" " * (50 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert_problem(small.http.post("/upload/ifc", files={"file": ("bomb.ifczip", bomb)}), 413, "too_large")
    assert not list((small.folder / "uploads" / ".incoming").iterdir())


def test_a_link_out_of_the_uploads_is_not_listed(stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "secret.ifc").write_text("ISO-10303-21;", encoding="ascii")
    link = stack.folder / "uploads" / "linked.ifc"
    link.symlink_to(tmp_path / "secret.ifc")
    try:
        assert stack.ask("linked.ifc", "linked.ifc").status_code == 404
        assert "linked.ifc" not in stack.http.get("/list_directories").json()["files"]
    finally:
        link.unlink()
