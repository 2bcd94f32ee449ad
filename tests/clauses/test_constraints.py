"""The database holds the invariants: each one is broken by name, on both engines."""

import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Engine,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    insert,
    inspect,
    make_url,
    text,
    type_coerce,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool
from sqlmodel import Session, SQLModel

from clauses.db import engine_for
from clauses.tables import metadata
from tests.clauses.constraint_cases import UNKNOWN, Case
from tests.clauses.constraints import ALSO, CASES
from tests.clauses.journals import DROPPED, as_attacker
from tests.factories import id_of


def _named(table: Table) -> Iterable[tuple[str, str]]:
    """(kind, name) of what must be broken in a test; primary keys are made by the engine itself."""
    for constraint in table.constraints:
        if not isinstance(constraint, PrimaryKeyConstraint):
            yield type(constraint).__name__, str(constraint.name)
    for index in table.indexes:
        if index.unique:
            yield "Unique index", str(index.name)


DECLARED = {name: (kind, table) for table in metadata.sorted_tables for kind, name in _named(table)}

NAMED_BY_KEYS = {
    str(constraint.name)
    for table in metadata.sorted_tables
    for constraint in table.constraints
    if isinstance(constraint, UniqueConstraint) and set(table.primary_key.columns) <= set(constraint.columns)
}
"""What a foreign key of several columns must have to name: it holds the primary key, which refuses before it."""


def test_every_constraint_of_the_tables_is_broken_in_a_test() -> None:
    assert sorted(CASES) == sorted(set(DECLARED) - NAMED_BY_KEYS)


def test_every_constraint_has_a_name_of_its_own() -> None:
    names = [name for table in metadata.sorted_tables for _, name in set(_named(table))]
    assert len(names) == len(set(names))
    assert not [name for name in names if name == "None"]


def test_the_database_holds_the_constraints_of_the_code_and_no_other(engine: Engine) -> None:
    """Alembic does not compare CHECK constraints: a migration that forgets one would pass unseen."""
    found = inspect(engine)
    held = set()
    for table in metadata.sorted_tables:
        held |= {str(check["name"]) for check in found.get_check_constraints(table.name)}
        held |= {str(key["name"]) for key in found.get_foreign_keys(table.name)}
        held |= {str(unique["name"]) for unique in found.get_unique_constraints(table.name)}
        held |= {str(index["name"]) for index in found.get_indexes(table.name) if index["unique"]}
    assert sorted(held) == sorted(DECLARED)


@pytest.fixture(scope="module")
def shared_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Engine]]:
    """One database an engine, made when first asked for: cases come in any order, engines mixed."""
    with ExitStack() as made:

        @cache
        def of(engine: str) -> Engine:
            return made.enter_context(_shared(engine, request, tmp_path_factory.mktemp("constraints")))

        yield of


@contextmanager
def _shared(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    path = folder / "clauses.db"
    url, administrator, name = make_url(f"sqlite:///{path}"), None, f"constraints_{uuid.uuid4().hex}"
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
    else:
        server = make_url(request.getfixturevalue("postgres_server")).set(drivername="postgresql+psycopg")
        administrator = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with administrator.connect() as connection:
            template = request.getfixturevalue("postgres_template")
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        url = server.set(database=name)
    made = engine_for(url.render_as_string(hide_password=False))
    as_attacker(made, *DROPPED[made.dialect.name])
    yield made
    made.dispose()
    if administrator is not None:
        with administrator.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, shared_of: Callable[[str], Engine]) -> Engine:
    """One database for all the cases, each undone; without the triggers that refuse before constraints do."""
    return shared_of(request.param)


@pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(name, case, id=f"{name}-{number}")
        for number, (name, case) in enumerate([*CASES.items(), *ALSO])
        if case.aside is None
    ],
)
def test_the_database_refuses_by_name(shared: Engine, name: str, case: Case) -> None:
    assert _refused(shared, name, case) == _expected(name, shared)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.aside is not None])
def test_a_constraint_behind_another_one_refuses_by_name_too(engine: Engine, name: str) -> None:
    case = CASES[name]
    # Either may speak first: SQLite does not keep the order of constraints in a table that a migration made again.
    assert _refused(engine, name, case) in (_expected(str(case.aside), engine), _expected(name, engine))
    _set_aside(engine, str(case.aside), DECLARED[name][1])
    assert _refused(engine, name, case) == _expected(name, engine)


def _refused(engine: Engine, name: str, case: Case) -> str:
    """What the database says of a broken row; everything is undone."""
    table = DECLARED[name][1]
    unlisted = {column: type_coerce(code, String) for column, code in case.broken.items() if code == UNKNOWN}
    with engine.execution_options(writes=True).connect() as connection, Session(connection) as session:
        values = _twin(session, case, name, table) if case.twin else _valid(session, case)
        with pytest.raises(IntegrityError) as refused:
            connection.execute(insert(table).values({**values, **case.broken, **unlisted}))
        if engine.dialect.name == "postgresql":
            return str(getattr(refused.value.orig, "diag").constraint_name)  # noqa: B009  # psycopg's own
        return str(refused.value.orig)


def _valid(session: Session, case: Case) -> dict[str, Any]:
    """The columns of a row that the database accepts: it was stored, then taken away."""
    return _taken_away(session, case.make(session, **_given(session, case)))


def _given(session: Session, case: Case) -> dict[str, Any]:
    """``given`` may name a factory for the id of a row above."""
    return {column: id_of(value(session)) if callable(value) else value for column, value in case.given.items()}


def _taken_away(session: Session, row: SQLModel) -> dict[str, Any]:
    values = row.model_dump()
    session.delete(row)
    session.flush()
    return values


def _twin(session: Session, case: Case, name: str, table: Table) -> dict[str, Any]:
    """A second valid row, made to say the same as a first one in the columns of the unique index only."""
    shared = _columns(table, name)
    first = case.make(session, **_given(session, case)).model_dump()
    apart = {column: OTHER_MONTH for column in ("month",) if table.name == "locked_month"}
    given = {column: value for column, value in _given(session, case).items() if column not in shared}
    return {
        **_taken_away(session, case.make(session, **given, **apart)),
        **{column: first[column] for column in shared},
    }


OTHER_MONTH = date(2023, 5, 1)


def _columns(table: Table, name: str) -> list[str]:
    held = {str(index.name): index.columns for index in table.indexes}
    held |= {str(unique.name): unique.columns for unique in table.constraints if isinstance(unique, UniqueConstraint)}
    return [column.name for column in held[name]]


def _set_aside(engine: Engine, name: str, table: Table) -> None:
    if engine.dialect.name == "postgresql":
        as_attacker(engine, f"ALTER TABLE {table.name} DROP CONSTRAINT {name}")
        return
    as_attacker(
        engine,
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{name} CHECK (', '{name} CHECK (1 OR ')"
        f" WHERE name = '{table.name}'",
        "PRAGMA writable_schema = RESET",
    )


def _expected(name: str, engine: Engine) -> str:
    """What tells which constraint refused: SQLite names a CHECK, the columns of a unique index, and no foreign key."""
    if engine.dialect.name == "postgresql":
        return name
    kind, table = DECLARED[name]
    if kind == "CheckConstraint":
        return f"CHECK constraint failed: {name}"
    if kind == "ForeignKeyConstraint":
        return "FOREIGN KEY constraint failed"
    return "UNIQUE constraint failed: " + ", ".join(f"{table.name}.{column}" for column in _columns(table, name))


def test_on_sqlite_a_row_of_the_foreign_key_cases_has_no_other_orphan() -> None:
    """SQLite does not say which key failed: each case must break the one it names and no other."""
    for name, case in CASES.items():
        kind, table = DECLARED[name]
        if kind == "ForeignKeyConstraint":
            key = next(key for key in table.foreign_key_constraints if key.name == name)
            assert list(case.broken) == [column.name for column in key.columns], name
