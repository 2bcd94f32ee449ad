"""A person decides of a line, never of their own, of what they looked at, in an open month; the journal keeps it."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound
from clauses.hours.actions import lock_month, reject_line, validate_line
from clauses.hours.models import Line
from clauses.hours.rules import DeclarationState, LineState
from tests import factories
from tests.factories import id_of

COMPANY, FACILITATOR, COLLEAGUE = "Bâti Bourgogne", "Facilitatrice", "Collègue"
Decide = Callable[[Session, int, int], Line]


def _validate(session: Session, line_id: int, version: int) -> Line:
    return validate_line(session, line_id=line_id, version=version, by=FACILITATOR)


def _reject(session: Session, line_id: int, version: int) -> Line:
    return reject_line(session, line_id=line_id, version=version, reason="Pas sur ce chantier", by=FACILITATOR)


decisions = pytest.mark.parametrize("decide", [_validate, _reject])


def _submitted(engine: Engine, **values: object) -> int:
    with writing(engine) as session:
        return id_of(factories.line(session, **values))


def _line(engine: Engine, line_id: int) -> Line:
    with reading(engine) as session:
        return session.exec(select(Line).where(col(Line.id) == line_id)).one()


def _acts(engine: Engine) -> list[tuple[str, str, str, int | None]]:
    with reading(engine) as session:
        assert verify(session) == []
        acts = session.exec(select(Journal).order_by(col(Journal.number))).all()
        return [(act.act, act.author, act.subject, act.subject_id) for act in acts]


def test_a_validated_line_says_who_and_when(engine: Engine) -> None:
    line_id = _submitted(engine)
    with writing(engine) as session:
        _validate(session, line_id, 1)
    line = _line(engine, line_id)
    assert (line.state, line.validated_by, line.version) == (LineState.VALIDATED, FACILITATOR, 2)
    assert line.validated_at is not None
    assert _acts(engine) == [("validate", FACILITATOR, "line", line_id)]


def test_a_refused_line_says_why(engine: Engine) -> None:
    line_id = _submitted(engine)
    with writing(engine) as session:
        reject_line(session, line_id=line_id, version=1, reason="  Pas sur ce chantier ", by=FACILITATOR)
    line = _line(engine, line_id)
    assert (line.state, line.reason, line.version) == (LineState.REJECTED, "Pas sur ce chantier", 2)
    assert _acts(engine) == [("reject", FACILITATOR, "line", line_id)]


def test_the_journal_keeps_the_version_and_no_name_of_a_worker(engine: Engine) -> None:
    line_id = _submitted(engine)
    with writing(engine) as session:
        _validate(session, line_id, 1)
    with reading(engine) as session:
        assert json.loads(session.exec(select(Journal.details)).one()) == {"version": 2}


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_line_is_not_refused_without_a_reason(engine: Engine, reason: str) -> None:
    line_id = _submitted(engine)
    with pytest.raises(Conflict, match="pourquoi") as refused, writing(engine) as session:
        reject_line(session, line_id=line_id, version=1, reason=reason, by=FACILITATOR)
    assert refused.value.code == "hours.reason_missing"
    assert _line(engine, line_id).state is LineState.SUBMITTED


def test_nobody_validates_what_they_sent(engine: Engine) -> None:
    line_id = _submitted(engine)
    with pytest.raises(Conflict, match="autre personne") as refused, writing(engine) as session:
        validate_line(session, line_id=line_id, version=1, by=COMPANY)
    assert refused.value.code == "hours.own_line"
    assert _line(engine, line_id).state is LineState.SUBMITTED
    assert _acts(engine) == []


def test_a_company_may_refuse_a_line_that_it_sent_by_mistake(engine: Engine) -> None:
    line_id = _submitted(engine)
    with writing(engine) as session:
        reject_line(session, line_id=line_id, version=1, reason="Envoyée par erreur", by=COMPANY)
    assert _line(engine, line_id).state is LineState.REJECTED


@decisions
def test_a_line_that_changed_since_it_was_looked_at_is_not_decided(engine: Engine, decide: Decide) -> None:
    line_id = _submitted(engine, version=2)
    with pytest.raises(Conflict, match="a changé") as refused, writing(engine) as session:
        decide(session, line_id, 1)
    assert refused.value.code == "hours.line_changed"
    assert _line(engine, line_id).state is LineState.SUBMITTED


@decisions
def test_an_absent_line_is_not_found(engine: Engine, decide: Decide) -> None:
    with pytest.raises(NotFound, match="n'existe pas"), writing(engine) as session:
        decide(session, 123_456, 1)


def test_a_line_to_check_is_settled_before_it_is_validated(engine: Engine) -> None:
    line_id = _submitted(engine, state=LineState.TO_CHECK, contract_id=None)
    with pytest.raises(Conflict, match="« À vérifier »") as refused, writing(engine) as session:
        _validate(session, line_id, 1)
    assert refused.value.code == "hours.not_waiting"


def test_a_line_to_check_may_be_refused(engine: Engine) -> None:
    line_id = _submitted(engine, state=LineState.TO_CHECK, contract_id=None)
    with writing(engine) as session:
        _reject(session, line_id, 1)
    assert _line(engine, line_id).state is LineState.REJECTED


@decisions
@pytest.mark.parametrize(
    "state",
    [
        {"state": LineState.VALIDATED, "validated_by": COLLEAGUE, "validated_at": factories.NOON},
        {"state": LineState.REJECTED, "reason": "Doublon"},
        {"state": LineState.SUPERSEDED},
    ],
    ids=["validated", "rejected", "superseded"],
)
def test_a_line_is_decided_once(engine: Engine, decide: Decide, state: dict[str, object]) -> None:
    line_id = _submitted(engine, **state)
    before = _line(engine, line_id)
    with pytest.raises(Conflict, match="n'attend pas de décision"), writing(engine) as session:
        decide(session, line_id, 1)
    assert _line(engine, line_id) == before


@decisions
@pytest.mark.parametrize(
    "state", [DeclarationState.PROPOSED, DeclarationState.SUPERSEDED, DeclarationState.REFUSED], ids=lambda state: state
)
def test_only_lines_of_the_version_in_force_are_decided(
    engine: Engine, decide: Decide, state: DeclarationState
) -> None:
    with writing(engine) as session:
        line_id = id_of(factories.line(session, declaration_id=id_of(factories.declaration(session, state=state))))
    with pytest.raises(Conflict) as refused, writing(engine) as session:
        decide(session, line_id, 1)
    assert refused.value.code == "hours.not_waiting"
    assert state.label in refused.value.message or "Déposée" in refused.value.message


@decisions
def test_nothing_is_decided_in_a_locked_month(engine: Engine, decide: Decide) -> None:
    line_id = _submitted(engine)
    with writing(engine) as session:
        lock_month(session, month=date(2023, 4, 17), by=FACILITATOR)
    with pytest.raises(Conflict, match="Avril 2023 est verrouillé") as refused, writing(engine) as session:
        decide(session, line_id, 1)
    assert refused.value.code == "hours.month_locked"
    assert _line(engine, line_id).state is LineState.SUBMITTED


def test_other_months_stay_open(engine: Engine) -> None:
    line_id = _submitted(engine)
    with writing(engine) as session:
        lock_month(session, month=date(2023, 3, 1), by=FACILITATOR)
        lock_month(session, month=date(2023, 5, 1), by=FACILITATOR)
        _validate(session, line_id, 1)
    assert _line(engine, line_id).state is LineState.VALIDATED


def test_a_blocking_remark_does_not_stop_the_person_who_looked(engine: Engine) -> None:
    line_id = _submitted(engine, blocking=True)
    with writing(engine) as session:
        _validate(session, line_id, 1)
    assert _line(engine, line_id).state is LineState.VALIDATED
