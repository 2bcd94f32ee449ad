"""A month is closed by one person and reopened by two."""

import json
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.hours.actions import ask_reopening, lock_month, reopen_month
from clauses.hours.models import LockedMonth

APRIL = date(2023, 4, 1)
ANA, BOB, CLEO = "Ana", "Bob", "Cléo"


def _locks(engine: Engine) -> list[LockedMonth]:
    with reading(engine) as session:
        return list(session.exec(select(LockedMonth).order_by(col(LockedMonth.id))).all())


def _acts(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        assert verify(session) == []
        acts = session.exec(select(Journal).order_by(col(Journal.number))).all()
        assert all(json.loads(act.details) == {"month": "2023-04-01"} for act in acts)
        return [(act.act, act.author) for act in acts]


def test_a_month_is_locked_whole_whatever_the_day_given(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=date(2023, 4, 30), by=ANA)
    (lock,) = _locks(engine)
    assert (lock.month, lock.locked_by, lock.reopened_at) == (APRIL, ANA, None)
    assert _acts(engine) == [("lock", ANA)]


def test_a_month_is_locked_once(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by=ANA)
    with pytest.raises(Conflict, match="Avril 2023 est déjà verrouillé") as refused, writing(engine) as session:
        lock_month(session, month=date(2023, 4, 2), by=BOB)
    assert refused.value.code == "hours.month_locked"
    assert len(_locks(engine)) == 1


def test_reopening_takes_two_people(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by=ANA)
    with writing(engine) as session:
        ask_reopening(session, month=date(2023, 4, 8), by=ANA)
    with writing(engine) as session:
        reopen_month(session, month=date(2023, 4, 9), by=BOB)
    (lock,) = _locks(engine)
    assert (lock.reopening_asked_by, lock.reopened_by) == (ANA, BOB)
    assert lock.reopened_at is not None
    assert _acts(engine) == [("lock", ANA), ("ask_reopening", ANA), ("reopen", BOB)]


def test_one_person_alone_reopens_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by=BOB)
        ask_reopening(session, month=APRIL, by=ANA)
    with pytest.raises(Conflict, match="deux personnes") as refused, writing(engine) as session:
        reopen_month(session, month=APRIL, by=ANA)
    assert refused.value.code == "hours.two_people"
    assert _locks(engine)[0].reopened_at is None


def test_reopening_is_asked_first(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by=ANA)
    with pytest.raises(Conflict, match="Personne n'a demandé") as refused, writing(engine) as session:
        reopen_month(session, month=APRIL, by=BOB)
    assert refused.value.code == "hours.reopening_not_asked"


@pytest.mark.parametrize("verb", [ask_reopening, reopen_month])
def test_an_open_month_has_nothing_to_reopen(engine: Engine, verb: object) -> None:
    assert callable(verb)
    with pytest.raises(Conflict, match="Avril 2023 n'est pas verrouillé") as refused, writing(engine) as session:
        verb(session, month=APRIL, by=ANA)
    assert refused.value.code == "hours.month_open"


def test_the_last_to_ask_is_the_one_who_asked(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by=ANA)
        ask_reopening(session, month=APRIL, by=ANA)
        ask_reopening(session, month=APRIL, by=BOB)
    with pytest.raises(Conflict), writing(engine) as session:
        reopen_month(session, month=APRIL, by=BOB)
    with writing(engine) as session:
        reopen_month(session, month=APRIL, by=CLEO)


def test_a_reopened_month_may_be_locked_again_and_keeps_its_history(engine: Engine) -> None:
    with writing(engine) as session:
        lock_month(session, month=APRIL, by=ANA)
        ask_reopening(session, month=APRIL, by=ANA)
        reopen_month(session, month=APRIL, by=BOB)
    with pytest.raises(Conflict, match="n'est pas verrouillé"), writing(engine) as session:
        reopen_month(session, month=APRIL, by=CLEO)
    with writing(engine) as session:
        lock_month(session, month=APRIL, by=CLEO)
    first, second = _locks(engine)
    assert (first.reopened_by, second.locked_by, second.reopened_at) == (BOB, CLEO, None)
