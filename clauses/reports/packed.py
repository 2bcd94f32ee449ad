"""Many rows out of the database at once: as CSV text that the database writes and polars reads, without a Python row.

A year of a national base is a million lines. Rows as tuples cost more than finding them: 1.7 s and a hundred bytes a
value on SQLite, where one text a month takes 0.8 s. PostgreSQL has COPY for this; SQLite joins the texts of a group.
Both run on the session's own connection, so they see its transaction, and no second library ever opens the SQLite file
(that would drop its locks and lose a committed transaction).

Text is quoted as CSV asks; a truth is selected as an integer (``cast(column, Integer)``) and comes back a boolean.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import polars as pl
import sqlalchemy
from sqlalchemy import Select, String, func, literal, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

Schema = dict[str, pl.DataType | type[pl.DataType]]


def packed(session: Session, statement: Select[Any], schema: Schema, *, chunk: Any = None) -> pl.DataFrame:
    """The rows of ``statement`` as a frame of ``schema``, columns in the same order. NULL is null.

    ``chunk``: on SQLite, the rows of one value of it make one text; it should be what an index is walked by.
    """
    postgresql = session.get_bind().dialect.name == "postgresql"
    texts = _copied(session, statement) if postgresql else _joined(session, statement, schema, chunk)
    written = {name: pl.Int8() if dtype == pl.Boolean else dtype for name, dtype in schema.items()}
    frames = [pl.read_csv(text, has_header=False, schema=written) for text in texts if text]
    return pl.concat(frames).cast(pl.Schema(schema)) if frames else pl.DataFrame(schema=schema)


def select(*columns: Any) -> Select[Any]:
    """``sqlalchemy.select`` of columns of any type: SQLModel declares them as the values of their rows."""
    return sqlalchemy.select(*columns)


def code(column: Any) -> ColumnElement[str]:
    """A column of codes as its text: no enum member is made for each row."""
    return type_coerce(column, String)


def _joined(session: Session, statement: Select[Any], schema: Schema, chunk: Any) -> Iterator[bytes]:
    columns = [
        _quoted(column) if dtype == pl.String else column
        for column, dtype in zip(statement.selected_columns, schema.values(), strict=True)
    ]
    row = func.printf(literal(",".join(["%s"] * len(columns))), *columns)
    texts = statement.with_only_columns(func.group_concat(row, "\n"), maintain_column_froms=True)
    if chunk is not None:
        texts = texts.group_by(chunk)
    for (text,) in session.connection().execute(texts):
        yield (text or "").encode()


def _quoted(column: ColumnElement[Any]) -> ColumnElement[str]:
    return literal('"') + func.replace(column, '"', '""') + literal('"')


def _copied(session: Session, statement: Select[Any]) -> Iterator[bytes]:
    connection = session.connection()
    query = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    driver: Any = connection.connection.driver_connection
    text = io.BytesIO()
    with driver.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
        for block in copy:
            text.write(block)
    yield text.getvalue()
