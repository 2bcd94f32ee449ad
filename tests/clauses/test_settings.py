"""Settings come from the environment or a ``.env`` file, and say what is wrong without a secret."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from clauses.db import engine_for
from clauses.errors import Misused
from clauses.settings import SHOWN, Settings, load


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `.env` is read from the current folder: each test has its own, without one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAUSES_HOME")


def test_nothing_needs_to_be_set() -> None:
    settings = load()
    assert settings.home == Path("var")
    assert (settings.host, settings.port, settings.environment) == ("127.0.0.1", 8000, "demonstration")


def test_the_embedded_database_and_the_files_stand_in_the_home_folder(tmp_path: Path) -> None:
    settings = load()
    assert make_url(settings.url).database == str(tmp_path / "var" / "clauses.db")
    assert settings.files == Path("var/files")


def test_the_environment_sets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSES_HOME", "/srv/clauses")
    monkeypatch.setenv("CLAUSES_DATABASE_URL", "postgresql+psycopg://clauses:secret@base/clauses")
    monkeypatch.setenv("CLAUSES_PORT", "8443")
    settings = load()
    assert settings.files == Path("/srv/clauses/files")
    assert settings.url == "postgresql+psycopg://clauses:secret@base/clauses"
    assert settings.port == 8443


def test_a_file_beside_the_command_sets_what_the_environment_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("# réglages\nCLAUSES_PORT=9000\nCLAUSES_HOST=0.0.0.0\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("CLAUSES_HOST", "127.0.0.2")
    settings = load()
    assert (settings.port, settings.host) == (9000, "127.0.0.2")


@pytest.mark.parametrize("folder", ["données 100%", "a?b", "a#b", "l'été & l'hiver", "50%20"])
def test_the_embedded_database_may_stand_in_a_folder_of_any_name(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path becomes part of a URL: « ? » and « % » must not change its meaning."""
    monkeypatch.setenv("CLAUSES_HOME", str(tmp_path / folder))
    engine = engine_for(load().url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()
    assert (tmp_path / folder / "clauses.db").is_file()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLAUSES_PORT", "abc"),
        ("CLAUSES_PORT", "0"),
        ("CLAUSES_PORT", "65536"),
        ("CLAUSES_PORT", ""),
        ("CLAUSES_ENVIRONMENT", "prod"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misused, match=name) as refused:
        load()
    assert "clauses settings" in refused.value.message
    assert refused.value.code == "misused"


def test_all_the_settings_that_cannot_be_read_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSES_PORT", "http")
    monkeypatch.setenv("CLAUSES_ENVIRONMENT", "secret-typed-in-the-wrong-place")
    with pytest.raises(Misused, match=r"CLAUSES_PORT.*CLAUSES_ENVIRONMENT") as refused:
        load()
    assert "secret" not in refused.value.message


def test_a_settings_file_in_another_encoding_is_said_not_shown() -> None:
    Path(".env").write_bytes("CLAUSES_HOME=données\n".encode("cp1252"))
    with pytest.raises(Misused, match=r"\.env.*UTF-8"):
        load()


def test_every_setting_has_a_sentence_in_french() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description[0].isupper() or field.description.startswith("demonstration"), name
        assert field.description.endswith("."), name


def test_a_setting_that_nobody_said_holds_no_secret_shows_nowhere() -> None:
    class Later(Settings):
        added_tomorrow: str = "chut"

    given = Later.model_construct(database_url="postgresql+psycopg://moi:chut@hote/base", secret="chut")
    assert set(Settings.model_fields) >= SHOWN
    hidden = {name for name in Later.model_fields if given.hides(name)}
    assert hidden == {
        "added_tomorrow", "database_url", "secret", "former_secrets", "oidc_client_secret", "smtp_url",
    }  # fmt: skip
    assert not Settings.model_construct(database_url="sqlite:///var/clauses.db").hides("database_url")
