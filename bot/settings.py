"""Every setting, its default and its environment variable. Read from the environment, then from `.env`."""

from __future__ import annotations

import difflib
import logging
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.channels import MOST_A_MINUTE
from bot.errors import ConfigurationError
from bot.risk import threshold_for
from index.sources import source_of

log = logging.getLogger(__name__)

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class LogFormat(StrEnum):
    """What a line of the log looks like."""

    AUTO = "auto"
    """Text in a terminal and in the terminal's own log, JSON everywhere else."""
    JSON = "json"
    TEXT = "text"


class Settings(BaseSettings):
    """The operator's settings. A field's environment variable is its name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore")

    discord_token: SecretStr | None = Field(None, description="Token of the Discord bot; empty: no Discord.")
    discord_moderator_roles: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="Ids of Discord roles whose members may moderate, besides Manage Server; commas between.",
    )
    discord_shards: int = Field(
        1,
        ge=0,
        le=10_000,
        description="Connections to Discord over which servers are divided, of all processes together; 0: as many as "
        "Discord advises.",
    )
    slack_bot_token: SecretStr | None = Field(None, description="Slack's bot token, xoxb-...; empty: no Slack.")
    slack_app_token: SecretStr | None = Field(None, description="Slack's app-level token, xapp-..., for Socket Mode.")
    slack_connections: int = Field(
        1, ge=1, le=10, description="Connections to Slack over Socket Mode; all processes together may have ten."
    )
    slack_client_id: str | None = Field(
        None, description="Client id of a Slack app that many workspaces install, over HTTP; empty: Socket Mode."
    )
    slack_client_secret: SecretStr | None = Field(
        None, description="That app's client secret; the workspaces' tokens are kept encrypted with it."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="That app's signing secret, by which the bot knows that a request is Slack's."
    )
    slack_http_port: int = Field(3000, ge=0, le=65_535, description="Port for that app's requests from Slack.")
    slack_http_host: str = Field("127.0.0.1", min_length=1, description="Address at which that port is opened.")
    slack_api_url: HttpUrl = Field(HttpUrl("https://slack.com/api/"), description="Base address of Slack's Web API.")
    slack_moderator_groups: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="Ids of Slack user groups whose members may moderate, besides admins and owners; commas between.",
    )
    sources: Annotated[tuple[Path | str, ...], NoDecode] = Field(
        (),
        description="Files or addresses to answer from, commas between; empty: what the index was built from, or the "
        "digest.",
    )
    source_hosts: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="Hosts whose pages moderators may add, each with its subdomains; commas between; empty: any.",
    )
    embedding_model: str = Field(
        "multilingual-e5-small", min_length=1, description="A sentence-transformers model's name, or its folder."
    )
    data_dir: Path = Field(Path(".data"), description="Folder for the index and everything else that is kept.")
    database_url: SecretStr | None = Field(
        None,
        description="A PostgreSQL that holds everything, for several processes: postgresql+psycopg://user:password@host"
        "/name; empty: a file in DATA_DIR.",
    )
    database_read_url: SecretStr | None = Field(
        None,
        description="Copies of that PostgreSQL which follow it; questions are answered from them where they can be; "
        "empty: none.",
    )
    watch_minutes: int = Field(
        0,
        ge=0,
        le=43_200,
        description="Minutes between two looks at articles that were added by their address; 0: none.",
    )
    keep_days: int = Field(
        30, ge=0, le=3650, description="Days for which questions and what was answered are kept; 0: in memory only."
    )
    cooldown_member: int = Field(
        6, ge=0, le=MOST_A_MINUTE, description="Questions that a member may ask in a minute; 0: any number."
    )
    cooldown_channel: int = Field(
        30, ge=0, le=MOST_A_MINUTE, description="Questions that may be asked in a channel in a minute; 0: any number."
    )
    wrong_answers: int = Field(
        20, ge=0, le=100, description="Of a hundred answers given, how many may be wrong. Fewer: it declines more."
    )
    health_port: int = Field(
        0, ge=0, le=65_535, description="Port for a supervisor to ask how the bot is; 0: none is opened."
    )
    health_host: str = Field("127.0.0.1", min_length=1, description="Address at which that port is opened.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: LogFormat = Field(
        LogFormat.AUTO, description="json, text (coloured in a terminal), or auto: text in a terminal, else json."
    )

    @property
    def answer_threshold(self) -> float:
        """The confidence from which on a passage is given as the answer."""
        return threshold_for(self.wrong_answers)

    @field_validator("discord_moderator_roles", "slack_moderator_groups", "source_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        return _parts(value) if isinstance(value, str) else value

    @field_validator("sources", mode="before")
    @classmethod
    def _files_and_addresses(cls, value: object) -> object:
        return [source_of(part) for part in _parts(value)] if isinstance(value, str) else value

    @field_validator(
        "discord_token",
        "slack_bot_token",
        "slack_app_token",
        "slack_client_id",
        "slack_client_secret",
        "slack_signing_secret",
        "database_url",
        "database_read_url",
        mode="before",
    )
    @classmethod
    def _without_space(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _a_folder(cls, value: Path) -> Path:
        if value.exists() and not value.is_dir():
            raise ValueError("be a folder, and a file has that name; a folder that is missing is made")
        return value

    @field_validator("log_format", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in _LOG_LEVELS:
            raise ValueError(f"be one of {', '.join(_LOG_LEVELS)}")
        return value.upper()

    @property
    def slack_over_http(self) -> bool:
        """Whether the app on Slack is one that many workspaces install: any of its three credentials is there."""
        return bool(self.slack_client_id or self.slack_client_secret or self.slack_signing_secret)

    def platforms(self) -> list[str]:
        """Return the names of the platforms that have a token, be it only one of two."""
        slack = self.slack_bot_token or self.slack_app_token or self.slack_over_http
        return [name for name, token in (("discord", self.discord_token), ("slack", slack)) if token]

    def secrets(self) -> tuple[str, ...]:
        """Return the tokens, and the databases' addresses and passwords, which no log may hold."""
        slack = (self.slack_bot_token, self.slack_app_token, self.slack_client_secret, self.slack_signing_secret)
        databases = [url.get_secret_value() for url in (self.database_url, self.database_read_url) if url]
        passwords = {form for url in databases if (word := _password(url)) for form in (word, unquote(word))}
        return (*(token.get_secret_value() for token in (self.discord_token, *slack) if token), *databases, *passwords)


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _password(url: str) -> str | None:
    """Return the password of an address as it stands there; None where it has none, or is no address."""
    try:
        return urlsplit(url).password
    except ValueError:
        return None


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        ConfigurationError: a value is not valid, or `.env` cannot be read. Values are not repeated: they may be tokens.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"{str(e['loc'][0]).upper()} {_wanted(e['msg'])}" for e in error.errors())
        raise ConfigurationError(f"{faults}. Correct that in the environment or in .env.") from None
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            "The file .env cannot be read. Save it as text in UTF-8, where the bot may read it."
        ) from None


def warn_of_misspelt_settings() -> None:
    """Log which names in `.env` are no setting's but look like one. Others are left: they may be another program's."""
    names = [name.upper() for name in Settings.model_fields]
    for given in dotenv_values(".env", encoding="utf-8"):
        like = [] if given.upper() in names else difflib.get_close_matches(given.upper(), names, n=1, cutoff=0.85)
        if like:
            log.warning("%s in .env is no setting. If it is to be %s, mend it there.", given, like[0])


def _wanted(message: str) -> str:
    """Return what a setting must be, in plainer words than Pydantic's ("Input should be a valid ...")."""
    must = re.sub(r"^(?:Value error, |\w+ should )", "must ", message)
    return re.split(", (?=unable|relative|input|empty)", must)[0].replace("a valid integer", "a whole number")
