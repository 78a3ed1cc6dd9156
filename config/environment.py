"""Reads the FONDS_ variables, typed; the only reader of the environment."""

import os
import secrets
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from search.engines.target import TargetNotUnderstood, target_of

PROJECT_DIR = Path(__file__).resolve().parent.parent
PREFIX = "FONDS_"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class SettingError(ImproperlyConfigured):
    """A variable is missing or wrong; the message is one sentence that says what to write."""


def _one_of(value: str, plain: tuple[str, ...], schemes: tuple[str, ...], advice: str) -> str:
    if value in plain or urlsplit(value).scheme in schemes:
        return value
    raise ValueError(advice)


class Environment(BaseSettings):
    """All settings an operator may give; `docs/operator/settings.md` explains each.

    Sizes are megabytes where the name says MB, times are seconds.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Path("var")
    debug: bool = False
    secret_key: str = ""
    site_url: str = ""
    hosts: str = ""
    bind: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    proxies: int = Field(default=0, ge=0, le=5)
    database_url: str = ""
    storage: str = "file"
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    queue: str = "database"
    search: str = "tantivy"
    search_user: str = ""
    search_password: str = ""
    search_api_key: str = ""
    search_ca: str = ""
    search_prefix: str = Field(default="fonds", pattern=r"^[a-z][a-z0-9-]{0,30}$")
    search_shards: int = Field(default=1, ge=1, le=64)
    search_replicas: int = Field(default=1, ge=0, le=5)
    search_timeout_seconds: int = Field(default=5, ge=1, le=60)
    search_write_timeout_seconds: int = Field(default=60, ge=5, le=600)
    query_log_days: int = Field(default=90, ge=0, le=3650)
    query_log_askers: int = Field(default=5, ge=2)
    uz_latin: Literal["1995", "2026"] = "1995"
    time_zone: str = "Asia/Tashkent"
    email: str = "console"
    email_from: str = "fonds@localhost"
    health_token: str = ""
    api_minute: int = Field(default=120, ge=1)
    api_key_minute: int = Field(default=600, ge=1)
    api_origins: str = "*"
    log: Literal["", "json", "text"] = ""
    workers: int = Field(default=0, ge=0, le=256)
    max_upload_mb: int = Field(default=2048, ge=1)
    max_resumable_mb: int = Field(default=10_240, ge=1)
    upload_chunk_mb: int = Field(default=16, ge=1, le=64)
    upload_days: int = Field(default=7, ge=1, le=90)
    open_uploads: int = Field(default=1000, ge=1)
    disk_reserve_mb: int = Field(default=1024, ge=0)
    max_pixels: int = Field(default=200_000_000, ge=1_000_000)
    max_pages: int = Field(default=5_000, ge=1)
    ocr_page_seconds: int = Field(default=120, ge=5)
    min_free_mb: int = Field(default=200, ge=0)
    worker_memory_mb: int = Field(default=1024, ge=512)
    media_hours: int = Field(default=6, ge=1, le=168)
    media_memory_mb: int = Field(default=2048, ge=512)
    office_seconds: int = Field(default=300, ge=10, le=7200)
    office_memory_mb: int = Field(default=4096, ge=1024)
    download_public: Literal["none", "web", "print", "original"] = "web"
    download_accredited: Literal["none", "web", "print", "original"] = "print"
    download_location: bool = False
    download_days: int = Field(default=30, ge=1, le=3650)
    ask_purpose: Literal["rights", "always", "never"] = "rights"
    purpose_days: int = Field(default=1095, ge=1, le=36500)
    speech_model: str = ""
    watched_folder: str = ""
    watched_seconds: int = Field(default=60, ge=5, le=86_400)
    watched_then: Literal["keep", "move"] = "keep"
    speech_threads: int = Field(default=1, ge=1, le=64)
    fixity_days: int = Field(default=90, ge=0, le=3650)
    fixity_share_pct: int = Field(default=10, ge=1, le=100)
    fixity_mail: str = ""
    export_days: int = Field(default=7, ge=1, le=365)
    export_max_gb: int = Field(default=200, ge=1)

    @field_validator("data")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return (PROJECT_DIR / value.expanduser()).resolve()

    @field_validator("site_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("write the public address, such as https://archive.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        advice = "write postgres://user:password@host:5432/name, or leave it out for SQLite"
        return _one_of(value, ("",), ("postgres", "postgresql"), advice)

    @field_validator("storage")
    @classmethod
    def _storage(cls, value: str) -> str:
        return _one_of(value, ("file",), ("s3",), "write file or s3://bucket/folder")

    @field_validator("queue")
    @classmethod
    def _queue(cls, value: str) -> str:
        return _one_of(value, ("database",), ("redis", "rediss"), "write database or redis://host:6379/0")

    @field_validator("search")
    @classmethod
    def _search(cls, value: str) -> str:
        try:
            target_of(value)
        except TargetNotUnderstood as error:
            raise ValueError(str(error)) from None
        return value

    @field_validator("watched_folder")
    @classmethod
    def _watched(cls, value: str) -> str:
        if value and not Path(value).is_absolute():
            raise ValueError("write the whole path of a folder, such as /srv/fonds/incoming")
        return value

    @field_validator("email")
    @classmethod
    def _email(cls, value: str) -> str:
        advice = "write console or smtp://user:password@host:587?security=starttls"
        return _one_of(value, ("console",), ("smtp",), advice)

    @field_validator("api_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        for origin in value.split(","):
            parts = urlsplit(origin.strip())
            is_origin = parts.scheme in ("http", "https") and parts.hostname and not parts.path
            if origin.strip() not in ("*", "none") and not is_origin:
                raise ValueError("write * or none, or origins such as https://news.example.org, separated by commas")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("write a zone name such as Asia/Tashkent")
        return value

    @property
    def search_hosts(self) -> tuple[str, ...]:
        """The addresses of the Elasticsearch cluster, each with its port; none for the embedded engine."""
        return target_of(self.search).hosts

    @property
    def is_secure(self) -> bool:
        """True when the site is reached over https: production settings then apply."""
        return self.site_url.startswith("https://")

    @property
    def proxy_count(self) -> int:
        """How many trusted proxies stand before the site; https always ends at one."""
        return self.proxies or int(self.is_secure)

    @property
    def log_format(self) -> str:
        """`json` in production unless told otherwise, else `text`."""
        return self.log or ("json" if self.is_secure and not self.debug else "text")

    @property
    def address(self) -> str:
        """The public address without a closing slash."""
        return self.site_url or f"http://127.0.0.1:{self.port}"

    @property
    def origins(self) -> list[str]:
        """The origins whose pages may ask the interface for programs; `*` stands for any, without cookies."""
        return [origin.strip() for origin in self.api_origins.split(",") if origin.strip() != "none"]

    @property
    def allowed_hosts(self) -> list[str]:
        """The host names the site answers to."""
        if self.hosts:
            return [host.strip() for host in self.hosts.split(",") if host.strip()]
        own = urlsplit(self.address).hostname or "127.0.0.1"
        return [own] if self.is_secure else sorted({own, *LOCAL_HOSTS})


def _refuse(variable: str, advice: str) -> SettingError:
    return SettingError(f"{variable} is wrong: {advice}.")


def _known() -> set[str]:
    return {PREFIX + name.upper() for name in Environment.model_fields}


def _check_names() -> None:
    """Refuse a misspelled variable, which would otherwise be ignored in silence."""
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in _known():
            near = get_close_matches(name, _known(), n=1)
            hint = f"did you mean {near[0]}?" if near else "see docs/operator/settings.md"
            raise SettingError(f"{name} is not a setting of Fonds; {hint}")


@cache
def read_environment() -> Environment:
    """Return the settings from the environment.

    Raises SettingError with one sentence that names the variable and what to write.
    """
    _check_names()
    try:
        found = Environment()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        variable = PREFIX + str(first["loc"][0]).upper()
        advice = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise _refuse(variable, f"{advice[:1].lower()}{advice[1:]}") from None
    _check_together(found)
    _prepare(found.data)
    return found


def _check_together(found: Environment) -> None:
    """Refuse settings that are right one by one and wrong together."""
    if found.is_secure and not found.debug and len(found.secret_key) < 50:
        raise _refuse(
            "FONDS_SECRET_KEY",
            "a site reached over https needs its own secret of at least 50 random characters",
        )
    if found.storage.startswith("s3") and bool(found.s3_access_key) != bool(found.s3_secret_key):
        raise _refuse(
            "FONDS_S3_SECRET_KEY",
            "give both FONDS_S3_ACCESS_KEY and FONDS_S3_SECRET_KEY, or neither",
        )
    if bool(found.search_user) != bool(found.search_password):
        raise _refuse("FONDS_SEARCH_PASSWORD", "give both FONDS_SEARCH_USER and FONDS_SEARCH_PASSWORD, or neither")
    if found.search_api_key and found.search_user:
        raise _refuse("FONDS_SEARCH_API_KEY", "give a key, or a user with a password, not both")
    if found.speech_model and not (Path(found.speech_model) / "model.bin").is_file():
        raise _refuse("FONDS_SPEECH_MODEL", f"the folder {found.speech_model} holds no model.bin")
    if found.search_ca and not os.access(found.search_ca, os.R_OK):
        raise _refuse("FONDS_SEARCH_CA", f"there is no file {found.search_ca} that can be read")


def _prepare(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refuse("FONDS_DATA", f"the folder {data} cannot be made ({error.strerror})") from None
    if not os.access(data, os.W_OK):
        raise _refuse("FONDS_DATA", f"the folder {data} cannot be written")


def secret_key(environment: Environment) -> str:
    """Return the secret: the one given, or one made at first use and kept in the data folder."""
    if environment.secret_key:
        return environment.secret_key
    path = environment.data / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()
