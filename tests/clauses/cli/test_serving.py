"""`clauses seed` and `clauses serve`: the demonstration brought in, the application served on this machine only."""

import socket
from pathlib import Path
from typing import Any

import pytest

import clauses.demo.seed
import imports.run
from clauses.cli import serving
from clauses.errors import Unusable
from clauses.files.rules import FileKind
from imports.report import UNUSABLE, Report
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import FILES, as_csv


def seeding(monkeypatch: pytest.MonkeyPatch, *kinds: FileKind) -> None:
    """A demonstration of these files only."""

    def seed(folder: Path, *, import_file: Any, by: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            path = folder / f"{kind}.csv"
            path.write_text(as_csv(*FILES[kind]), encoding="utf-8")
            import_file(kind, path, by if kind is FileKind.HOURS else None)

    monkeypatch.setattr(clauses.demo.seed, "seed", seed)


def test_the_demonstration_is_imported_as_a_user_would(clauses: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    seeding(monkeypatch, *FILES)
    told = clauses("seed", status=0).out.splitlines()
    assert told[: 1 + len(FILES)] == [
        "Démonstration : un territoire inventé.",
        "  markets.csv : 2 lignes acceptées, 0 refusées.",
        "  people.csv : 2 lignes acceptées, 0 refusées.",
        "  hours.csv : 2 lignes acceptées, 0 refusées.",
        "  needs.csv : 1 lignes acceptées, 0 refusées.",
        "  exits.csv : 1 lignes acceptées, 0 refusées.",
        "  meetings.csv : 1 lignes acceptées, 0 refusées.",
    ]
    said = told[1 + len(FILES) :]
    assert "mot de passe" in said[0]
    assert [line.split()[0] for line in said[1:]] == ["F", "F", "S", "E", "E", "O", "D", "P", "R", "A"]
    assert clauses("seed", status=0).out.splitlines()[-len(said) :] == said, "opened once, told again"
    clauses("check", status=0)


def test_a_file_of_the_demonstration_that_cannot_be_used_ends_with_2(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unusable(*_: Any) -> Report:
        return imports.run._unusable(_[2], None, Unusable("Ce fichier est vide."))

    seeding(monkeypatch, FileKind.MARKETS)
    monkeypatch.setattr(imports.run, "import_file", unusable)
    assert "Ce fichier est vide." in clauses("seed", status=UNUSABLE).err


def test_a_demonstration_that_cannot_be_written_ends_with_2(clauses: CommandLine) -> None:
    (clauses.home / "demonstration").write_text("a file in its place")
    assert "ne peuvent pas être écrits" in clauses("seed", status=2).err


def test_the_demonstration_is_served_on_this_machine_only(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSES_HOST", "0.0.0.0")
    assert "CLAUSES_HOST=127.0.0.1" in clauses("serve", status=2).err


@pytest.mark.enable_socket
def test_a_port_already_taken_is_said(clauses: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("CLAUSES_PORT", str(other.getsockname()[1]))
        assert "n'est pas libre" in clauses("serve", status=2).err


@pytest.mark.enable_socket
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_application_is_served_where_it_is_said(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    import uvicorn

    served: list[Any] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda _self, sockets: served.extend(sockets))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    monkeypatch.setenv("CLAUSES_HOST", host)
    monkeypatch.setenv("CLAUSES_PORT", str(port))
    told = clauses("serve", status=0)
    (listening,) = served
    assert listening.getsockname()[:2] == (host, port)
    listening.close()
    assert f":{port} (Ctrl+C pour arrêter)" in told.out
    assert serving.DEMONSTRATOR == "Démonstration"
