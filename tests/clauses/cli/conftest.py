"""The command line in the process of the test: same arguments, same statuses, same words as the installed command."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import imports.run
from clauses.cli.app import application
from clauses.db import engine_for, writing
from clauses.files.rules import FileKind
from clauses.sites.actions import (
    answer_referral,
    begin_mission,
    open_action,
    send_person,
    write_activity_sheet,
    write_follow_up,
)
from clauses.sites.meetings import hold_meeting
from clauses.sites.rules import Done, Level, MeetingKind, Present
from tests import factories as f
from tests.clauses.sites.conftest import OBJECTIVES
from tests.factories import id_of
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


DAY = date(2024, 2, 5)


@pytest.fixture
def operating(clauses: CommandLine) -> CommandLine:
    """An operator's action with Léa, her meetings, her mission and her fiches."""
    engine = engine_for(f"sqlite:///{clauses.database}")
    with writing(engine) as session:
        operator = id_of(f.organisation(session, name="ARIQ"))
        action = open_action(session, operator_id=operator, year=2024, name="Suivi BTP", by="Ana", **OBJECTIVES)
        lea = id_of(f.person(session, identifier="P0001", last_name="Roux", first_name="Léa"))
        sent = send_person(session, action_id=action, person_id=lea, sent_on=DAY, by="Ana")
        answer_referral(session, referral_id=sent, accepted=True, decided_on=DAY, by="Ana")
        for place in ("Salle A", "Salle B"):
            hold_meeting(
                session, action_id=action, kind=MeetingKind.MODULE, held_on=DAY, people=(Present(lea),), place=place,
                by="Ana",
            )  # fmt: skip
        mission = begin_mission(
            session,
            action_id=action,
            person_id=lea,
            contractor_id=id_of(f.contractor(session)),
            starts_on=DAY,
            by="Ana",
        )
        write_activity_sheet(
            session,
            mission_id=mission,
            starts_on=DAY,
            ends_on=date(2024, 2, 29),
            tasks=(Done("x", Level.SEEN),),
            by="Ana",
        )
        write_follow_up(session, action_id=action, person_id=lea, written_on=DAY, situation="En mission", by="Ana")
        f.person(session, identifier="P0002")
    engine.dispose()
    return clauses
