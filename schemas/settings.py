"""The settings: one frozen object, read once from settings.toml and the environment.

`load_settings` is the only reader of the environment in the whole project. The environment
overrides the file; the file is optional.
"""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.catalogue import CATALOGUE, NEEDED
from schemas.errors import SettingsError
from schemas.rules import Severity

__all__ = ["LAUNCH", "LOOK_BACK", "TIME_ZONE", "Settings", "load_settings"]

LAUNCH = date(2023, 2, 26)
"""First Sunday of the programme; earlier activity is invalid (cadence rule CAD01)."""

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Everything that is due or late is so in this zone: UTC+7 without daylight saving."""

LOOK_BACK = 2
"""Previous Sundays that a list is compared with: a Sunday without a report is no way round."""


class Settings(BaseModel):
    """Everything that can be set. Field names are the keys of `settings.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    home: Path
    inbox: Path | None = Field(default=None, description="Inbox folder; unset: HOME/inbox")
    database_url: SecretStr | None = Field(default=None, description="unset: embedded Postgres")
    postgres_bin: Path | None = Field(default=None, description="folder with initdb and postgres")
    pseudonym_key: SecretStr | None = Field(default=None, description="unset: HOME/keys/pseudonym")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    severities: dict[str, Severity] = Field(default_factory=dict, description="rule id = severity")
    cut_off: time = Field(default=time(22, 0), description="later on Sunday is late (CAD07)")
    prefect_api_url: str | None = Field(default=None, description="set: runs are Prefect flow runs")
    read_memory_mb: int = Field(default=256, ge=64, description="what opening a file may take")
    read_file_mb: int = Field(default=100, ge=1, description="a larger file is kept, not opened")
    read_seconds: int = Field(default=20, ge=1, description="how long opening a file may take")
    answers: bool = Field(default=True, description="runs write letters and marked reports")
    parquet: bool = Field(default=True, description="runs mirror core and mart to HOME/parquet")
    final_after_weeks: int = Field(default=4, ge=1, description="then a Sunday is final")

    @field_validator("severities")
    @classmethod
    def _keep_what_is_needed(cls, severities: dict[str, Severity]) -> dict[str, Severity]:
        """Settings may not let in what cannot be counted, nor name a rule that there is not."""
        for rule_id, severity in severities.items():
            if rule_id not in CATALOGUE:
                raise ValueError(f"“{rule_id}” is no rule of docs/rules.md")
            if rule_id in NEEDED and severity != "error":
                raise ValueError(
                    f"“{rule_id}” stays an error, because what breaks it cannot be counted"
                )
        return severities

    @property
    def inbox_folder(self) -> Path:
        """Where submissions arrive."""
        return self.inbox or self.home / "inbox"

    @property
    def read_file_bytes(self) -> int:
        """`read_file_mb` in bytes."""
        return self.read_file_mb * 2**20


class _Environment(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SUNDAY_", extra="ignore")

    home: Path = Path("var")
    settings: Path | None = None
    database_url: SecretStr | None = None
    postgres_bin: Path | None = None
    pseudonym_key: SecretStr | None = None
    log_level: str | None = None
    prefect_api_url: str | None = Field(default=None, validation_alias="PREFECT_API_URL")


def load_settings(home: Path | None = None, inbox: Path | None = None) -> Settings:
    """The settings for `home` (else SUNDAY_HOME, else ./var) and, where given, another inbox.

    Raises SettingsError, with the file and key at fault, when something cannot be understood.
    """
    environment = _Environment()
    folder = (home or environment.home).absolute()
    path = environment.settings or folder / "settings.toml"
    values: dict[str, Any] = _read_toml(path, must_exist=environment.settings is not None)
    values.update(environment.model_dump(exclude={"home", "settings"}, exclude_none=True))
    values["home"] = folder
    if inbox is not None:
        values["inbox"] = inbox.absolute()
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_told(error, path)) from None


def _told(error: ValidationError, path: Path) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"The settings file {path} has “{key}”, which is no setting; correct or remove it."
    variable = f" or SUNDAY_{key.upper()}" if key in _Environment.model_fields else ""
    message = first["msg"].removeprefix("Value error, ").partition(" for <class")[0]
    message = message[:1].lower() + message[1:]
    return f"The setting “{key}” ({path}{variable}) cannot be used: {message}; mend it."


def _read_toml(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must_exist:
            raise SettingsError(f"The settings file {path} (SUNDAY_SETTINGS) is missing.") from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {path} is not valid TOML ({error}); mend it or remove it."
        ) from None
    except OSError as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error.strerror}.") from None
