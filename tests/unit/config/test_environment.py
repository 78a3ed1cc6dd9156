"""The settings an operator gives: typed, and refused in one sentence that names the variable."""

import os
from pathlib import Path

import pytest

from config.environment import Environment, SettingError, read_environment, secret_key


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("FONDS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FONDS_DATA", str(tmp_path / "data"))


def read() -> Environment:
    return read_environment.__wrapped__()


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("FONDS_PORT", "eighty", "valid integer"),
        ("FONDS_PORT", "70000", "less than or equal to 65535"),
        ("FONDS_DATABASE_URL", "mysql://host/name", "write postgres://user:password@host:5432/name"),
        ("FONDS_STORAGE", "ftp://host", "write file or s3://bucket/folder"),
        ("FONDS_QUEUE", "celery", "write database or redis://host:6379/0"),
        ("FONDS_SEARCH", "https://search.example.org", "write tantivy or elasticsearch:https://host:9200"),
        ("FONDS_SEARCH", "elasticsearch", "write tantivy or elasticsearch:https://host:9200"),
        ("FONDS_SEARCH", "elasticsearch:search.example.org:9200", "write tantivy or elasticsearch:https://host:9200"),
        ("FONDS_SEARCH", "elasticsearch:https://a:9200,", "write tantivy or elasticsearch:https://host:9200"),
        ("FONDS_SEARCH", "elasticsearch:https://u:p@a:9200", "no password in them"),
        ("FONDS_SEARCH_PREFIX", "Fonds_1", "should match pattern"),
        ("FONDS_SEARCH_SHARDS", "0", "greater than or equal to 1"),
        ("FONDS_SEARCH_CA", "/no/such/ca.pem", "there is no file /no/such/ca.pem that can be read"),
        ("FONDS_SEARCH_PASSWORD", "secret", "give both FONDS_SEARCH_USER and FONDS_SEARCH_PASSWORD"),
        ("FONDS_UZ_LATIN", "1996", "'1995' or '2026'"),
        ("FONDS_TIME_ZONE", "Tashkent", "write a zone name such as Asia/Tashkent"),
        ("FONDS_SITE_URL", "archive.example.org", "write the public address, such as https://archive.example.org"),
        ("FONDS_API_ORIGINS", "https://press.example.org/page", "write * or none, or origins"),
        ("FONDS_API_ORIGINS", "*,press.example.org", "write * or none, or origins"),
        ("FONDS_API_MINUTE", "0", "greater than or equal to 1"),
        ("FONDS_EMAIL", "pigeon", "write console or smtp://"),
        ("FONDS_S3_ACCESS_KEY", "abc", ""),
        ("FONDS_DATA", "/proc/nothing", "the folder /proc/nothing cannot be made"),
    ],
)
def test_a_wrong_value_is_refused_with_the_variable_and_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    if name == "FONDS_S3_ACCESS_KEY":
        monkeypatch.setenv("FONDS_STORAGE", "s3://bucket")
        name, advice = "FONDS_S3_SECRET_KEY", "give both"
        monkeypatch.setenv("FONDS_S3_ACCESS_KEY", value)
    else:
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingError) as refused:
        read()

    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert advice in sentence
    assert "\n" not in sentence


def test_a_misspelled_variable_is_refused_and_the_right_one_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONDS_DATABSE_URL", "postgres://host/name")
    with pytest.raises(
        SettingError, match="FONDS_DATABSE_URL is not a setting of Fonds; did you mean FONDS_DATABASE_URL"
    ):
        read()


def test_a_site_on_https_must_bring_its_own_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONDS_SITE_URL", "https://archive.example.org")
    with pytest.raises(SettingError, match="FONDS_SECRET_KEY"):
        read()
    monkeypatch.setenv("FONDS_SECRET_KEY", "x1" * 25)
    assert read().allowed_hosts == ["archive.example.org"]


def test_a_local_site_keeps_the_secret_it_made_at_first(tmp_path: Path) -> None:
    first = secret_key(read())
    assert len(first) >= 50
    assert secret_key(read()) == first
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0


def test_a_local_site_answers_to_this_machine_only() -> None:
    assert read().allowed_hosts == ["127.0.0.1", "[::1]", "localhost"]


def test_a_relative_data_folder_lies_in_the_project_wherever_the_command_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FONDS_DATA")
    monkeypatch.chdir(tmp_path)
    assert Environment().data == Path(__file__).resolve().parents[3] / "var"


def test_the_hosts_of_a_cluster_have_their_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read().search_hosts == ()
    monkeypatch.setenv("FONDS_SEARCH", "elasticsearch:https://one.example.org, http://10.0.0.2:9201")
    assert read().search_hosts == ("https://one.example.org:9200", "http://10.0.0.2:9201")


def test_a_key_and_a_password_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("USER", "fonds"), ("PASSWORD", "secret"), ("API_KEY", "id:key")):
        monkeypatch.setenv(f"FONDS_SEARCH_{name}", value)
    with pytest.raises(SettingError, match="FONDS_SEARCH_API_KEY is wrong: give a key, or a user with a password"):
        read()


@pytest.mark.parametrize(
    ("value", "origins"),
    [
        ("*", ["*"]),
        ("none", []),
        ("https://press.example.org, http://localhost:3000", ["https://press.example.org", "http://localhost:3000"]),
    ],
)
def test_origins_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch, value: str, origins: list[str]) -> None:
    monkeypatch.setenv("FONDS_API_ORIGINS", value)
    assert read().origins == origins
