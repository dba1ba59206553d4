"""`python -m demo [OLD NEW]`: the service's main job on real input, from two files to a table of what changed.

Starts the stack where none runs. Without files, it makes a house and its revision.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from dotenv import dotenv_values
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from demo.client import CallFailedError, Client
from demo.house import write_pair
from demo.table import print_result
from local.settings import ROOT, LocalSettings, read_settings

_START_PATIENCE: Final = 300.0
"""Seconds: the first start of a worker compiles the engine, which takes a minute where the machine is busy."""
_RESULT: Final = "demo.json"


def main() -> None:
    """Run the demo; exit status 1 with one line where it cannot."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Diff two models with the service.")
    parser.add_argument(
        "models", nargs="*", type=Path, metavar="OLD NEW", help="two models; default: a house of our own"
    )
    models: list[Path] = parser.parse_args().models
    if len(models) not in {0, 2}:
        parser.error("give both models, the old and the new one: make demo OLD=a.ifc NEW=b.ifc")
    for path in models:
        if not path.is_file():
            parser.error(f"there is no file {path}")
    settings = read_settings()
    console = Console()
    client = Client(settings.url, _api_key())
    try:
        _start_stack(client, settings, console)
        old, new = models or write_pair(settings.data_dir / "demo")
        status = _diff(client, old, new, console)
        print_result(client.result(f"/tasks/{status['job_id']}/result"), console)
    except CallFailedError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("stopped; a service that was started goes on running, `make down` ends it")
    _say_where(status, settings, console)


def _api_key() -> str:
    """Return the first of API_KEYS, as the gateway of this machine reads it."""
    keys = os.environ.get("API_KEYS") or dotenv_values(ROOT / ".env").get("API_KEYS") or ""
    return keys.split(",")[0].strip()


def _start_stack(client: Client, settings: LocalSettings, console: Console) -> None:
    """Make sure that a service with a worker answers."""
    if not client.listens():
        started = subprocess.run([sys.executable, "-m", "local.up", "--detach"], cwd=ROOT, check=False)
        if started.returncode:
            # It has said why.
            sys.exit(started.returncode)
    deadline = time.monotonic() + _START_PATIENCE
    with console.status("waiting for a worker; its first start compiles the engine"):
        while not client.ready():
            if time.monotonic() > deadline:
                log = settings.data_dir / "log" / "stack.log"
                raise CallFailedError(f"No service with a worker at {settings.url} in five minutes; {log} says why.")
            time.sleep(0.2)


def _diff(client: Client, old: Path, new: Path, console: Console) -> dict[str, Any]:
    """Send both models, show the job's phases, and return its status at the end."""
    console.print(f"\n[bold]{old.name}[/bold] → [bold]{new.name}[/bold]")
    job = client.send(old, new, _RESULT)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        shown = bar.add_task("queued", total=100)
        for status in client.follow(job["status_url"]):
            if progress := status["progress"]:
                bar.update(shown, description=progress["phase"].replace("_", " "), completed=progress["percent"])
        bar.update(shown, description=status["status"], completed=100)
    if status["status"] != "finished":
        raise CallFailedError(f"{status['error'] or 'The job was canceled.'} ({status['error_code']})")
    return status


def _say_where(status: dict[str, Any], settings: LocalSettings, console: Console) -> None:
    """Tell where the result is, for the next step of whoever reads this."""
    file = settings.data_dir / status["result"]
    where = os.path.relpath(file) if file.is_file() else status["result"]
    console.print(f"result file  {where}", soft_wrap=True, highlight=False)
    console.print(f"to look at   {settings.url}/view/{status['job_id']}", soft_wrap=True, highlight=False)
    console.print(f"over HTTP    {settings.url}{status['result_url']}", soft_wrap=True, highlight=False)
    console.print("The service goes on running; `make down` ends it.", style="dim")


if __name__ == "__main__":
    main()
