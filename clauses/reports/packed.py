"""Many rows out of the database at once: as text that the database writes and polars reads, without a Python row.

A year of a national base is a million lines. Rows as tuples cost more than finding them: of 2.0 s of processor on
SQLite, 1.7 are spent making tuples, then columns of them; one text a column takes 0.3 s more than the search alone.
PostgreSQL has COPY for this; on SQLite ``group_concat`` joins the values of each column, in the order of one scan.
Both run on the session's own connection, so they see its transaction, and no second library ever opens the SQLite file
(that would drop its locks and lose a committed transaction).

Text is quoted as CSV asks; a truth is selected as an integer (``cast(column, Integer)``) and comes back a boolean.
"""

from __future__ import annotations

import io
from typing import Any

import polars as pl
import sqlalchemy
from sqlalchemy import Select, String, func, literal, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

_NULL = "\x1a"  # a control character: no text holds it

Schema = dict[str, pl.DataType | type[pl.DataType]]


def packed(session: Session, statement: Select[Any], schema: Schema, *, chunk: Any = None) -> pl.DataFrame:
    """The rows of ``statement`` as a frame of ``schema``, columns in the same order. NULL is null.

    ``chunk``: on SQLite, the rows of one value of it make one text a column; it should be what an index is walked by.
    """
    written = {name: pl.Int8() if dtype == pl.Boolean else dtype for name, dtype in schema.items()}
    postgresql = session.get_bind().dialect.name == "postgresql"
    read = _copied(session, statement, written) if postgresql else _joined(session, statement, written, chunk)
    return read.cast(pl.Schema(schema))


def select(*columns: Any) -> Select[Any]:
    """``sqlalchemy.select`` of columns of any type: SQLModel declares them as the values of their rows."""
    return sqlalchemy.select(*columns)


def code(column: Any) -> ColumnElement[str]:
    """A column of codes as its text: no enum member is made for each row."""
    return type_coerce(column, String)


def _joined(session: Session, statement: Select[Any], schema: Schema, chunk: Any) -> pl.DataFrame:
    texts = [
        func.group_concat(func.ifnull(_quoted(column) if dtype == pl.String else column, _NULL))
        for column, dtype in zip(statement.selected_columns, schema.values(), strict=True)
    ]
    joined = statement.with_only_columns(*texts, maintain_column_froms=True)
    if chunk is not None:
        joined = joined.group_by(chunk)
    pieces = [row for row in session.connection().execute(joined) if row[0] is not None]
    columns = [",".join(piece[place] for piece in pieces).encode() for place in range(len(schema))]
    return pl.DataFrame(
        [_column(text, name, dtype) for text, (name, dtype) in zip(columns, schema.items(), strict=True)]
    )


def _column(text: bytes, name: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    """Values between commas as a column: to polars, a CSV of one column where a comma ends the row."""
    if not text:
        return pl.Series(name, [], dtype=dtype)
    return pl.read_csv(
        text, has_header=False, schema={name: dtype}, separator="\t", eol_char=",", null_values=_NULL
    ).to_series()


def _quoted(column: ColumnElement[Any]) -> ColumnElement[str]:
    return literal('"') + func.replace(column, '"', '""') + literal('"')


def _copied(session: Session, statement: Select[Any], schema: Schema) -> pl.DataFrame:
    connection = session.connection()
    query = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    driver: Any = connection.connection.driver_connection
    text = io.BytesIO()
    with driver.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
        text.writelines(copy)
    if not text.tell():
        return pl.DataFrame(schema=schema)
    text.seek(0)
    return pl.read_csv(text, has_header=False, schema=schema)
