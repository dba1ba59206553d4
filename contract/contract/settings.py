"""The settings that all parts share, and how a process refuses to start with bad ones.

Knows the environment, and where Redis is; opens no connection to it.
"""

import os
import sys
from pathlib import Path
from typing import Any, Final, Literal, TypeVar
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings

from contract.names import RESULT_FOLDER

PLACEHOLDER: Final = "change-me"
"""What .env.example puts where a secret belongs; no process starts with it."""


class SharedSettings(BaseSettings):
    """Where the broker and the volumes are. Each field is the environment variable of its name in capitals."""

    redis_host: str = Field(default="localhost", description="Host of Redis or Valkey.")
    redis_port: int = Field(default=6379, ge=1, le=65535, description="Port of Redis or Valkey.")
    redis_password: SecretStr = Field(default=SecretStr(""), description="Its password; empty: none.")
    uploads_dir: Path = Field(default=Path("/uploads"), description="Volume of the models.")
    output_dir: Path = Field(default=Path("/output"), description="Volume of the results.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="What is logged.")

    @field_validator("redis_password")
    @classmethod
    def _no_placeholder(cls, secret: SecretStr) -> SecretStr:
        if secret.get_secret_value() == PLACEHOLDER:
            raise ValueError("is still the placeholder of .env.example; set one of your own")
        return secret

    @property
    def redis_arguments(self) -> dict[str, Any]:
        """Where Redis is and how to get in, as a client of Redis takes it."""
        password = self.redis_password.get_secret_value() or None
        return {"host": self.redis_host, "port": self.redis_port, "password": password}

    @property
    def redis_url(self) -> str:
        """The same as an address."""
        password = quote(self.redis_password.get_secret_value(), safe="")
        return f"redis://:{password}@{self.redis_host}:{self.redis_port}"

    @property
    def results_dir(self) -> Path:
        """The folder of the result files."""
        return self.output_dir / RESULT_FOLDER


SettingsT = TypeVar("SettingsT", bound=SharedSettings)


def load_settings(kind: type[SettingsT]) -> SettingsT:
    """Read settings of `kind` from the environment.

    Raises SystemExit with one line that says which setting is wrong and what to do.
    """
    try:
        return kind()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        sys.exit(f"{name}: {first['msg'].removeprefix('Value error, ')}")


def require_readable(name: str, folder: Path) -> None:
    """Make sure, at a process's start, that the folder of the setting `name` is there to be read; SystemExit if not."""
    if not os.access(folder, os.R_OK | os.X_OK):
        sys.exit(
            f"{name}: {folder} cannot be read by user {os.getuid()}; mount it for that user or choose another folder"
        )


def require_writable(name: str, folder: Path) -> None:
    """Make sure, at a process's start, that the folder of the setting `name` can be written; SystemExit if not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        sys.exit(
            f"{name}: {folder} cannot be written by user {os.getuid()}; mount it writable or choose another folder"
        )
