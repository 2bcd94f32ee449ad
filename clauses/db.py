"""The database: engines for SQLite and PostgreSQL, sessions to read and sessions to write.

A write takes its lock at once (``BEGIN IMMEDIATE``): on SQLite a read that turns into a write late loses
updates silently.
"""

import enum
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Enum, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlmodel import Session, SQLModel

from clauses.errors import Misused, Unusable, cause
from clauses.words import folded

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_MILLISECONDS = 60_000
_PRAGMAS = (
    f"busy_timeout = {BUSY_MILLISECONDS}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)
_NOT_AN_ADDRESS = (
    "CLAUSES_DATABASE_URL n'est pas une adresse de base de données. "
    "Écrivez sqlite:///chemin ou postgresql+psycopg://compte:secret@hôte/base."
)
IMPORT_LOCK = 20_230_101  # any constant: PostgreSQL's advisory locks are named by numbers


def coded(codes: type[enum.Enum]) -> Enum:
    """A column of stable codes, checked by the database: ``Field(sa_type=coded(ContractKind))``."""
    return Enum(
        codes,
        native_enum=False,
        create_constraint=True,
        name=codes.__name__.lower(),
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def engine_for(url: str) -> Engine:
    """An engine for ``url``.

    Raises ``Misused`` for a URL that is neither SQLite's nor PostgreSQL's, ``Unusable`` when the folder of an SQLite
    file cannot be written. Neither repeats the URL, which may hold a secret.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is not a number is a ValueError that quotes it
        raise Misused(_NOT_AN_ADDRESS) from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise Misused(
            f"« {parsed.drivername} » n'est pas pris en charge. Choisissez sqlite ou postgresql+psycopg."
        ) from error
    except ArgumentError:
        raise Misused(_NOT_AN_ADDRESS) from None
    if engine.dialect.name == "sqlite":
        if parsed.database not in (None, "", ":memory:") and not str(parsed.database).startswith("file:"):
            _own_folder(Path(str(parsed.database)).parent)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "handle_error", _without_values)
    else:
        raise Misused(f"« {engine.dialect.name} » n'est pas pris en charge. Choisissez sqlite ou postgresql+psycopg.")
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """Lets the planner order every join of a page's query.

    Past eight tables it keeps the order written, and reads every line of the database before it looks at whose they
    are: 2.9 s instead of a few milliseconds for the lines that one territory of six hundred has to validate.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET join_collapse_limit = 20")
        cursor.execute("SET from_collapse_limit = 20")
    connection.commit()


def _own_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(
            f"Le dossier {folder} ne peut pas être créé : {cause(error)}. Choisissez un autre dossier."
        ) from error
    try:
        with tempfile.TemporaryFile(dir=folder):  # SQLite writes beside its file too
            pass
    except OSError as error:
        advice = "Donnez à ce compte le droit d'y écrire."
        raise Unusable(f"Le dossier {folder} ne peut pas recevoir la base : {cause(error)}. {advice}") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own: see `_begin_sqlite`
    connection.create_function("folded", 1, _folded, deterministic=True)  # it knows no accents by itself
    cursor = connection.cursor()
    try:
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
    except sqlite3.OperationalError:  # locked, or cannot be opened
        raise
    except sqlite3.DatabaseError as error:
        _, _, path = cursor.execute("PRAGMA database_list").fetchone()
        advice = (
            f"« {path} » n'est pas une base de données. Vérifiez CLAUSES_DATABASE_URL, ou restaurez une sauvegarde."
        )
        raise Unusable(advice, code="database.unusable") from error
    finally:
        cursor.close()


def _folded(text: str | None) -> str:
    return folded(text or "")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _without_values(context: ExceptionContext) -> None:
    """Keeps what was refused, not the row: PostgreSQL quotes it in the detail of its errors, with people's names."""
    diagnosis = getattr(context.original_exception, "diag", None)
    if diagnosis is None or diagnosis.message_primary is None or context.sqlalchemy_exception is None:
        return
    kind = type(context.original_exception)
    context.original_exception.args = (diagnosis.message_primary,)
    context.sqlalchemy_exception.args = (f"({kind.__module__}.{kind.__name__}) {diagnosis.message_primary}",)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one moment of the data and stores nothing."""
    isolation = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with Session(engine.execution_options(**isolation), autoflush=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction: committed when the block ends, undone whole when it raises."""
    with Session(engine.execution_options(writes=True)) as session:
        session.connection()
        yield session
        session.commit()


def upsert(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], key: tuple[str, ...]) -> None:
    """Adds rows, or writes their values over the row that has the same ``key`` (a unique index of the table)."""
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed), list(rows))


def one_at_a_time(session: Session) -> None:
    """Waits for its turn among imports and decisions, until the end of the transaction.

    Two deposits at once must see each other's lines; SQLite has a single writer, PostgreSQL needs to be asked.
    What the session had read before it waited must be read again (``populate_existing``).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": IMPORT_LOCK})
