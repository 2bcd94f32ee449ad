"""The journal: who did what, in one chain however many write at once, and never changed nor shortened."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from clauses.audit import NOTHING_BEFORE, Journal, JournalHead, record
from clauses.db import reading, writing
from tests.clauses.journals import ACTS, DROPPED, as_attacker, faults_of, record_acts

PATIENCE = 60.0


@pytest.fixture
def written(engine: Engine) -> Engine:
    """A journal of five acts."""
    record_acts(engine)
    return engine


# Writing


def test_an_act_says_who_did_what_to_what_and_when(engine: Engine) -> None:
    before = datetime.now(UTC)
    with writing(engine) as session:
        record(session, "lock", by="Zoé N'Diaye", subject="month", month="2023-04-01", lines=12)
    with reading(engine) as session:
        act = session.exec(select(Journal)).one()
        assert (act.number, act.author, act.act, act.subject, act.subject_id) == (
            1,
            "Zoé N'Diaye",
            "lock",
            "month",
            None,
        )
        assert json.loads(act.details) == {"month": "2023-04-01", "lines": 12}
        assert before <= act.at <= datetime.now(UTC)
        assert act.previous == NOTHING_BEFORE


def test_each_act_is_sealed_over_the_one_before(written: Engine) -> None:
    with reading(written) as session:
        acts = session.exec(select(Journal).order_by(col(Journal.number))).all()
        head = session.exec(select(JournalHead)).one()
    assert [act.number for act in acts] == [1, 2, 3, 4, 5]
    assert [act.previous for act in acts] == [NOTHING_BEFORE, *(act.seal for act in acts[:-1])]
    assert (head.count, head.seal) == (5, acts[-1].seal)


def test_a_whole_journal_has_no_fault(written: Engine) -> None:
    assert faults_of(written) == []


def test_an_empty_journal_has_no_fault(engine: Engine) -> None:
    assert faults_of(engine) == []


def test_an_act_cannot_be_recorded_without_an_author(engine: Engine) -> None:
    with writing(engine) as session, pytest.raises(TypeError, match="by"):
        record(session, "lock", subject="month")  # type: ignore[call-arg]  # what the test is about
    with pytest.raises(IntegrityError, match="ck_journal_author_named"), writing(engine) as session:
        record(session, "lock", by="", subject="month")
    assert faults_of(engine) == []


def test_an_act_undone_with_its_transaction_leaves_no_trace(written: Engine) -> None:
    def refused() -> None:
        with writing(written) as session:
            record(session, "reject", by="Facilitatrice", subject="line", subject_id=1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refused()
    assert faults_of(written) == []
    with reading(written) as session:
        assert session.exec(select(JournalHead.count)).one() == ACTS


def test_several_acts_of_one_transaction_follow_one_another(engine: Engine) -> None:
    with writing(engine) as session:
        for number in range(3):
            record(session, "import", by="Reprise", subject="import_run", subject_id=number)
    assert faults_of(engine) == []


def test_acts_recorded_at_the_same_time_make_one_chain(engine: Engine) -> None:
    def write_many(author: str) -> None:
        for number in range(20):
            with writing(engine) as session:
                record(session, "validate", by=author, subject="line", subject_id=number)

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(write_many, author) for author in ("Ana", "Bob", "Cléo")]:
            done.result(timeout=PATIENCE)
    assert faults_of(engine) == []
    with reading(engine) as session:
        assert session.exec(select(JournalHead.count)).one() == 60


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_whoever_read_the_head_before_waiting_for_its_turn_still_adds_to_the_end(engine: Engine) -> None:
    """What the session remembers of the head is read again once the lock is held."""
    with writing(engine) as session:
        remembered = session.exec(select(JournalHead)).one()
        assert remembered.count == 0
        record_acts(engine, 1)
        assert record(session, "lock", by="Ana", subject="month").number == 2
    assert faults_of(engine) == []


# Append-only by trigger


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET author = 'Personne' WHERE number = 2",
        "UPDATE journal SET details = details",
        "DELETE FROM journal WHERE number = 5",
        "DELETE FROM journal",
        "DELETE FROM journal_head",
        "INSERT INTO journal SELECT * FROM journal WHERE number = 2 ON CONFLICT (number) DO UPDATE SET author = 'X'",
        "UPDATE journal_head SET count = 4",
        "UPDATE journal_head SET count = count",
        "UPDATE journal_head SET seal = 'x'",
        "UPDATE journal_head SET count = 7",
    ],
)
def test_the_journal_is_never_changed_nor_shortened(written: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match="journal n"):
        as_attacker(written, statement)
    assert faults_of(written) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["journal", "journal_head", "journal, journal_head"])
def test_the_journal_is_never_emptied(written: Engine, table: str) -> None:
    with pytest.raises(DBAPIError, match="journal ne se modifie pas"):
        as_attacker(written, f"TRUNCATE {table}")
    assert faults_of(written) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_replacing_an_act_is_refused_too(written: Engine) -> None:
    """SQLite's INSERT OR REPLACE removes the row in its way without firing the triggers of DELETE."""
    with pytest.raises(DBAPIError, match="journal ne se modifie pas"):
        as_attacker(
            written,
            "INSERT OR REPLACE INTO journal SELECT number, at, 'Personne', act, subject, subject_id, details, previous,"
            " seal || 'x' FROM journal WHERE number = 5",
        )
    assert faults_of(written) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_replacing_the_head_is_refused_too(written: Engine) -> None:
    with pytest.raises(DBAPIError, match="journal ne se modifie pas"):
        as_attacker(written, "INSERT OR REPLACE INTO journal_head (id, count, seal) VALUES (1, 0, 'x')")
    assert faults_of(written) == []


def test_the_triggers_are_what_refuses(written: Engine) -> None:
    """Control: once they are dropped the same statements pass, and the seals tell."""
    as_attacker(written, *DROPPED[written.dialect.name])
    as_attacker(written, "UPDATE journal SET author = 'Personne' WHERE number = 2")
    assert faults_of(written) != []
