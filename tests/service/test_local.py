"""What `make up` and `make demo` say when something is in the way."""

import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.data import ROOT
from tests.support.stack import Stack, default_environment, free_ports, running, until


def run(module: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    ports = dict(zip(("API_PORT", "DASHBOARD_PORT", "VALKEY_PORT"), map(str, free_ports(3)), strict=True))
    paths = {"PYTHONPATH": str(ROOT / "ifcdiff")}
    environment = {**os.environ, **default_environment(), **paths, **ports, **settings}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", ["API_PORT", "DASHBOARD_PORT", "VALKEY_PORT"])
def test_a_taken_port_is_a_clear_line(tmp_path: Path, name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run("local.up", DATA_DIR=str(tmp_path), **{name: port})
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{name}: 127.0.0.1:{port} cannot be used")
    assert f"pid {os.getpid()} (" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(("name", "value"), [("API_PORT", "many"), ("WORKERS", "0"), ("VALKEY_PORT", "70000")])
def test_a_bad_setting_is_a_clear_line(tmp_path: Path, name: str, value: str) -> None:
    ended = run("local.up", DATA_DIR=str(tmp_path), **{name: value})
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{name}: ")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("noted", ["nothing", "an empty file", "another process"])
def test_no_stack_to_end_is_said_and_no_other_process_ended(tmp_path: Path, noted: str) -> None:
    if noted != "nothing":
        process_id = str(os.getpid()) if noted == "another process" else ""
        (tmp_path / "supervisord.pid").write_text(process_id, encoding="ascii")
    ended = run("local.down", DATA_DIR=str(tmp_path))
    assert (ended.returncode, ended.stderr) == (1, "no stack runs here\n")


def test_another_stack_s_process_manager_is_not_ended(tmp_path: Path, stack: Stack) -> None:
    (tmp_path / "supervisord.pid").write_text(str(stack.manager.pid), encoding="ascii")
    ended = run("local.down", DATA_DIR=str(tmp_path))
    assert (ended.returncode, ended.stderr) == (1, "no stack runs here\n")
    assert stack.http.get("/health").json()["workers"] == 1


def test_what_a_killed_process_manager_leaves_is_named_and_ended(tmp_path: Path) -> None:
    with running(tmp_path) as own:
        parts, valkey = own.manager.children(), own.part("valkey")
        own.manager.kill()
        own.end()
        again = run("local.up", "--detach", DATA_DIR=str(tmp_path))
        assert again.returncode == 1
        assert again.stderr.startswith("DATA_DIR: parts of a stack whose process manager was killed still run")
        assert all(f"pid {part.pid} (" in again.stderr for part in parts)
        elsewhere = run("local.up", DATA_DIR=str(tmp_path / "other"), VALKEY_PORT=str(own.valkey))
        assert f"held by pid {valkey.pid} (valkey-server)" in elsewhere.stderr
        assert run("local.down", DATA_DIR=str(tmp_path)).returncode == 0
        assert not any(part.is_running() for part in parts)
        assert run("local.down", DATA_DIR=str(tmp_path)).stderr == "no stack runs here\n"


def test_what_is_killed_above_the_process_manager_leaves_a_stack_to_end(tmp_path: Path) -> None:
    ports = dict(zip(("API_PORT", "DASHBOARD_PORT", "VALKEY_PORT"), map(str, free_ports(3)), strict=True))
    settings = {**ports, "DATA_DIR": str(tmp_path), "WORKERS": "1"}
    environment = {**os.environ, **default_environment(), **settings}
    # `:` keeps the shell from becoming the command.
    command = ["sh", "-c", '"$0" -m local.up; :', sys.executable]
    with (
        (tmp_path / "stack.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as shell,
    ):
        until(lambda: _answers(f"http://127.0.0.1:{ports['API_PORT']}/health"), 300, "the stack is up")
        manager = psutil.Process(shell.pid).children()[0]
        processes = [manager, *manager.children()]
        shell.kill()
    assert manager.is_running()
    ended = run("local.down", **settings)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert not any(process.is_running() for process in processes)


def test_a_second_stack_on_the_same_folder_is_refused(stack: Stack) -> None:
    ended = run("local.up", "--detach", DATA_DIR=str(stack.folder))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"DATA_DIR: the stack runs already on {stack.folder}")
    assert stack.http.get("/health").json()["workers"] == 1


def test_a_folder_and_a_password_may_hold_anything(tmp_path: Path) -> None:
    password = "a b\"c#\\d's é"
    with running(tmp_path / "my projects" / "Büro", REDIS_PASSWORD=password) as own:
        assert own.http.get("/health").json()["status"] == "ok"
        url = f"http://127.0.0.1:{own.dashboard}/0/data/queues.json"
        until(lambda: _answers(url), 20, "the dashboard reads the queues")
        assert password not in own.log.read_text(encoding="utf-8")


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("arguments", [["one.ifc"], ["no such.ifc", "no such either.ifc"]])
def test_the_demo_says_what_is_wrong_with_its_files(tmp_path: Path, arguments: list[str]) -> None:
    ended = run("demo", *arguments, DATA_DIR=str(tmp_path))
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_the_demo_says_when_something_else_has_its_port(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        ended = run("demo", DATA_DIR=str(tmp_path), API_PORT=str(other.server_port))
        other.shutdown()
    assert ended.returncode == 1
    assert "is not this service" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_demo_says_when_the_stack_cannot_start(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run("demo", DATA_DIR=str(tmp_path), VALKEY_PORT=str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert ended.stderr.startswith("VALKEY_PORT: ")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", ["it's $HOME.ifc", 'a "quoted" `date`.ifc'])
def test_make_demo_takes_a_file_of_any_name(tmp_path: Path, name: str) -> None:
    command = ["make", "--no-print-directory", "demo", f"OLD={tmp_path}/{name.replace('$', '$$')}", "NEW=none.ifc"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert f"there is no file {tmp_path}/{name}\n" in ended.stderr


def test_the_demo_does_the_main_job_and_make_down_ends_it(tmp_path: Path) -> None:
    ports = dict(zip(("API_PORT", "DASHBOARD_PORT", "VALKEY_PORT"), map(str, free_ports(3)), strict=True))
    settings = {**ports, "DATA_DIR": str(tmp_path), "WORKERS": "1"}
    first = run("demo", **settings)
    try:
        assert first.returncode == 0, first.stdout + first.stderr
        assert "What changed" in first.stdout
        assert "IfcColumn" in first.stdout
        assert (tmp_path / "diff" / "demo.json").is_file()
        models = [
            str(ROOT / "api-gateway" / "gateway" / "routes" / "example_models" / f"example-{n}.ifc")
            for n in ("old", "new")
        ]
        second = run("demo", *models, **settings)
        assert second.returncode == 0, second.stdout + second.stderr
        assert "example-old.ifc" in second.stdout
        text = tmp_path / "notes.ifc"
        text.write_text("no model", encoding="ascii")
        third = run("demo", str(text), str(text), **settings)
        assert third.returncode == 1
        assert "not_ifc" in third.stderr
    finally:
        ended = run("local.down", **settings)
    assert ended.returncode == 0, ended.stderr
