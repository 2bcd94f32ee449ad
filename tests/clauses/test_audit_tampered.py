"""Every tampering shows by the seals alone, the triggers dropped as an attacker would."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, LargeBinary, bindparam, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col, select

from clauses.audit import Journal, seal_of, verify
from clauses.db import writing
from tests.clauses.journals import ACTS, DROPPED, as_attacker, faults_of, record_acts


@pytest.fixture
def open_journal(engine: Engine) -> Engine:
    """A journal of five acts, its triggers dropped."""
    record_acts(engine)
    as_attacker(engine, *DROPPED[engine.dialect.name])
    return engine


# Tampering found by the seals, the triggers dropped


def test_a_row_removed_from_the_middle_is_found(open_journal: Engine) -> None:
    as_attacker(open_journal, "DELETE FROM journal WHERE number = 3")
    faults = faults_of(open_journal)
    assert faults == ["Journal : l'acte n° 3 manque (le suivant porte le n° 4)."]


def test_the_first_row_removed_is_found(open_journal: Engine) -> None:
    as_attacker(open_journal, "DELETE FROM journal WHERE number = 1")
    assert "l'acte n° 1 manque" in faults_of(open_journal)[0]


@pytest.mark.parametrize("kept", [4, 2, 0])
def test_a_dropped_tail_is_found(open_journal: Engine, kept: int) -> None:
    as_attacker(open_journal, f"DELETE FROM journal WHERE number > {kept}")
    faults = faults_of(open_journal)
    assert faults == [f"Journal : 5 actes écrits, le dernier lu porte le n° {kept} : la fin a été coupée."]


def test_a_row_with_another_number_is_found(open_journal: Engine) -> None:
    as_attacker(open_journal, "UPDATE journal SET number = 9 WHERE number = 5")
    faults = faults_of(open_journal)
    assert any("n° 5 manque" in fault for fault in faults)
    assert any("n° 9 a été modifié ou déplacé" in fault for fault in faults)


def test_a_row_removed_and_the_following_ones_renumbered_is_found(open_journal: Engine) -> None:
    as_attacker(
        open_journal,
        "DELETE FROM journal WHERE number = 3",
        "UPDATE journal SET number = 3 WHERE number = 4",
        "UPDATE journal SET number = 4 WHERE number = 5",
    )
    assert any("a été modifié ou déplacé" in fault for fault in faults_of(open_journal))


def test_two_rows_exchanged_are_found(open_journal: Engine) -> None:
    as_attacker(
        open_journal,
        "UPDATE journal SET number = 99 WHERE number = 2",
        "UPDATE journal SET number = 2 WHERE number = 3",
        "UPDATE journal SET number = 3 WHERE number = 99",
    )
    assert sum("a été modifié ou déplacé" in fault for fault in faults_of(open_journal)) >= 2


def test_a_row_slipped_in_at_the_end_is_found(open_journal: Engine) -> None:
    as_attacker(
        open_journal,
        "INSERT INTO journal SELECT 6, at, author, act, subject, subject_id, details, seal, 'g' || substr(seal, 2)"
        " FROM journal WHERE number = 5",
    )
    faults = faults_of(open_journal)
    assert any("n° 6 a été modifié" in fault for fault in faults)
    assert any("5 actes écrits" in fault for fault in faults)


def test_the_head_removed_is_found(open_journal: Engine) -> None:
    as_attacker(open_journal, "DELETE FROM journal_head")
    assert faults_of(open_journal) == ["Journal : son état a disparu."]


def test_the_head_changed_is_found(open_journal: Engine) -> None:
    as_attacker(open_journal, "UPDATE journal_head SET count = 4")
    assert "la fin a été coupée" in faults_of(open_journal)[0]
    as_attacker(open_journal, "UPDATE journal_head SET count = 5, seal = 'x'")
    assert "la fin a été coupée" in faults_of(open_journal)[0]


def test_a_row_resealed_without_the_following_ones_is_found(open_journal: Engine) -> None:
    """Whoever knows how seals are made must still rewrite every row after it, and the head."""
    with writing(open_journal) as session:
        act = session.exec(select(Journal).where(col(Journal.number) == 2)).one()
        act.author = "Personne"
        act.seal = seal_of(act)
    faults = faults_of(open_journal)
    assert faults == ["Journal : l'acte n° 3 a été modifié ou déplacé."]


# One bit flipped, anywhere


COLUMNS = ("number", "at", "author", "act", "subject", "subject_id", "details", "previous", "seal")


@contextmanager
def _undone(connection: Connection) -> Iterator[None]:
    savepoint = connection.begin_nested()
    yield
    savepoint.rollback()


def _flip_bytes(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


def _flip_on_sqlite(connection: Connection, column: str, number: int, bit: int) -> bool:
    if column in ("number", "subject_id"):
        return _flip_number(connection, column, number, bit)
    stored = connection.execute(
        text(f"SELECT CAST({column} AS BLOB) FROM journal WHERE number = {number}")
    ).scalar_one()
    flip = text(f"UPDATE journal SET {column} = CAST(:value AS TEXT) WHERE number = {number}")
    connection.execute(flip.bindparams(bindparam("value", type_=LargeBinary)), {"value": _flip_bytes(stored, bit)})
    return True


def _flip_number(connection: Connection, column: str, number: int, bit: int) -> bool:
    exponent = bit % 31
    connection.execute(
        text(f"UPDATE journal SET {column} = ({column} | :bit) - ({column} & :bit) WHERE number = {number}"),
        {"bit": 1 << exponent},
    )
    return True


def _flip_on_postgresql(connection: Connection, column: str, number: int, bit: int) -> bool:
    if column in ("number", "subject_id"):
        return _flip_number(connection, column, number, bit)
    if column == "at":
        microseconds = 1 << bit % 45  # up to a year
        connection.execute(
            text(f"UPDATE journal SET at = at + :gap * interval '1 microsecond' WHERE number = {number}"),
            {"gap": microseconds},
        )
        return True
    stored = connection.execute(text(f"SELECT {column} FROM journal WHERE number = {number}")).scalar_one()
    try:
        changed = _flip_bytes(stored.encode(), bit).decode()
    except UnicodeDecodeError:
        return False  # PostgreSQL would not store it
    if "\x00" in changed:
        return False
    connection.execute(text(f"UPDATE journal SET {column} = :value WHERE number = {number}"), {"value": changed})
    return True


FLIP: dict[str, Callable[[Connection, str, int, int], bool]] = {
    "sqlite": _flip_on_sqlite,
    "postgresql": _flip_on_postgresql,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_one_flipped_bit_is_found_in_any_column(open_journal: Engine, column: str) -> None:
    flip, tried = FLIP[open_journal.dialect.name], 0
    with open_journal.execution_options(writes=True).connect() as connection:

        @given(number=st.integers(min_value=1, max_value=ACTS), bit=st.integers(min_value=0, max_value=8 * 64 - 1))
        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def flipped(number: int, bit: int) -> None:
            nonlocal tried
            with _undone(connection):
                try:
                    stored = flip(connection, column, number, bit)
                except IntegrityError:
                    return  # the number of another row: the database itself refuses it
                with Session(connection, join_transaction_mode="create_savepoint") as session:
                    faults = verify(session)
                assert bool(faults) is stored
                tried += stored
                assert all(fault.startswith("Journal : ") and fault.endswith(".") for fault in faults)

        flipped()
        assert tried >= 20
        connection.rollback()
    assert faults_of(open_journal) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("sign", "other"), [(" ", "!"), (".", ",")])
def test_a_date_that_reads_the_same_and_is_written_otherwise_is_found(
    open_journal: Engine, sign: str, other: str
) -> None:
    as_attacker(open_journal, f"UPDATE journal SET at = replace(at, '{sign}', '{other}') WHERE number = 3")
    assert faults_of(open_journal) == ["Journal : l'acte n° 3 a été modifié ou déplacé."]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET at = 'hier' WHERE number = 3",
        "UPDATE journal SET at = 12 WHERE number = 3",
        "UPDATE journal SET author = CAST(x'ff' AS TEXT) WHERE number = 3",
        "UPDATE journal SET details = x'00' WHERE number = 3",
    ],
)
def test_a_row_that_cannot_even_be_read_is_a_fault_not_a_crash(open_journal: Engine, statement: str) -> None:
    as_attacker(open_journal, statement)
    assert faults_of(open_journal) == ["Journal : l'acte n° 3 ne peut pas être lu : il a été abîmé."]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", [1, 5])
def test_the_rows_around_a_damaged_one_are_not_accused(open_journal: Engine, number: int) -> None:
    as_attacker(open_journal, f"UPDATE journal SET seal = CAST(x'fe' AS TEXT) WHERE number = {number}")
    assert faults_of(open_journal) == [f"Journal : l'acte n° {number} ne peut pas être lu : il a été abîmé."]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_head_that_cannot_be_read_is_a_fault_not_a_crash(open_journal: Engine) -> None:
    as_attacker(open_journal, "UPDATE journal_head SET seal = CAST(x'fe' AS TEXT)")
    assert faults_of(open_journal) == ["Journal : son état ne peut pas être lu : il a été abîmé."]


@pytest.mark.parametrize("table", ["journal", "journal_head"])
def test_a_database_that_cannot_answer_is_not_taken_for_a_damaged_journal(open_journal: Engine, table: str) -> None:
    as_attacker(open_journal, f"ALTER TABLE {table} RENAME COLUMN seal TO elsewhere")
    with pytest.raises(DBAPIError, match="seal"):
        faults_of(open_journal)


def test_a_long_journal_is_read_in_batches(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauses.audit._BATCH", 2)
    record_acts(engine)
    assert faults_of(engine) == []
    as_attacker(engine, *DROPPED[engine.dialect.name], "DELETE FROM journal WHERE number = 3")
    assert faults_of(engine) == ["Journal : l'acte n° 3 manque (le suivant porte le n° 4)."]


def test_what_the_seals_alone_cannot_tell(open_journal: Engine) -> None:
    """The last acts removed together with the memory of them leave a shorter, whole journal: keep copies elsewhere."""
    as_attacker(
        open_journal,
        "DELETE FROM journal WHERE number = 5",
        "UPDATE journal_head SET count = 4, seal = (SELECT seal FROM journal WHERE number = 4)",
    )
    assert faults_of(open_journal) == []
