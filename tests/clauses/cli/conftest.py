"""The command line in the process of the test: same arguments, same statuses, same words as the installed command."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import imports.run
from clauses.cli.app import application
from clauses.files.rules import FileKind
from tests.imports.office import FILES, Written, as_csv, unguarded


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects of the output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """`clauses`, on a desk with an empty migrated database of its own."""

    def __init__(self, home: Path, desk: Path) -> None:
        self.home, self.desk = home, desk
        desk.mkdir()

    @property
    def database(self) -> Path:
        return self.home / "clauses.db"

    def __call__(self, *arguments: object, status: int | None = None) -> Ended:
        """Runs a command; nothing but an exit may come out of it."""
        result = CliRunner().invoke(application, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
        ended = Ended(result.exit_code, result.stdout, result.stderr)
        assert "Traceback" not in ended.out + ended.err
        assert status is None or ended.status == status, ended
        return ended

    def write(self, name: str, *rows: Written) -> Path:
        """A csv on the desk."""
        path = self.desk / name
        path.write_text(as_csv(*rows), encoding="utf-8")
        return path

    def bring(self, *kinds: FileKind) -> None:
        """Imports the good files of these kinds."""
        for kind in kinds:
            self("import", kind, self.write(f"{kind}.csv", *FILES[kind]), status=0)


@pytest.fixture
def clauses(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line with an empty migrated database; the reader works without its guard."""
    monkeypatch.setattr(imports.run, "read_sheets", unguarded)
    monkeypatch.chdir(tmp_path)  # no .env of the machine
    made = CommandLine(tmp_path / "home", tmp_path / "desk")
    made.home.mkdir()
    shutil.copy(sqlite_template, made.database)
    return made
