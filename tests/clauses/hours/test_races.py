"""Two people, or a person and an import, at the same time: one waits, then sees what the other did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.audit import verify
from clauses.db import one_at_a_time, reading, writing
from clauses.errors import Conflict
from clauses.hours.actions import (
    accept_correction,
    ask_reopening,
    lock_month,
    refuse_correction,
    reject_line,
    reopen_month,
    supersede,
    validate_line,
)
from clauses.hours.models import Line, LockedMonth
from clauses.hours.rules import DeclarationState, LineState
from tests import factories
from tests.factories import id_of

APRIL = date(2023, 4, 1)
PATIENCE = 30.0
Verb = Callable[[Session], object]


def _one_then_the_other(engine: Engine, first: Verb, second: Verb) -> None:
    """``second`` starts while the transaction of ``first`` is open: it must wait for its end. Raises what it raises."""

    def later() -> None:
        with writing(engine) as session:
            second(session)

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            first(session)
            waiting = pool.submit(later)
            with pytest.raises(StillWaiting):
                waiting.result(timeout=0.5)
        waiting.result(timeout=PATIENCE)


@pytest.fixture
def line_id(engine: Engine) -> int:
    """A line that waits."""
    with writing(engine) as session:
        return id_of(factories.line(session))


def _validate(line_id: int, by: str = "Ana") -> Verb:
    return lambda session: validate_line(session, line_id=line_id, version=1, by=by)


def _reject(line_id: int, by: str = "Bob") -> Verb:
    return lambda session: reject_line(session, line_id=line_id, version=1, reason="Doublon", by=by)


def _lock(by: str = "Cléo") -> Verb:
    return lambda session: lock_month(session, month=APRIL, by=by)


def _state(engine: Engine, line_id: int) -> LineState:
    with reading(engine) as session:
        assert verify(session) == []
        return LineState(session.exec(select(Line.state).where(col(Line.id) == line_id)).one())


def test_two_people_decide_of_one_line_and_the_first_one_stands(engine: Engine, line_id: int) -> None:
    with pytest.raises(Conflict) as refused:
        _one_then_the_other(engine, _validate(line_id), _reject(line_id))
    assert refused.value.code == "hours.line_changed"
    assert _state(engine, line_id) is LineState.VALIDATED


def test_a_line_is_not_validated_in_a_month_being_locked(engine: Engine, line_id: int) -> None:
    with pytest.raises(Conflict) as refused:
        _one_then_the_other(engine, _lock(), _validate(line_id))
    assert refused.value.code == "hours.month_locked"
    assert _state(engine, line_id) is LineState.SUBMITTED


def test_a_month_is_locked_after_the_decision_under_way(engine: Engine, line_id: int) -> None:
    _one_then_the_other(engine, _validate(line_id), _lock())
    assert _state(engine, line_id) is LineState.VALIDATED


def test_two_people_lock_a_month_and_the_second_is_told(engine: Engine) -> None:
    with pytest.raises(Conflict, match="déjà verrouillé"):
        _one_then_the_other(engine, _lock("Ana"), _lock("Bob"))
    with reading(engine) as session:
        assert session.exec(select(LockedMonth.locked_by)).all() == ["Ana"]


def test_two_people_reopen_a_month_and_the_second_is_told(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by="Ana")
        ask_reopening(session, month=APRIL, by="Ana")
    with pytest.raises(Conflict, match="n'est pas verrouillé"):
        _one_then_the_other(
            engine,
            lambda session: reopen_month(session, month=APRIL, by="Bob"),
            lambda session: reopen_month(session, month=APRIL, by="Cléo"),
        )


@pytest.mark.parametrize("decide", [_validate, _reject])
def test_a_decision_waits_for_an_import_that_has_only_made_its_plan(
    engine: Engine, line_id: int, decide: Callable[[int], Verb]
) -> None:
    """The plan was made on a line not validated: it would otherwise set aside what is validated meanwhile."""
    _one_then_the_other(engine, one_at_a_time, decide(line_id))
    assert _state(engine, line_id) in (LineState.VALIDATED, LineState.REJECTED)


def _importing(declaration_id: int) -> Verb:
    """An import that decided to replace a unit while nobody had validated it."""

    def replace(session: Session) -> None:
        one_at_a_time(session)
        supersede(session, [declaration_id])

    return replace


@pytest.mark.parametrize("decide", [_validate, _reject])
def test_a_decision_on_what_an_import_replaced_is_refused(
    engine: Engine, line_id: int, decide: Callable[[int], Verb]
) -> None:
    with reading(engine) as session:
        declaration_id = session.exec(select(Line.declaration_id).where(col(Line.id) == line_id)).one()
    with pytest.raises(Conflict) as refused:
        _one_then_the_other(engine, _importing(declaration_id), decide(line_id))
    assert refused.value.code == "hours.not_waiting"
    assert _state(engine, line_id) is LineState.SUPERSEDED


@pytest.mark.parametrize("verb", [accept_correction, refuse_correction])
def test_a_correction_replaced_by_an_import_under_way_is_not_decided(engine: Engine, verb: object) -> None:
    assert callable(verb)
    with writing(engine) as session:
        current = factories.declaration(session)
        proposed = factories.declaration(
            session,
            contractor_id=current.contractor_id,
            employer_id=current.employer_id,
            version=2,
            state=DeclarationState.PROPOSED,
        )
        proposed_id = id_of(proposed)
    with pytest.raises(Conflict, match="« Remplacée »"):
        _one_then_the_other(
            engine, _importing(proposed_id), lambda session: verb(session, declaration_id=proposed_id, by="Ana")
        )


def test_a_month_is_not_locked_under_an_import(engine: Engine) -> None:
    _one_then_the_other(engine, one_at_a_time, _lock())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_line_opened_before_somebody_else_decided_is_read_again(engine: Engine, line_id: int) -> None:
    """The page that shows a line keeps it in its session: the decision must not trust that copy."""
    with writing(engine) as session:
        opened = session.get_one(Line, line_id)
        assert opened.version == 1
        with writing(engine) as other:
            validate_line(other, line_id=line_id, version=1, by="Ana")
        with pytest.raises(Conflict) as refused:
            reject_line(session, line_id=line_id, version=1, reason="Doublon", by="Bob")
        assert refused.value.code == "hours.line_changed"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lock_seen_before_somebody_asked_to_lift_it_is_read_again(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by="Ana")
    with writing(engine) as session:
        seen = session.exec(select(LockedMonth)).one()
        assert seen.reopening_asked_by is None
        with writing(engine) as other:
            ask_reopening(other, month=APRIL, by="Bob")
        with pytest.raises(Conflict, match="deux personnes"):
            reopen_month(session, month=APRIL, by="Bob")
