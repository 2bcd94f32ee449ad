"""Hours of people known not to be eligible when hired: they wait, and somebody decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.files.rules import Severity
from clauses.hours.actions import validate_line
from clauses.hours.counting import Counting
from clauses.hours.models import Line
from clauses.hours.publics import MarketPublics
from clauses.hours.rules import LineState
from clauses.hours.undoing import undo_decision
from clauses.people.eligibility import Override, PersonFacts, Proof
from clauses.people.models import Person
from clauses.people.publics import Criterion
from imports.hours import known
from imports.hours.doubted import Doubted
from imports.hours.plan import HoursPlan, plan
from tests import factories
from tests.imports.hours.recorded import HEADERS, LEA, LEO, MARCH, MARKET, MASON, _frame, file, row, world
from tests.imports.office import HOURS, KARIM_HOURS, Office

BORN, HIRED = date(1990, 5, 4), date(2024, 1, 2)
NO = PersonFacts(BORN, overrides=(Override(False, date(2023, 6, 1), "sans lien avec l'emploi", "Facilitatrice"),))
WITHOUT_RSA = PersonFacts(
    BORN,
    validated=(date(2023, 12, 1),),
    proofs=(Proof(Criterion.RSA, holds=False, document="Attestation CAF", on=date(2023, 11, 1)),),
)


def decided(*rows: dict[str, Any], doubted: Doubted, **changed: Any) -> HoursPlan:
    frame = file(*rows)
    return plan(frame, frame.clear(), replace(world(**changed), doubted=doubted), HEADERS, frozenset())


def test_their_lines_wait_with_their_contract_and_nothing_is_told_of_the_reasons() -> None:
    made = decided(row(), row(last_name="Martin", first_name="Léo", birth_date=date(1985, 1, 1)),
                   doubted=Doubted(people={LEA: NO}))  # fmt: skip
    assert made.lines["state"].to_list() == [LineState.TO_CHECK.value, LineState.SUBMITTED.value]
    assert made.lines["contract_id"].null_count() == 0
    assert made.lines["claim"].to_list() == [None, None]
    (issue,) = made.issues
    assert (issue.code, issue.severity, issue.row) == ("hours.not_eligible", Severity.TO_CHECK, 2)
    assert "sans lien" not in issue.message
    assert "Facilitatrice" not in issue.message


@pytest.mark.parametrize(
    ("facts", "asked", "waits"),
    [
        (NO, None, True),
        (replace(NO, overrides=()), None, False),
        (replace(NO, overrides=(*NO.overrides, Override(True, date(2023, 9, 1), "revu", "F"))), None, False),
        (replace(NO, overrides=(replace(NO.overrides[0], on=date(2024, 2, 1)),)), None, False),
        (WITHOUT_RSA, "RSA", True),
        (WITHOUT_RSA, "DELD", False),
    ],
)
def test_the_answer_is_that_of_the_market_on_the_day_of_hiring(
    facts: PersonFacts, asked: str | None, waits: bool
) -> None:
    made = decided(row(), doubted=Doubted(people={LEA: facts}, markets={MARKET: MarketPublics(written=asked)}))
    assert (made.lines["state"].to_list() == [LineState.TO_CHECK.value]) is waits


def test_a_rule_of_the_market_goes_over_what_it_names() -> None:
    asked = MarketPublics(rules=[Counting(publics=frozenset({Criterion.RSA}))], written="DELD")
    made = decided(row(), doubted=Doubted(people={LEA: WITHOUT_RSA}, markets={MARKET: asked}))
    assert made.lines["state"].to_list() == [LineState.TO_CHECK.value]


@pytest.mark.parametrize(("until", "waits"), [(date(2024, 1, 1), False), (date(2023, 12, 30), True), (None, False)])
def test_a_contract_that_follows_another_is_no_new_hiring(until: date | None, waits: bool) -> None:
    """Léa was refused in June 2023, after her first contract."""
    before = _frame(known.CONTRACTS, (77, LEA, MASON, "CDD", date(2023, 5, 1), until))
    made = decided(row(), doubted=Doubted(people={LEA: NO}), contracts=before)
    assert (made.lines["state"].to_list() == [LineState.TO_CHECK.value]) is waits


def test_somebody_doubted_who_is_not_in_the_file_changes_nothing() -> None:
    made = decided(row(), doubted=Doubted(people={LEO: NO}))
    assert (made.lines["state"].to_list(), made.issues) == ([LineState.SUBMITTED.value], ())
    assert made.lines["month"].to_list() == [MARCH]


def doubt(office: Office) -> None:
    """The facilitatrice has said that Karim is not of the publics."""
    with writing(office.engine) as session:
        karim = session.exec(select(Person).where(Person.first_name == "Karim")).one()
        factories.opinion(session, person_id=karim.id, eligible=False, decided_on=date(2023, 12, 1))


def test_a_line_that_waits_counts_once_somebody_validates_it(office: Office) -> None:
    office.prepare()
    doubt(office)
    report = office.hours(HOURS, KARIM_HOURS, validate=True)
    assert [issue.code for issue in report.issues if issue.severity is Severity.TO_CHECK] == ["hours.not_eligible"]
    assert office.rows("SELECT state, count(*) FROM line GROUP BY state ORDER BY state") == [
        ("to_check", 1), ("validated", 1),
    ]  # fmt: skip
    assert office.faults() == []
    assert office.hours(HOURS, KARIM_HOURS).changes.unchanged == 2
    number = office.rows("SELECT id FROM line WHERE state = 'to_check'")[0][0]
    with writing(office.engine) as session:
        validated = validate_line(session, line_id=number, version=1, by="Facilitatrice")
        assert validated.state is LineState.VALIDATED
    with writing(office.engine) as session:
        assert undo_decision(session, line_id=number, version=2, by="Facilitatrice").state is LineState.TO_CHECK
    assert office.faults() == []


def test_a_line_of_nobody_known_is_not_validated(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours({**HOURS, "Nom": "Inconnu"})
    with reading(small_office.engine) as session:
        waiting = session.exec(select(Line)).one()
    with writing(small_office.engine) as session, pytest.raises(Conflict, match="de qui elle est"):
        validate_line(session, line_id=waiting.id or 0, version=1, by="Facilitatrice")


def test_another_line_taken_back_is_submitted_again(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(HOURS)
    with writing(small_office.engine) as session:
        validate_line(session, line_id=1, version=1, by="Facilitatrice")
        assert undo_decision(session, line_id=1, version=2, by="Facilitatrice").state is LineState.SUBMITTED
