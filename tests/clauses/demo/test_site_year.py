"""The operator's year of the demonstration: imported as a user's file, it leads to its ninety people."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

import imports.run
from clauses.db import reading
from clauses.demo.generate import files, territory
from clauses.demo.site_missions import follow
from clauses.demo.site_year import OPERATOR, PEOPLE
from clauses.files.rules import FileKind, Severity
from clauses.sites.controls import drawn, missing
from clauses.sites.figures import figures
from clauses.sites.models import Mission
from clauses.sites.reading import find_action, read_action
from clauses.sites.rules import MeetingKind
from imports.run import Order, import_file
from tests.imports.office import TODAY, unguarded


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_year_of_the_operator_is_taken_over(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports.run, "read_sheets", unguarded)
    wanted = (FileKind.MARKETS, FileKind.PEOPLE, FileKind.EXITS, FileKind.MEETINGS)
    for file in files():
        if file.kind in wanted:
            order = Order(kind=file.kind, path=file.write(tmp_path), by="Démonstration", today=TODAY)
            report = import_file(engine, tmp_path / "shelf", order)
            refused = [issue for issue in report.issues if issue.severity is Severity.ERROR]
            assert refused == [], file.name
    follow(engine, by="Démonstration")
    follow(engine, by="Démonstration")  # once, however often
    with reading(engine) as session:
        facts = read_action(session, find_action(session, operator=OPERATOR, year=2023))
    found = figures(facts)
    assert (found.sent, found.accepted, found.received, found.foreseen) == (PEOPLE, PEOPLE, PEOPLE, 90)
    assert found.informed_of_fse == PEOPLE
    assert facts.objectives.fse_plus
    assert found.modules == found.tested == PEOPLE - 3
    assert found.exceptions == 2
    assert found.meetings[MeetingKind.SITE_VISIT] > 50
    assert 0 < found.unsigned < found.attendances // 10
    assert 0 < found.positive < found.to_reach == 23
    missions = [mission for person in facts.people for mission in person.missions]
    sheets = [sheet for mission in missions for sheet in mission.sheets]
    assert len(missions) > 20
    assert found.in_mission > 10
    assert len(sheets) > len(missions) // 2
    assert all(len(sheet.tasks) == 3 for sheet in sheets)
    assert any(not mission.sheets for mission in missions)
    assert sum(bool(person.follow_ups) for person in facts.people) == PEOPLE * 2 // 3
    lacks = [missing(person, facts.objectives) for person in drawn(facts, 10, "mars")]
    assert any(lacks)
    assert not all(any("fiche de suivi" in said for said in each) for each in lacks)


def test_a_demonstration_without_its_operator_follows_nothing(engine: Engine) -> None:
    follow(engine, by="Démonstration")
    with reading(engine) as session:
        assert session.exec(select(Mission)).all() == []


def test_the_same_people_are_met_each_time() -> None:
    names = [tuple(row[:3]) for each in (files(), files()) for row in each[-1].table.rows]
    assert names[: len(names) // 2] == names[len(names) // 2 :]
    assert len(territory().people) >= PEOPLE
