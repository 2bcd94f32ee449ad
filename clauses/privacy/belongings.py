"""Everything that the database holds on one person, found by the foreign keys themselves.

A table added tomorrow that refers to a person, or to something of theirs, is found without a line here: nothing can be
forgotten. Rows that only name a person's rows from above (a market, a company) are not theirs; they are told by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, MetaData, Table, or_, select
from sqlmodel import Session

Row = Mapping[str, Any]
PERSON = "person"
_AT_ONCE = 500
"""Keys asked together: an engine takes a limited number of them in one statement."""


@dataclass(frozen=True)
class Belonging:
    """The rows of one table that are a person's, in the order of their keys."""

    table: str
    rows: tuple[Row, ...]


def belongings(session: Session, metadata: MetaData, person_id: int) -> tuple[Belonging, ...]:
    """The person's own row, then each table that holds something of theirs, those referred to before those that refer.

    Empty when nobody has this number.
    """
    rows: dict[str, dict[Any, Row]] = {}
    for table in metadata.sorted_tables:
        if table.name == PERSON:
            found = _rows(session, table, [(table.c.id, [person_id])])
        else:
            found = _rows(session, table, [(column, [*rows[parent]]) for column, parent in _links(table, rows)])
        if found:
            rows[table.name] = found
    return tuple(Belonging(name, tuple(found.values())) for name, found in rows.items())


def _links(table: Table, held: Mapping[str, object]) -> Iterator[tuple[Column[Any], str]]:
    """The columns that refer to the key of a table in which something was found."""
    for column in table.columns:
        for key in column.foreign_keys:
            target = key.column
            if target.table.name in held and target.primary_key and target.table.name != table.name:
                yield column, target.table.name


def _rows(session: Session, table: Table, links: Sequence[tuple[Column[Any], Sequence[Any]]]) -> dict[Any, Row]:
    """The rows of ``table`` in which one of the columns holds one of its values, by key."""
    found: dict[Any, Row] = {}
    keys = list(table.primary_key.columns)
    for start in range(0, max((len(values) for _, values in links), default=0), _AT_ONCE):
        parts = [column.in_(values[start : start + _AT_ONCE]) for column, values in links if values[start:]]
        for row in session.connection().execute(select(table).where(or_(*parts)).order_by(*keys)).mappings():
            found[tuple(row[key.name] for key in keys) if len(keys) > 1 else row[keys[0].name]] = dict(row)
    return found
