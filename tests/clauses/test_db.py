"""Engines and sessions: what SQLite must be told, writes that lose nothing, refusals without a secret."""

import os
import shutil
import sqlite3
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import col, select

from clauses.accounts.models import Organisation
from clauses.db import engine_for, one_at_a_time, reading, upsert, writing
from clauses.errors import Misused, Unusable
from clauses.migrations.upgrade import version
from clauses.people.models import Participation
from clauses.reference.rules import EmployerKind
from tests import factories
from tests.factories import id_of

SECRET = "s3cr3t"
PATIENCE = 30.0
"""Seconds before a thread that should have ended is declared stuck."""


on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite file of our own, without tables."""
    engine = engine_for(f"sqlite:///{tmp_path / 'own.db'}")
    yield engine
    engine.dispose()


# What SQLite must be told


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: what is acknowledged survives a power cut
        ("busy_timeout", 60_000),
        ("secure_delete", 1),
        ("trusted_schema", 0),
    ],
)
def test_every_connection_to_sqlite_is_told_the_same(sqlite: Engine, pragma: str, value: int | str) -> None:
    with sqlite.connect() as first, sqlite.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_sqlite_would_otherwise_take_an_orphan(tmp_path: Path) -> None:
    """Control: foreign keys are off unless every connection asks for them."""
    with sqlite3.connect(tmp_path / "plain.db") as plain:
        assert plain.execute("PRAGMA foreign_keys").fetchone() == (0,)
    plain.close()


def test_a_database_in_memory_needs_no_folder() -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        with engine_for(url).connect() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'new' / 'folder' / 'clauses.db'}")
    with engine.connect():
        assert (tmp_path / "new" / "folder" / "clauses.db").is_file()
    engine.dispose()


# Sessions


def test_a_write_is_kept_when_its_block_ends(engine: Engine) -> None:
    with writing(engine) as session:
        factories.organisation(session, name="Ville de Dijonnet")
    with reading(engine) as session:
        assert session.exec(select(Organisation.name)).all() == ["Ville de Dijonnet"]


def test_a_write_is_undone_whole_when_its_block_raises(engine: Engine) -> None:
    def interrupted() -> None:
        with writing(engine) as session:
            factories.organisation(session)
            factories.organisation(session)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with reading(engine) as session:
        assert session.exec(select(Organisation)).all() == []
    with writing(engine) as session:  # and the lock was given back
        factories.organisation(session)


def test_a_reading_session_stores_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        factories.organisation(session)
    with reading(engine) as session:
        assert session.exec(select(Organisation)).all() == []


def test_a_reading_session_sees_one_moment(engine: Engine) -> None:
    """A bilan whose tables were read at two moments would not add up."""
    with writing(engine) as session:
        factories.organisation(session)
    with reading(engine) as reader:
        before = len(reader.exec(select(Organisation)).all())
        with writing(engine) as session:
            factories.organisation(session)
        assert len(reader.exec(select(Organisation)).all()) == before == 1
    with reading(engine) as reader:
        assert len(reader.exec(select(Organisation)).all()) == 2


@contextmanager
def _reading_as_it_would_be(engine: Engine) -> Iterator[None]:
    """What a plain transaction of PostgreSQL sees: each statement its own moment."""
    with engine.connect() as connection:
        count = text("SELECT count(*) FROM organisation")
        before = connection.execute(count).scalar_one()
        yield
        assert connection.execute(count).scalar_one() == before + 1


@on_postgresql
def test_a_plain_transaction_of_postgresql_would_see_several_moments(engine: Engine) -> None:
    with _reading_as_it_would_be(engine), writing(engine) as session:
        factories.organisation(session)


def test_codes_are_stored_and_members_come_back(engine: Engine) -> None:
    with writing(engine) as session:
        factories.organisation(session, employer_kind=EmployerKind.PARTICULIER)
    with reading(engine) as session:
        assert session.connection().execute(text("SELECT employer_kind FROM organisation")).scalar() == "particulier"
        assert session.exec(select(Organisation.employer_kind)).one() is EmployerKind.PARTICULIER


# Read, modify, write


def _tally(engine: Engine) -> None:
    with writing(engine) as session:
        session.connection().execute(text("CREATE TABLE tally (number integer NOT NULL)"))
        session.connection().execute(text("INSERT INTO tally VALUES (0)"))


def _total(engine: Engine) -> int:
    with reading(engine) as session:
        return int(session.connection().execute(text("SELECT number FROM tally")).scalar_one())


def _together(work: Callable[[], None], threads: int = 4) -> None:
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work) for _ in range(threads)]:
            done.result(timeout=PATIENCE)


def test_concurrent_read_modify_writes_lose_nothing(engine: Engine) -> None:
    """SQLite takes the write lock as the transaction begins; PostgreSQL waits for the turn that it is asked for."""
    _tally(engine)

    def add_twenty() -> None:
        for _ in range(20):
            with writing(engine) as session:
                one_at_a_time(session)
                number = session.connection().execute(text("SELECT number FROM tally")).scalar_one()
                session.connection().execute(text("UPDATE tally SET number = :number"), {"number": number + 1})

    _together(add_twenty)
    assert _total(engine) == 80


def test_without_the_lock_at_the_start_sqlite_refuses_the_second_writer(sqlite: Engine) -> None:
    """Control: a read that turns into a write late is refused at once, without waiting its turn."""
    _tally(sqlite)
    with sqlite.connect() as one, sqlite.connect() as other:
        seen = [connection.execute(text("SELECT number FROM tally")).scalar_one() for connection in (one, other)]
        assert seen == [0, 0]
        one.execute(text("UPDATE tally SET number = 1"))
        one.commit()
        with pytest.raises(OperationalError, match="locked"):
            other.execute(text("UPDATE tally SET number = 1"))
    assert _total(sqlite) == 1


def test_with_the_driver_left_alone_sqlite_loses_the_update_silently(sqlite: Engine) -> None:
    """Control: the driver opens its transaction at the first write only, after what was read has changed."""
    _tally(sqlite)
    path = str(sqlite.url.database)
    one, other = sqlite3.connect(path), sqlite3.connect(path)
    for connection in (one, other):
        assert connection.execute("SELECT number FROM tally").fetchone() == (0,)
    for connection in (one, other):
        connection.execute("UPDATE tally SET number = 0 + 1")
        connection.commit()
        connection.close()
    assert _total(sqlite) == 1  # two were added


@on_postgresql
def test_without_its_turn_postgresql_loses_the_update_silently(engine: Engine) -> None:
    """Control: READ COMMITTED lets two transactions read the same number."""
    _tally(engine)
    with writing(engine) as one:
        assert one.connection().execute(text("SELECT number FROM tally")).scalar_one() == 0
        with writing(engine) as other:
            number = other.connection().execute(text("SELECT number FROM tally")).scalar_one()
            other.connection().execute(text("UPDATE tally SET number = :number"), {"number": number + 1})
        one.connection().execute(text("UPDATE tally SET number = 0 + 1"))
    assert _total(engine) == 1


def test_one_at_a_time_waits_for_the_end_of_the_other_transaction(engine: Engine) -> None:
    entered, order = threading.Event(), list[str]()

    def second() -> None:
        with writing(engine) as session:
            one_at_a_time(session)
            order.append("second")
            entered.set()

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            one_at_a_time(session)
            waiting = pool.submit(second)
            assert not entered.wait(0.5)
            order.append("first")
        waiting.result(timeout=PATIENCE)
    assert order == ["first", "second"]


@on_postgresql
def test_two_writers_of_postgresql_that_do_not_ask_run_side_by_side(engine: Engine) -> None:
    """Control: it is the turn asked for that excludes, not the transaction."""
    with writing(engine) as one, writing(engine) as other:
        one_at_a_time(one)
        assert factories.organisation(other).id is not None


# Adding or correcting


def test_upsert_adds_new_rows_and_corrects_known_ones(engine: Engine) -> None:
    with writing(engine) as session:
        person, run = id_of(factories.person(session)), id_of(factories.run(session))

        def time_in_plie(start: date, end: date | None) -> dict[str, object]:
            return {
                "person_id": person, "starts_on": start, "ends_on": end, "run_id": run, "sheet": "Feuil1", "row": 2,
            }  # fmt: skip

        first, second = date(2022, 1, 3), date(2023, 1, 2)
        upsert(session, Participation, [time_in_plie(first, None)], ("person_id", "starts_on"))
        known = session.exec(select(Participation.id)).one()
        upsert(
            session,
            Participation,
            [
                time_in_plie(first, date(2022, 6, 30)),
                time_in_plie(second, None),
                time_in_plie(second, date(2023, 5, 5)),
            ],
            ("person_id", "starts_on"),
        )
    with reading(engine) as session:
        found = session.exec(select(Participation).order_by(col(Participation.starts_on))).all()
        assert [(row.starts_on, row.ends_on) for row in found] == [
            (first, date(2022, 6, 30)),
            (second, date(2023, 5, 5)),  # said twice in one call: the last one holds
        ]
        assert found[0].id == known


def test_upsert_of_nothing_does_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        upsert(session, Participation, [], ("person_id", "starts_on"))
        assert session.exec(select(Participation)).all() == []


# Refusals


@pytest.mark.parametrize(
    "url",
    [
        "",
        "clauses",
        "://",
        "sqlite",
        "sqlite://var/clauses.db",  # a slash is missing: « var » would be a host
        f"postgresql://clauses:{SECRET}@base:port/clauses",
        f"postgresql://clauses:{SECRET}@[::1/clauses",
        f"postgresql://clauses:{SECRET}",  # nothing after the secret: it is read as the port
        f"mysql://clauses:{SECRET}@base/clauses",
        f"mysql+pymysql://clauses:{SECRET}@base/clauses",
        f"oracle://clauses:{SECRET}@base/clauses",
        f"postgresql+asyncpg://clauses:{SECRET}@base/clauses",
        f"sqlite+aiosqlite:///{SECRET}.db",
        f"nonsense://clauses:{SECRET}@base/clauses",
    ],
)
def test_an_address_that_is_not_of_a_known_database_is_refused_in_french(url: str) -> None:
    with pytest.raises(Misused) as refused:
        engine_for(url)
    assert SECRET not in "".join(traceback.format_exception(refused.value)[1:])
    assert any(words in refused.value.message for words in ("CLAUSES_DATABASE_URL", "n'est pas pris en charge"))


class _Elsewhere(SQLiteDialect_pysqlite):
    """A dialect that another package could register, as DuckDB's does."""

    name = "elsewhere"
    supports_statement_cache = True


def test_another_database_whose_driver_is_installed_is_refused_too() -> None:
    registry.register("elsewhere", __name__, "_Elsewhere")
    try:
        with pytest.raises(Misused, match="« elsewhere »"):
            engine_for("elsewhere:///clauses.db")
    finally:
        registry.deregister("elsewhere")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_usual_name_of_postgresql_uses_the_one_driver_installed(scheme: str) -> None:
    engine = engine_for(f"{scheme}://clauses:{SECRET}@base/clauses")
    assert engine.url.drivername == "postgresql+psycopg"
    assert SECRET not in repr(engine)


def test_a_server_that_does_not_answer_is_said_without_its_secret() -> None:
    engine = engine_for(f"postgresql://clauses:{SECRET}@127.0.0.1:1/clauses")
    with pytest.raises(Unusable, match="ne répond pas") as refused:
        version(engine)
    assert SECRET not in refused.value.message
    assert SECRET not in str(refused.value.__cause__)


def test_a_file_that_is_not_a_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "clauses.db").write_bytes(b"PK\x03\x04 un classeur" * 200)
    with pytest.raises(Unusable, match=r"clauses\.db.*n'est pas une base") as refused:
        version(engine_for(f"sqlite:///{tmp_path / 'clauses.db'}"))
    assert refused.value.code == "database.unusable"


def test_a_file_that_may_only_be_read_is_refused_by_sqlite_itself(tmp_path: Path) -> None:
    path = tmp_path / "clauses.db"
    sqlite3.connect(path).close()
    with pytest.raises(OperationalError, match="readonly"):
        engine_for(f"sqlite:///file:{path}?mode=ro&uri=true").connect()
    assert not (tmp_path / "file:").exists()


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(Unusable, match="ne peut pas être créé"):
        engine_for(f"sqlite:///{tmp_path / 'var' / 'clauses.db'}")


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that this process may read and not write; root must become somebody else for that."""
    folder = Path(tempfile.mkdtemp())  # not under `tmp_path`, which others may not even enter
    folder.chmod(0o555)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    yield folder
    if was_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_where_nothing_may_be_created_is_said(home: Path) -> None:
    with pytest.raises(Unusable, match="ne peut pas être créé : ce compte n'en a pas le droit"):
        engine_for(f"sqlite:///{home / 'var' / 'clauses.db'}")


def test_a_folder_that_is_there_and_may_not_be_written_is_said(home: Path) -> None:
    """SQLite writes beside its file too (journal): a folder that may only be read is of no use."""
    with pytest.raises(Unusable, match="droit d'y écrire"):
        engine_for(f"sqlite:///{home / 'clauses.db'}")


def test_a_refusal_of_the_database_never_repeats_what_was_written(engine: Engine) -> None:
    """PostgreSQL quotes the whole row in the detail of its errors; names of people would end in the logs."""
    written = "Zyxwvutsia"

    def twice() -> None:
        with writing(engine) as session:
            for _ in range(2):
                factories.person(session, last_name=written, first_name="Ana", birth_date=date(1990, 5, 17))

    def without_a_key() -> None:
        with writing(engine) as session:
            factories.person(session, last_name=written, last_key="", first_name="Ana")

    for refused in (twice, without_a_key):
        with pytest.raises(IntegrityError) as error:
            refused()
        for said in (str(error.value), str(error.value.orig), repr(error.value.orig)):
            assert written.lower() not in said.lower()
            assert "1990" not in said
        assert "person" in str(error.value)


def test_the_constraint_is_still_named(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as error, writing(engine) as session:
        factories.organisation(session, name="")
    if engine.dialect.name == "postgresql":
        diagnosis = getattr(error.value.orig, "diag", SimpleNamespace(constraint_name=None))
        assert diagnosis.constraint_name == "ck_organisation_named"
    assert "ck_organisation_named" in str(error.value)


def test_the_planner_may_order_every_join_of_a_page(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            limits = [connection.execute(text(f"SHOW {name}_collapse_limit")).scalar() for name in ("join", "from")]
        assert limits == ["20", "20"]
