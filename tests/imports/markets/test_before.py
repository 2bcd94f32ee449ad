"""A markets' file sent again: what a market said before keeps answering for the days before."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from clauses.db import reading, writing
from clauses.files.rules import FileKind
from clauses.markets.events import amend, withdraw
from clauses.markets.models import Amendment, Contractor
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, Stage
from clauses.markets.terms import set_penalty
from clauses.people.actions import record_evidence
from clauses.people.publics import Criterion
from clauses.reports import compliance_json
from clauses.reports.compliance_query import market_at, overview_at
from clauses.reports.eligibility_query import eligibility_at
from tests.imports.office import FILES, HOURS, MARKET, SECOND_LOT, TODAY, Office

FIRST_DAY = date(2023, 12, 1)
FIRST, LATER, LAST = date(2024, 2, 1), date(2024, 4, 15), TODAY
DAYS = [date(2024, 1, 31), FIRST, LATER - timedelta(days=1), LATER, LAST - timedelta(days=1), LAST, date(2025, 3, 1)]


def at(office: Office, on: date) -> dict[str, Any]:
    with reading(office.engine) as session:
        found: dict[str, Any] = json.loads(
            compliance_json.text(compliance_json.market(market_at(session, "2024-T001", on=on)))
        )
    return found


def ends(office: Office, on: date) -> str:
    (lot,) = at(office, on)["lots"]
    return str(lot["contractors"][0]["ends_on"])


def publics(office: Office, on: date) -> list[str] | None:
    with reading(office.engine) as session:
        found = eligibility_at(session, 1, on=on, reference="2024-T001").publics
    return None if found is None else sorted(each.value for each in found)


def resent(office: Office, today: date, *, correction: bool = False, **said: str) -> list[str]:
    written = {**MARKET, **{_HEADERS[name]: value for name, value in said.items()}}
    report = office.send(FileKind.MARKETS, written, today=today, correction=correction)
    return [issue.code for issue in report.issues]


_HEADERS = {"end": "Date de fin", "publics": "Publics éligibles", "notified": "Date de notification"}


def counted(office: Office, on: date) -> str:
    return str(at(office, on)["lots"][0]["contractors"][0]["counted"])


def test_an_end_postponed_by_a_second_file_leaves_every_day_before_as_it_was(office: Office) -> None:
    assert resent(office, FIRST, end="31/12/2024") == []
    before = [at(office, day) for day in DAYS if day < LATER]
    assert resent(office, LATER, end="30/06/2025") == ["markets.changed"]
    assert resent(office, LATER, end="30/06/2025") == []
    between = [at(office, day) for day in DAYS if day < LAST]
    assert [at(office, day) for day in DAYS if day < LATER] == before
    assert resent(office, LAST, end="28/02/2025") == ["markets.changed"]
    assert [at(office, day) for day in DAYS if day < LAST] == between
    assert [ends(office, day) for day in DAYS] == ["2024-12-31"] * 3 + ["2025-06-30"] * 2 + ["2025-02-28"] * 2
    assert at(office, DAYS[-1])["lots"][0]["contractors"][0]["status"] == "missed"
    told = " ".join(at(office, LATER)["notes"]).replace("\xa0", " ")
    assert "Date de fin : 31/12/2024 avant le 15/04/2024, puis une autre valeur, d'après Maçons du Sud (fichier" in told
    assert office.rows("SELECT field, said, author, run_id FROM market_before ORDER BY id") == [
        ("ends_on", "2024-12-31", "Maçons du Sud", 2),
        ("ends_on", "2025-06-30", "Maçons du Sud", 4),
    ]
    assert office.faults() == []


def test_the_overview_of_a_day_has_the_lots_that_ran_then(office: Office) -> None:
    resent(office, FIRST, end="31/12/2025")
    with reading(office.engine) as session:
        before = overview_at(session, on=date(2024, 5, 1))
    resent(office, LAST, end="31/03/2024")
    with reading(office.engine) as session:
        assert overview_at(session, on=date(2024, 5, 1)).lots == before.lots
        assert overview_at(session, on=LAST).lots == ()


def test_a_slip_that_is_corrected_never_held(office: Office) -> None:
    resent(office, FIRST, end="31/12/2024")
    assert resent(office, LATER, correction=True, end="31/12/2025") == ["markets.corrected"]
    assert {ends(office, day) for day in DAYS} == {"2025-12-31"}
    assert resent(office, LAST, end="30/06/2026") == ["markets.changed"]
    assert [ends(office, day) for day in DAYS] == ["2025-12-31"] * 5 + ["2026-06-30"] * 2
    notes = " ".join(at(office, FIRST)["notes"]).replace("\xa0", " ")
    assert "31/12/2024 était une erreur, corrigée le 15/04/2024 par Maçons du Sud" in notes
    assert "31/12/2025" not in notes  # told from the day it changed


def test_what_was_blank_is_filled_for_every_day_and_a_blank_takes_nothing_away(office: Office) -> None:
    resent(office, FIRST, end="")
    assert ends(office, FIRST) == "None"
    assert resent(office, LATER, end="31/12/2025") == []
    assert {ends(office, day) for day in DAYS} == {"2025-12-31"}
    assert resent(office, LAST, end="") == []
    assert {ends(office, day) for day in DAYS} == {"2025-12-31"}


def test_another_notification_corrects_the_one_before_and_is_said(office: Office) -> None:
    resent(office, FIRST)
    assert resent(office, LATER, notified="15/01/2024") == ["markets.corrected"]
    assert at(office, FIRST)["lots"][0]["contractors"][0]["starts_on"] == "2024-01-15"


def test_publics_of_a_day_are_those_written_then(office: Office) -> None:
    office.send(FileKind.MARKETS, {**MARKET, "Publics éligibles": "RSA ; DELD"}, today=FIRST)
    office.send(FileKind.PEOPLE, *FILES[FileKind.PEOPLE])
    assert resent(office, LATER, publics="RQTH") == ["markets.changed"]
    assert publics(office, FIRST) == publics(office, LATER - timedelta(days=1)) == ["DELD", "RSA"]
    assert publics(office, LATER) == publics(office, LAST) == ["RQTH"]


def test_hours_of_who_was_hired_under_other_publics_count_as_they_did(office: Office) -> None:
    """Refused as RQTH, the person counts only where the market is open to somebody else."""
    resent(office, FIRST, publics="RSA")
    office.send(FileKind.PEOPLE, *FILES[FileKind.PEOPLE])
    assert office.hours(HOURS, validate=True).status == 0
    assert counted(office, LAST) == "151.67"
    with writing(office.engine) as session:
        record_evidence(
            session, person_id=1, criterion=Criterion.RSA, document="CAF", evidence_on=FIRST_DAY, holds=False, by="F"
        )
    assert counted(office, LATER) == "0.00"
    before = [at(office, day) for day in DAYS if day < LATER]
    resent(office, LATER, publics="RSA ; DELD")
    assert [at(office, day) for day in DAYS if day < LATER] == before
    assert counted(office, LAST) == "0.00"  # hired while the market was open to the RSA only
    resent(office, LAST, publics="DELD ; RSA ; PLIE", correction=True)
    assert counted(office, LAST) == "0.00"


def test_hours_count_under_publics_that_a_correction_says_were_always_those(office: Office) -> None:
    resent(office, FIRST, publics="RSA")
    office.send(FileKind.PEOPLE, *FILES[FileKind.PEOPLE])
    assert office.hours(HOURS, validate=True).status == 0
    with writing(office.engine) as session:
        record_evidence(
            session, person_id=1, criterion=Criterion.RSA, document="CAF", evidence_on=FIRST_DAY, holds=False, by="F"
        )
    assert counted(office, LAST) == "0.00"
    resent(office, LATER, publics="RSA ; DELD", correction=True)
    assert counted(office, LAST) == counted(office, LATER) == "151.67"


def test_two_rows_of_a_file_tell_the_change_once(office: Office) -> None:
    office.send(FileKind.MARKETS, MARKET, SECOND_LOT, today=FIRST)
    later = [{**row, "Date de fin": "30/06/2026"} for row in (MARKET, SECOND_LOT)]
    report = office.send(FileKind.MARKETS, *later, today=LATER)
    assert [(issue.code, issue.row) for issue in report.issues] == [("markets.changed", 2)]
    assert office.rows("SELECT count(*) FROM market_before") == [(1,)]


def test_an_amendment_and_a_file_are_read_by_their_days(office: Office) -> None:
    resent(office, FIRST, end="31/12/2024")
    with writing(office.engine) as session:
        amend(
            session, lot_id=1, kind=AmendmentKind.AVENANT, effective_on=date(2024, 3, 1), subject="prolongation",
            ends_on=date(2025, 3, 31), by="Facilitatrice",
        )  # fmt: skip
    resent(office, LATER, end="30/06/2025")
    assert [ends(office, day) for day in (FIRST, date(2024, 3, 1), LATER)] == ["2024-12-31", "2025-03-31", "2025-06-30"]
    with reading(office.engine) as session:
        assert market_at(session, "2024-T001", on=date(2025, 5, 1)).stage is Stage.RUNNING
        assert market_at(session, "2024-T001", on=date(2025, 7, 1)).stage is Stage.ENDED


def test_a_file_sent_again_leaves_what_an_amendment_set_since(office: Office) -> None:
    owed = {**MARKET, "Heures d'insertion": "1000", "Pénalité (€/h)": "60"}
    office.send(FileKind.MARKETS, owed)
    with writing(office.engine) as session:
        (held,) = session.exec(select(Contractor))
        amended: dict[str, Any] = {
            "lot_id": held.lot_id,
            "kind": AmendmentKind.AVENANT,
            "effective_on": FIRST,
            "subject": "x",
        }
        amend(session, hours=Formula.fixed(120_000), by="Ana", **amended)
        set_penalty(session, contractor_id=held.id or 0, cents_per_hour=9_000, source="Avenant 1", by="Ana")
    again = office.send(FileKind.MARKETS, owed, today=LATER)
    assert {(issue.code, issue.column) for issue in again.issues} == {
        ("markets.amended_since", "Heures d'insertion"), ("markets.amended_since", "Pénalité (€/h)")
    }  # fmt: skip
    assert (again.changes.replaced, again.changes.unchanged) == (0, 1)
    other = office.send(FileKind.MARKETS, {**owed, "Heures d'insertion": "1300"}, today=LAST)
    assert ([issue.column for issue in other.issues], other.changes.replaced) == (["Pénalité (€/h)"], 1)
    assert office.rows("SELECT version, due FROM obligation ORDER BY version") == [
        (1, 100_000), (2, 120_000), (3, 130_000)
    ]  # fmt: skip
    assert office.rows("SELECT cents_per_hour FROM penalty_rule ORDER BY version") == [(6_000,), (9_000,)]


def test_an_amendment_withdrawn_hides_nothing_that_a_file_says(office: Office) -> None:
    owed = {**MARKET, "Heures d'insertion": "1000"}
    office.send(FileKind.MARKETS, owed)
    with writing(office.engine) as session:
        lot = session.exec(select(Contractor.lot_id)).one()
        said: dict[str, Any] = {"kind": AmendmentKind.AVENANT, "effective_on": FIRST, "subject": "x", "by": "Ana"}
        made = amend(session, lot_id=lot, hours=Formula.fixed(120_000), **said)
        withdraw(session, session.get_one(Amendment, made), by="Ana")
    again = office.send(FileKind.MARKETS, owed, today=LATER)
    assert (again.issues, again.changes.unchanged) == ((), 1)
    other = office.send(FileKind.MARKETS, {**owed, "Heures d'insertion": "1200"}, today=LATER)
    assert other.changes.replaced == 1
    assert [due(office, day) for day in (FIRST, LATER)] == ["1000.00", "1200.00"]


def test_hours_and_prices_that_were_a_slip_are_mended_from_the_day_they_were_given(office: Office) -> None:
    owed = {**MARKET, "Heures d'insertion": "1000", "Pénalité (€/h)": "60"}
    office.send(FileKind.MARKETS, owed)
    office.send(FileKind.MARKETS, {**owed, "Heures d'insertion": "1100"}, today=LATER)
    slip = {**owed, "Heures d'insertion": "1300", "Pénalité (€/h)": "90"}
    office.send(FileKind.MARKETS, slip, today=LAST, correction=True)
    assert [due(office, day) for day in (FIRST, LATER, LAST)] == ["1000.00", "1300.00", "1300.00"]
    days = office.rows("SELECT version, in_force_on FROM penalty_rule ORDER BY version")
    assert [(version, day) for version, day in days] == [(1, None), (2, None)]


def due(office: Office, on: date) -> str:
    return str(at(office, on)["lots"][0]["contractors"][0]["due"])
