"""The gateway's settings, read once at its start."""

from pydantic import Field, SecretStr, field_validator

from contract.hosts import DEFAULT_NAMES, Hosts
from contract.settings import SharedSettings, load_settings, require_writable


class GatewaySettings(SharedSettings):
    """Limits of the HTTP side, beside the shared settings."""

    max_upload_mb: int = Field(default=1024, ge=1, description="Largest model in MiB, sent or unpacked.")
    max_queued: int = Field(default=100, ge=1, description="Jobs that may wait; one more is a 429.")
    job_timeout: int = Field(default=3600, ge=1, description="Seconds that a diff may take.")
    result_ttl_days: int = Field(default=30, ge=1, description="Days that an ended job and its result are kept.")
    api_keys: SecretStr = Field(default=SecretStr(""), description="Comma-separated keys for X-API-Key; empty: open.")
    allowed_hosts: str = Field(default=DEFAULT_NAMES, description="Comma-separated host names of the service.")

    @field_validator("api_keys")
    @classmethod
    def _can_be_sent(cls, keys: SecretStr) -> SecretStr:
        if not (keys.get_secret_value().isascii() and keys.get_secret_value().isprintable()):
            raise ValueError("a key has a character that is no printable ASCII; no header carries it")
        return keys

    @field_validator("allowed_hosts")
    @classmethod
    def _are_names(cls, names: str) -> str:
        Hosts(names)
        return names

    @property
    def max_upload_bytes(self) -> int:
        """The upload limit in bytes."""
        return self.max_upload_mb * 1024 * 1024

    @property
    def result_ttl(self) -> int:
        """How long ended jobs are kept, in seconds."""
        return self.result_ttl_days * 86_400

    @property
    def accepted_keys(self) -> frozenset[str]:
        """The API keys; empty where none is asked for."""
        keys = (key.strip() for key in self.api_keys.get_secret_value().split(","))
        return frozenset(key for key in keys if key)

    @property
    def hosts(self) -> Hosts:
        """The names that the service answers to."""
        return Hosts(self.allowed_hosts)


def read_settings() -> GatewaySettings:
    """Return the settings of the environment; SystemExit with one line where they, or the volumes, are wrong."""
    settings = load_settings(GatewaySettings)
    require_writable("UPLOADS_DIR", settings.uploads_dir)
    require_writable("OUTPUT_DIR", settings.results_dir)
    return settings
