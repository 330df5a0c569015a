import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, load_settings, warn_of_misspelt_settings

ROOT = Path(__file__).resolve().parent.parent.parent
DISCORD = "MTA" + "x" * 21 + ".G1a2b3." + "y" * 30


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_without_any_setting_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.platforms() == []
    assert settings.secrets() == ()
    assert settings.embedding_model == "multilingual-e5-small"
    assert str(settings.slack_api_url) == "https://slack.com/api/"
    assert (settings.health_port, settings.health_host) == (0, "127.0.0.1")


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"DISCORD_TOKEN={DISCORD}\nDATA_DIR=from-file\nOTHER=1\nSOURCES=\n", encoding="utf-8"
    )
    monkeypatch.setenv("DATA_DIR", "from-environment")
    monkeypatch.setenv("SOURCES", "a.txt, b c.md, https://news.example/a?b=1,")
    monkeypatch.setenv("SOURCE_HOSTS", "news.example, Gazette.example")
    monkeypatch.setenv("DISCORD_MODERATOR_ROLES", "12,34")
    settings = load_settings()
    assert settings.platforms() == ["discord"]
    assert settings.secrets() == (DISCORD,)
    assert settings.data_dir == Path("from-environment")
    assert settings.sources == (Path("a.txt"), Path("b c.md"), "https://news.example/a?b=1")
    assert settings.source_hosts == {"news.example", "Gazette.example"}
    assert settings.discord_moderator_roles == {"12", "34"}
    assert DISCORD not in repr(settings)


def test_one_slack_token_is_enough_to_mean_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert load_settings().platforms() == ["slack"]


def test_one_credential_of_an_app_for_many_workspaces_is_enough_to_mean_it_and_is_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", " signing-secret ")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "client-secret")
    settings = load_settings()
    assert settings.platforms() == ["slack"]
    assert settings.slack_over_http
    assert set(settings.secrets()) == {"signing-secret", "client-secret"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WRONG_ANSWERS", "150"),
        ("WRONG_ANSWERS", "xoxb-secret-value"),
        ("LOG_LEVEL", "LOUD"),
        ("SLACK_API_URL", "xoxb-secret-value"),
    ],
)
def test_a_wrong_value_is_named_and_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=name) as caught:
        load_settings()
    assert "xoxb" not in str(caught.value)


def test_a_file_is_no_folder_for_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "notes"))
    with pytest.raises(ConfigurationError, match="DATA_DIR must be a folder, and a file has that name"):
        load_settings()


def test_the_database_s_address_and_password_are_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://bot:hun%40ter2@db.example/record")
    settings = load_settings()
    assert {"hun%40ter2", "hun@ter2", "postgresql+psycopg://bot:hun%40ter2@db.example/record"} == set(
        settings.secrets()
    )
    assert "hun" not in repr(settings)
    monkeypatch.setenv("DATABASE_READ_URL", "postgresql://bot:fishbone@copy.example/record")
    assert {"fishbone", "postgresql://bot:fishbone@copy.example/record", "hun@ter2"} < set(load_settings().secrets())
    monkeypatch.delenv("DATABASE_READ_URL")
    monkeypatch.setenv("DATABASE_URL", "postgresql://[nonsense")
    assert load_settings().secrets() == ("postgresql://[nonsense",)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=\xff\xfe\n")
    with pytest.raises(ConfigurationError, match=r"\.env"):
        load_settings()


def test_a_name_that_looks_like_a_setting_is_told_and_others_are_left(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    warn_of_misspelt_settings()
    (tmp_path / ".env").write_text("DISCORD_TOKN=a\nslack_bot_token=b\nPATH=c\nKEEP_DAY=3\n", encoding="utf-8")
    warn_of_misspelt_settings()
    told = [re.findall(r"\b[A-Z]+_[A-Z]+\b", record.getMessage()) for record in caplog.records]
    assert told == [["DISCORD_TOKN", "DISCORD_TOKEN"], ["KEEP_DAY", "KEEP_DAYS"]]


def test_the_example_lists_every_setting_with_its_default() -> None:
    lines = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert set(lines) == {name.upper() for name in Settings.model_fields}
    defaults = Settings()
    for name, value in lines.items():
        default = getattr(defaults, name.lower())
        assert value == ("" if default in (None, (), frozenset()) else str(default)), name
