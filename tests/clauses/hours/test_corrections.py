"""A version sent over validated lines waits for a person, who accepts or refuses it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound
from clauses.hours.actions import accept_correction, lock_month, refuse_correction, reject_line, validate_line
from clauses.hours.correction_undoing import decision_on, undo_correction
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.hours.undoing import undo_decision
from tests import factories
from tests.factories import NOON, id_of

FACILITATOR, COMPANY = "Facilitatrice", "Bâti Bourgogne"


@dataclass(frozen=True)
class Corrected:
    """A validated version, and the correction that waits."""

    current: int
    proposed: int


@pytest.fixture
def corrected(engine: Engine) -> Corrected:
    """151.67 hours were validated; the company now says 140."""
    with writing(engine) as session:
        contractor, employer = id_of(factories.contractor(session)), id_of(factories.organisation(session))
        current = id_of(factories.declaration(session, contractor_id=contractor, employer_id=employer))
        factories.line(
            session, declaration_id=current, state=LineState.VALIDATED, validated_by=FACILITATOR, validated_at=NOON
        )
        proposed = id_of(
            factories.declaration(
                session,
                contractor_id=contractor,
                employer_id=employer,
                version=2,
                state=DeclarationState.PROPOSED,
            )
        )
        factories.line(session, declaration_id=proposed, hours=14_000, sent="140")
        # Another unit of the same month, that nothing here may touch.
        factories.line(session, declaration_id=id_of(factories.declaration(session, contractor_id=contractor)))
        return Corrected(current, proposed)


def _states(engine: Engine) -> list[tuple[DeclarationState, LineState]]:
    with reading(engine) as session:
        assert verify(session) == []
        rows = session.exec(
            select(Declaration.state, Line.state)
            .join(Line, col(Line.declaration_id) == col(Declaration.id))
            .order_by(col(Declaration.id), col(Line.row))
        ).all()
        return [(DeclarationState(declaration), LineState(line)) for declaration, line in rows]


def _last_act(engine: Engine) -> tuple[str, str, str, int | None]:
    with reading(engine) as session:
        act = session.exec(select(Journal).order_by(col(Journal.number).desc())).first()
        assert act is not None
        return act.act, act.author, act.subject, act.subject_id


BEFORE = [
    (DeclarationState.CURRENT, LineState.VALIDATED),
    (DeclarationState.PROPOSED, LineState.SUBMITTED),
    (DeclarationState.CURRENT, LineState.SUBMITTED),
]


def test_an_accepted_correction_takes_the_place_of_what_was_validated(engine: Engine, corrected: Corrected) -> None:
    assert _states(engine) == BEFORE
    with writing(engine) as session:
        accept_correction(session, declaration_id=corrected.proposed, by=FACILITATOR)
    assert _states(engine) == [
        (DeclarationState.SUPERSEDED, LineState.SUPERSEDED),
        (DeclarationState.CURRENT, LineState.SUBMITTED),
        (DeclarationState.CURRENT, LineState.SUBMITTED),
    ]
    assert _last_act(engine) == ("accept", FACILITATOR, "declaration", corrected.proposed)


def test_what_an_accepted_correction_replaced_stays_readable(engine: Engine, corrected: Corrected) -> None:
    with writing(engine) as session:
        accept_correction(session, declaration_id=corrected.proposed, by=FACILITATOR)
    with reading(engine) as session:
        line = session.exec(select(Line).where(col(Line.declaration_id) == corrected.current)).one()
        assert (line.hours, line.sent, line.validated_by) == (15_167, "151,67", FACILITATOR)


def test_a_refused_correction_leaves_what_was_validated(engine: Engine, corrected: Corrected) -> None:
    with writing(engine) as session:
        refuse_correction(session, declaration_id=corrected.proposed, by=FACILITATOR)
    assert _states(engine) == [BEFORE[0], (DeclarationState.REFUSED, LineState.SUBMITTED), BEFORE[2]]
    assert _last_act(engine) == ("refuse", FACILITATOR, "declaration", corrected.proposed)


def test_nobody_accepts_a_correction_of_their_own(engine: Engine, corrected: Corrected) -> None:
    with pytest.raises(Conflict, match="autre personne") as refused, writing(engine) as session:
        accept_correction(session, declaration_id=corrected.proposed, by=COMPANY)
    assert refused.value.code == "hours.own_line"
    assert _states(engine) == BEFORE


@pytest.mark.parametrize("verb", [accept_correction, refuse_correction])
def test_only_a_correction_that_waits_is_decided(engine: Engine, corrected: Corrected, verb: object) -> None:
    assert callable(verb)
    with pytest.raises(Conflict, match="« En vigueur »") as refused, writing(engine) as session:
        verb(session, declaration_id=corrected.current, by=FACILITATOR)
    assert refused.value.code == "hours.not_waiting"
    with pytest.raises(NotFound, match="n'existe pas"), writing(engine) as session:
        verb(session, declaration_id=123_456, by=FACILITATOR)
    assert _states(engine) == BEFORE


@pytest.mark.parametrize("verb", [accept_correction, refuse_correction])
def test_no_correction_is_decided_in_a_locked_month(engine: Engine, corrected: Corrected, verb: object) -> None:
    assert callable(verb)
    with writing(engine) as session:
        lock_month(session, month=date(2023, 4, 1), by=FACILITATOR)
    with pytest.raises(Conflict, match="Avril 2023 est verrouillé"), writing(engine) as session:
        verb(session, declaration_id=corrected.proposed, by=FACILITATOR)
    assert _states(engine) == BEFORE


def test_a_correction_is_decided_once(engine: Engine, corrected: Corrected) -> None:
    with writing(engine) as session:
        refuse_correction(session, declaration_id=corrected.proposed, by=FACILITATOR)
    with pytest.raises(Conflict, match="« Correction refusée »"), writing(engine) as session:
        accept_correction(session, declaration_id=corrected.proposed, by=FACILITATOR)


def test_a_person_alone_in_their_territory_accepts_their_own_and_the_act_says_so(
    engine: Engine, corrected: Corrected
) -> None:
    with writing(engine) as session:
        accept_correction(session, declaration_id=corrected.proposed, by=COMPANY, alone=True)
    assert _last_act(engine) == ("accept", COMPANY, "declaration", corrected.proposed)
    with reading(engine) as session:
        details = session.exec(select(Journal.details).order_by(col(Journal.number).desc())).first()
    assert '"single_validator": true' in (details or "")


def _line_of(engine: Engine, declaration: int) -> Line:
    with reading(engine) as session:
        return session.exec(select(Line).where(col(Line.declaration_id) == declaration)).one()


def test_a_decision_taken_back_leaves_everything_as_it_was(engine: Engine, corrected: Corrected) -> None:
    """Lines of every state come back to it, and so do the ends of contracts that the correction had moved."""
    with writing(engine) as session:
        factories.line(session, declaration_id=corrected.current, row=90008, state=LineState.REJECTED, reason="double")
        factories.line(session, declaration_id=corrected.current, row=90009)
        factories.line(
            session, declaration_id=corrected.current, row=90010, contract_id=None, state=LineState.TO_CHECK, claim="{}"
        )
        new = session.exec(select(Line).where(col(Line.declaration_id) == corrected.proposed)).one()
        new.claim = '{"ends_on": "2023-12-31"}'
    before, contract = _states(engine), _line_of(engine, corrected.proposed).contract_id
    for decide in (accept_correction, refuse_correction):
        with writing(engine) as session:
            decide(session, declaration_id=corrected.proposed, by=FACILITATOR)
            decided = decision_on(session, corrected.proposed)
            assert decided is not None
            assert (decided.by, decided.accepted) == (FACILITATOR, decide is accept_correction)
        with writing(engine) as session:
            undo_correction(session, declaration_id=corrected.proposed, by=FACILITATOR)
            assert decision_on(session, corrected.proposed) is None
        assert _states(engine) == before
        assert _last_act(engine) == ("undo", FACILITATOR, "declaration", corrected.proposed)
    with reading(engine) as session:
        assert session.get_one(Contract, contract).ends_on is None
        validated = session.exec(select(Line).where(col(Line.state) == LineState.VALIDATED)).one()
        assert (validated.validated_by, validated.version) == (FACILITATOR, 2)
    assert _line_of(engine, corrected.proposed).claim == '{"ends_on": "2023-12-31"}'


def test_a_decision_is_taken_back_only_by_its_author_and_while_nothing_stands_on_it(
    engine: Engine, corrected: Corrected
) -> None:
    def refused(by: str = FACILITATOR, number: int = corrected.proposed) -> str:
        with pytest.raises(Conflict) as refusal, writing(engine) as session:
            undo_correction(session, declaration_id=number, by=by)
        return refusal.value.code

    assert refused() == "hours.not_decided"
    with pytest.raises(NotFound), writing(engine) as session:
        undo_correction(session, declaration_id=123_456, by=FACILITATOR)
    line = _line_of(engine, corrected.proposed)
    with writing(engine) as session:
        session.get_one(Line, line.id).claim = '{"ends_on": "2023-12-31"}'
        accept_correction(session, declaration_id=corrected.proposed, by=FACILITATOR)
    assert refused(COMPANY) == "hours.not_your_decision"
    for rejects in (False, True):
        with writing(engine) as session:
            seen: dict[str, Any] = {
                "line_id": id_of(line),
                "version": session.get_one(Line, line.id).version,
                "by": FACILITATOR,
            }
            decided = reject_line(session, **seen, reason="double") if rejects else validate_line(session, **seen)
            version = decided.version
        assert refused() == "hours.lines_decided"
        with writing(engine) as session:
            undo_decision(session, line_id=id_of(line), version=version, by=FACILITATOR)
    with writing(engine) as session:
        session.get_one(Contract, line.contract_id).ends_on = date(2024, 1, 31)
    assert refused() == "hours.contract_changed"
    with writing(engine) as session:
        unit = session.get_one(Declaration, corrected.proposed)
        factories.declaration(
            session, contractor_id=unit.contractor_id, employer_id=unit.employer_id, version=3,
            state=DeclarationState.PROPOSED,
        )  # fmt: skip
    assert refused() == "hours.later_version"
    with writing(engine) as session:
        lock_month(session, month=date(2023, 4, 1), by=FACILITATOR)
    assert refused() == "hours.month_locked"
