"""The local stack's settings: ports, folder, number of workers. Knows no part's own settings."""

import os
import sys
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT: Final = Path(__file__).resolve().parent.parent


class LocalSettings(BaseSettings):
    """Where the parts listen and where their data live; from the environment, then from .env."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    api_bind: str = Field(default="127.0.0.1", description="Address of the gateway; 0.0.0.0: the network.")
    api_port: int = Field(default=8000, ge=1, le=65535, description="Port of the gateway.")
    dashboard_bind: str = Field(default="127.0.0.1", description="Address of rq-dashboard.")
    dashboard_port: int = Field(default=9181, ge=1, le=65535, description="Port of rq-dashboard.")
    dashboard_username: str = Field(default="", description="Basic auth of rq-dashboard; empty: none.")
    dashboard_password: str = Field(default="", description="Its password.")
    valkey_port: int = Field(default=6390, ge=1, le=65535, description="Port of the embedded Valkey (make up only).")
    data_dir: Path = Field(default=ROOT / "output", description="Folder of all data (make up only).")
    workers: int = Field(
        default=max(1, (os.cpu_count() or 2) // 2),
        ge=1,
        le=64,
        description="Workers (make up only); one per two cores.",
    )

    @property
    def pidfile(self) -> Path:
        """Where the process manager notes its pid."""
        return self.data_dir.resolve() / "supervisord.pid"

    @property
    def url(self) -> str:
        """The gateway's address for a client on this machine."""
        host = "127.0.0.1" if self.api_bind == "0.0.0.0" else self.api_bind  # noqa: S104 - compared, not bound
        return f"http://{host}:{self.api_port}"


def read_settings() -> LocalSettings:
    """Return the settings; SystemExit with one line where they are wrong."""
    try:
        return LocalSettings()
    except ValidationError as error:
        first = error.errors()[0]
        sys.exit(f"{str(first['loc'][0]).upper()}: {first['msg']}")
