"""Many rows at once, by the fastest means of each engine, in the session's own transaction: COPY, or one executemany.

Objects and compiled parameters cost ten times what the rows do: a national file has a million of them. Constraints,
triggers and types of columns are those of any other insertion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect, Enum, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

if TYPE_CHECKING:  # Polars is slow to load, and whoever adds a row or two needs none of it.
    import polars as pl

_AT_ONCE = 50_000
_TUPLES_AT_ONCE = 5_000
"""Rows of a frame made tuples in one go: nothing else of the process runs meanwhile (a hundredth of a second)."""


def insert_rows(session: Session, model: type[SQLModel], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Adds rows given as values in the order of ``columns``; a column that is left out has its default in the base."""
    session.flush()
    connection, table = session.connection(), _table(model)
    written = _written(connection, table, columns, rows)
    if connection.dialect.name == "postgresql":
        with _copying(connection, f"COPY {_into(connection, table, columns)} FROM STDIN") as copy:
            for row in written:
                copy.write_row(row)
        return
    for some in _some(written):
        _inserted(connection, table, columns, some)


def insert_frame(session: Session, model: type[SQLModel], frame: pl.DataFrame) -> None:
    """Adds the rows of a frame whose columns are named after the table's; codes stand as their text.

    No row is made a Python object on its way to PostgreSQL, and each distinct day or moment is written out once.
    """
    session.flush()
    connection, table = session.connection(), _table(model)
    said = [column for column in frame.get_columns() if not _is_blank(table, column)]
    frame = frame.select(said) if said else frame
    written = frame.select(_spelt(connection, table, column) for column in frame.get_columns())
    if connection.dialect.name == "postgresql":
        statement = f"COPY {_into(connection, table, frame.columns)} FROM STDIN (FORMAT csv)"
        with _copying(connection, statement) as copy:
            for some in written.iter_slices(_AT_ONCE):
                # Texts are quoted, nulls are not: COPY tells the empty text from nothing by that.
                copy.write(some.write_csv(None, include_header=False, quote_style="non_numeric"))
        return
    for some in written.iter_slices(_TUPLES_AT_ONCE):
        _inserted(connection, table, frame.columns, some.rows())


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # every table class has one
    return table


def _is_blank(table: Table, column: pl.Series) -> bool:
    """A column of nothing, which the base leaves blank by itself."""
    return column.null_count() == len(column) and table.c[column.name].server_default is None


def _spelt(connection: Connection, table: Table, column: pl.Series) -> pl.Series:
    """A column as the driver takes it: each distinct value goes through the type of its column in the table."""
    processor = _through(table.c[column.name].type, connection.dialect)
    if processor is None or processor is _value or column.is_empty():
        return column
    import polars as pl

    distinct = column.drop_nulls().unique()
    spelt = pl.Series([processor(value) for value in distinct])
    return column.replace_strict(distinct, spelt, default=None) if len(distinct) else column


def _into(connection: Connection, table: Table, columns: Sequence[str]) -> str:
    quoted = connection.dialect.identifier_preparer
    return f"{quoted.format_table(table)} ({', '.join(quoted.quote(name) for name in columns)})"


def _inserted(connection: Connection, table: Table, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {_into(connection, table, columns)} VALUES ({marks})"  # noqa: S608  (names of ours)
        connection.exec_driver_sql(statement, rows)


@contextmanager
def _copying(connection: Connection, statement: str) -> Iterator[Any]:
    """COPY, which SQLAlchemy does not know: its errors are made those of any statement, without the row they quote."""
    driver: Any = connection.connection.driver_connection
    failure = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            yield copy
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
    table = _table(model)
    if session.get_bind().dialect.name == "postgresql":
        # The sequence is looked for once, not once a number: it takes twenty times longer than the numbers do.
        drawn = text(
            "WITH one AS MATERIALIZED (SELECT CAST(pg_get_serial_sequence(:name, 'id') AS regclass) AS sequence) "
            "SELECT array_agg(nextval(sequence)) FROM one, generate_series(1, :count)"
        )
        numbers: list[int] = session.execute(drawn, {"name": table.name, "count": count}).scalar_one()
        return numbers
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
