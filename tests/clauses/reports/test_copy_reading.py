"""A bilan from the copy of locked months: the same, from its files where they are believed, else from the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, select

from clauses import audit
from clauses.access.counted import countable
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.dates import Period
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.hours.actions import ask_reopening, lock_month, reopen_month
from clauses.hours.models import Contract
from clauses.hours.rules import LineState
from clauses.people.models import Person
from clauses.reference.rules import ContractKind, Modality, Nature, Sex
from clauses.reports import copy_belief, copy_files, copy_reading, frames
from clauses.reports.bilan import compute
from clauses.reports.copy_building import build
from clauses.reports.copy_rules import Copied
from clauses.reports.figures import Bilan, Perimeter, Selection
from tests import factories as f
from tests.clauses.reports.territory import JUNE, Territory, selection

LOCKED = [date(2023, month, 1) for month in range(1, 13)]
EARLIER = date(2022, 12, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copie"


@pytest.fixture
def stored(engine: Engine) -> Engine:
    """A year of hours, locked, and a month before it that is not."""
    told = Territory()
    ana = told.worked(10_00, nature=Nature.BTP)
    told.accompanied(ana, date(2023, 7, 1))
    bob = told.person(Sex.M, qpv="QN02101M", name="Fontaine d'Ouche")
    told.accompanied(bob, date(2022, 1, 1), date(2022, 6, 30))
    told.accompanied(bob, date(2023, 1, 1))
    contract = told.contract(bob, ContractKind.CDI, date(2022, 12, 1))
    for month in (EARLIER, JUNE, date(2023, 12, 1)):
        told.line(contract, 7_00, month, nature=Nature.MS, training=1_00)
    told.line(contract, 5_00, JUNE, nature=Nature.PI, state=LineState.SUBMITTED)
    told.line(None, 3_00, JUNE, state=LineState.TO_CHECK)
    told.contract(told.person(), starts_on=date(2023, 3, 1))
    told.oriented(told.person())
    told.left(bob)
    with writing(engine) as session:
        told.store(session)
        for month in LOCKED:
            lock_month(session, month=month, by="Ana")
    return engine


def whole(engine: Engine, asked: Selection) -> Bilan:
    with reading(engine) as session:
        return compute(frames.read(session, asked), asked)


def quick(engine: Engine, asked: Selection, folder: Path, only: Scope | None = None) -> Bilan:
    with reading(engine) as session:
        found = copy_reading.read(session, asked, countable(only) if only else None, folder)
    return compute(found, asked)


def _told(met: list[str], name: str, asks: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*how: Any, **more: Any) -> Any:
        met.append(name)
        return asks(*how, **more)

    return asked


@pytest.fixture
def asked_of_database(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the database was asked: lines, heads."""
    met: list[str] = []
    for name in ("lines_of", "heads_of"):
        monkeypatch.setattr(frames, name, _told(met, name, getattr(frames, name)))
    return met


@pytest.mark.parametrize("perimeter", Perimeter)
def test_a_locked_year_is_read_from_the_copy_alone(
    stored: Engine, folder: Path, perimeter: Perimeter, asked_of_database: list[str]
) -> None:
    made = build(stored, folder)
    assert (len(made.copied.months), made.read_again, made.copied.years[2023].lines) == (12, 12, 5)
    expected = whole(stored, selection(perimeter))
    asked_of_database.clear()
    assert quick(stored, selection(perimeter), folder) == expected
    assert asked_of_database == []
    assert expected.hours.total > 0


def test_months_that_are_open_come_from_the_database(
    stored: Engine, folder: Path, asked_of_database: list[str]
) -> None:
    build(stored, folder)
    asked = selection(period=Period(date(2022, 1, 1), date(2023, 12, 31)))
    expected = whole(stored, asked)
    asked_of_database.clear()
    assert (quick(stored, asked, folder), expected.hours.total) == (expected, 31_00)
    assert asked_of_database == ["lines_of", "heads_of"]


@pytest.mark.parametrize(
    "narrower",
    [
        {"nature": Nature.MS},
        {"include_submitted": True},
        {"period": Period(JUNE, date(2023, 7, 31))},
        {"period": Period(date(2023, 6, 2), date(2023, 6, 29))},
        {"period": Period(date(2021, 1, 1), date(2021, 12, 31))},
        {"modality": Modality.EMBAUCHE_DIRECTE},
    ],
)
def test_a_narrower_bilan_is_the_same(stored: Engine, folder: Path, narrower: dict[str, Any]) -> None:
    build(stored, folder)
    asked = selection(**narrower)
    assert quick(stored, asked, folder) == whole(stored, asked)


def test_who_counts_line_by_line_never_reads_the_copy(stored: Engine, folder: Path) -> None:
    build(stored, folder)
    company = Scope(1, "x", (Standing(1, ActorKind.E, 2, 1),), date(2024, 1, 1))
    buyer = Scope(1, "x", (Standing(1, ActorKind.D, 1, 1),), date(2024, 1, 1))
    assert countable(company).contractors is None
    assert countable(buyer).contractors is not None
    for scope in (company, buyer):
        with reading(stored) as session:
            expected = compute(frames.read(session, selection(), countable(scope)), selection())
        assert quick(stored, selection(), folder, scope) == expected


# What is not believed


def reopened(session: Session) -> None:
    ask_reopening(session, month=JUNE, by="Ana")
    reopen_month(session, month=JUNE, by="Bob")


def unknown_act(session: Session) -> None:
    audit.record(session, "added_tomorrow", by="Ana", subject="something_new")


def other_version(session: Session) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def person_changed(session: Session) -> None:
    audit.record(session, "modify", by="Ana", subject="person")


def contract_added(session: Session) -> None:
    employer = session.exec(select(Contract.employer_id)).first()
    f.contract(session, person_id=1, employer_id=employer, id=90, starts_on=date(2023, 5, 1))


def person_oriented(session: Session) -> None:
    newcomer = f.person(session, id=90)
    f.orientation(session, id=90, person_id=newcomer.id, oriented_on=date(2023, 5, 1))


@pytest.mark.parametrize(
    ("happens", "months", "people"),
    [
        (reopened, 11, True),
        (unknown_act, 0, False),
        (other_version, 0, False),
        (person_changed, 12, False),
        (contract_added, 12, True),
        (person_oriented, 12, True),
    ],
)
def test_what_may_have_changed_is_read_in_the_database(
    stored: Engine, folder: Path, happens: Callable[[Session], None], months: int, people: bool
) -> None:
    made = build(stored, folder)
    with writing(stored) as session:
        happens(session)
    with reading(stored) as session:
        found = copy_belief.believed(session, made.copied)
    assert (len(found.months), found.people) == (months, people)
    assert quick(stored, selection(), folder) == whole(stored, selection())


def test_a_copy_of_another_moment_or_another_database_is_not_believed(stored: Engine, folder: Path) -> None:
    made = build(stored, folder).copied
    for stamp in (replace(made.stamp, act=made.stamp.act + 1), replace(made.stamp, seal="f" * 64)):
        with reading(stored) as session:
            assert copy_belief.believed(session, replace(made, stamp=stamp)) == copy_belief.Believed()


def test_a_missing_file_is_read_in_the_database(stored: Engine, folder: Path) -> None:
    made = build(stored, folder).copied
    expected = whole(stored, selection())
    for name in ("residences", "lines"):
        (folder / f"{made.years[2023].files[name]}.parquet").unlink()
        assert quick(stored, selection(), folder) == expected


def test_a_copy_is_what_is_read_while_it_is_believed(stored: Engine, folder: Path) -> None:
    """Behind the journal's back, nothing tells: the comparison above could not pass by never reading the files."""
    build(stored, folder)
    before = whole(stored, selection())
    with writing(stored) as session:
        session.execute(text("UPDATE line SET hours = hours + 100"))
    repaired = whole(stored, selection())
    for _ in range(2):
        assert quick(stored, selection(), folder).hours == before.hours != repaired.hours
        build(stored, folder)
    assert build(stored, folder, whole=True).read_again == 12
    assert quick(stored, selection(), folder) == repaired


def test_nothing_is_kept_of_somebody_anonymised_while_the_copy_is_made(
    stored: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_account = copy_files.keep_account

    def meanwhile(place: Path, copied: Copied) -> None:
        with writing(stored) as session:
            audit.record(session, "anonymise", by="Ana", subject="person", subject_id=1)
        keep_account(place, copied)

    monkeypatch.setattr(copy_files, "keep_account", meanwhile)
    with pytest.raises(Conflict, match="anonymisé"):
        build(stored, folder)
    assert not folder.exists()
    monkeypatch.undo()
    assert build(stored, folder).read_again == 12


def test_made_again_it_reads_only_the_months_that_changed(stored: Engine, folder: Path) -> None:
    first = build(stored, folder)
    again = build(stored, folder)
    assert (again.read_again, again.copied.years) == (0, first.copied.years)
    with writing(stored) as session:
        reopened(session)
        lock_month(session, month=JUNE, by="Ana")
        lock_month(session, month=EARLIER, by="Ana")
    third = build(stored, folder)
    assert (third.read_again, sorted(third.copied.years)) == (2, [2022, 2023])
    two_years = selection(period=Period(date(2022, 12, 1), date(2023, 12, 31)))
    assert quick(stored, two_years, folder) == whole(stored, two_years)
    assert copy_files.size(folder, third.copied) == third.size > 0


def test_without_a_locked_month_there_is_nothing_to_copy(engine: Engine, folder: Path) -> None:
    assert (build(engine, folder).copied.years, build(engine, folder).copied.last_contract) == ({}, 0)
    assert quick(engine, selection(), folder) == whole(engine, selection())


def test_the_copy_holds_nobodys_name_and_no_address(stored: Engine, folder: Path) -> None:
    build(stored, folder)
    with writing(stored) as session:
        names = {*session.exec(select(Person.last_name)), *session.exec(select(Person.identifier))}
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert [name for name in names if name and name.encode() in content] == []


def test_queries_do_not_grow_with_acts_and_lines(stored: Engine, folder: Path) -> None:
    build(stored, folder)
    met: list[str] = []
    event.listen(stored, "before_cursor_execute", lambda *told: met.append(told[2]))
    counts = []
    for _ in range(2):
        met.clear()
        quick(stored, selection(), folder)
        counts.append(len(met))
        with writing(stored) as session:
            for _ in range(30):
                audit.record(session, "sign_in", by="Ana", subject="user")
    assert counts[0] == counts[1] <= 20
