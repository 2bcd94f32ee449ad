"""Many rows at once, by the fastest means of each engine, in the session's own transaction: COPY, or one executemany.

Objects and compiled parameters cost ten times what the rows do: a national file has a million of them. Constraints,
triggers and types of columns are those of any other insertion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Enum, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

_AT_ONCE = 50_000


def insert_rows(session: Session, model: type[SQLModel], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Adds rows given as values in the order of ``columns``; a column that is left out has its default in the base."""
    session.flush()
    connection = session.connection()
    table: Table = model.__table__  # type: ignore[attr-defined]  # every table class has one
    written = _written(connection, table, columns, rows)
    quoted = connection.dialect.identifier_preparer
    names = ", ".join(quoted.quote(name) for name in columns)
    if connection.dialect.name == "postgresql":
        _copied(connection, f"COPY {quoted.format_table(table)} ({names}) FROM STDIN", written)
        return
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quoted.format_table(table)} ({names}) VALUES ({marks})"  # noqa: S608  (names of ours)
    for some in _some(written):
        connection.exec_driver_sql(statement, some)


def _copied(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """COPY, which SQLAlchemy does not know: its errors are made those of any statement, without the row they quote."""
    driver: Any = connection.connection.driver_connection
    failure = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except failure as error:
        said = getattr(getattr(error, "diag", None), "message_primary", None)
        if said is not None:
            error.args = (said,)
        raise DBAPIError.instance(
            statement, None, error, failure, hide_parameters=True, dialect=connection.dialect
        ) from None


def reserve_ids(session: Session, model: type[SQLModel], count: int) -> list[int]:
    """As many numbers that no row has, in order. On SQLite the transaction must be one that writes: it is alone."""
    if count == 0:
        return []
    session.flush()
    table: Table = model.__table__  # type: ignore[attr-defined]
    if session.get_bind().dialect.name == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return [int(number) for number in session.execute(drawn, {"name": table.name, "count": count}).scalars()]
    last = session.execute(text(f"SELECT coalesce(max(id), 0) FROM {table.name}")).scalar_one()  # noqa: S608
    return list(range(int(last) + 1, int(last) + 1 + count))


def _written(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    """Values as the driver takes them: codes, days and moments go through their column's type."""
    dialect = connection.dialect
    found = [(place, _through(table.c[name].type, dialect)) for place, name in enumerate(columns)]
    processors = [(place, processor) for place, processor in found if processor is not None]
    if not processors:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for place, processor in processors:
            if values[place] is not None:
                values[place] = processor(values[place])
        yield values


def _through(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What a value of this type goes through; a code is kept as its value, whether it comes as a member or so."""
    return _value if isinstance(kind, Enum) else kind.dialect_impl(dialect).bind_processor(dialect)


def _value(code: Any) -> Any:
    return getattr(code, "value", code)


def _some(rows: Iterable[Sequence[Any]]) -> Iterable[list[tuple[Any, ...]]]:
    kept: list[tuple[Any, ...]] = []
    for row in rows:
        kept.append(tuple(row))
        if len(kept) == _AT_ONCE:
            yield kept
            kept = []
    if kept:
        yield kept
