"""Which columns point to a record, and how rows are made to point to another.

Works from the foreign keys of the tables, so that a feature added later is not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Table, delete, exists, insert, select, tuple_, update
from sqlmodel import Session, SQLModel

from clauses.foreign_keys import only_keys, referred


def pointing(table: Table) -> Iterator[tuple[Table, str]]:
    """Columns that point to a table, in the order of the tables; what several of them name together follows them."""
    for child in SQLModel.metadata.sorted_tables:
        for column in child.columns:
            if not only_keys(child) and any(target.table is table for target in referred(column)):
                yield child, column.name


def point(session: Session, child: Table, here: ColumnElement[bool], column: str, record_id: int) -> int:
    """Points rows of a table to a record; how many they are.

    What they name with other columns is added before, where it lacks, and removed once no row names it.
    """
    named = [(key, _named(session, key, here)) for key in _together(child, column)]
    for key, before in named:
        _add(session, key, [{**one, column: record_id} for one in before])
    moved = session.execute(update(child).where(here).values({column: record_id}))
    for key, before in named:
        _remove(session, key, before)
    return int(moved.rowcount)  # type: ignore[attr-defined]  # an update has one


def _together(child: Table, column: str) -> list[ForeignKeyConstraint]:
    """The foreign keys by which a column names, with others, a row that holds nothing else."""
    return [key for key in child.foreign_key_constraints if only_keys(key.referred_table) and column in key.column_keys]


def _named(session: Session, key: ForeignKeyConstraint, here: ColumnElement[bool]) -> list[dict[str, Any]]:
    """What rows name, by the names of their own columns, each once."""
    found = session.execute(select(*key.columns).where(here).distinct()).mappings()
    return [{str(name): value for name, value in row.items()} for row in found]


def _add(session: Session, key: ForeignKeyConstraint, wanted: list[dict[str, Any]]) -> None:
    parent = key.referred_table
    for one in wanted:
        row = {element.column.name: one[element.parent.name] for element in key.elements}
        same = [parent.c[name] == value for name, value in row.items()]
        if session.execute(select(exists().where(*same))).scalar_one() is False:
            session.execute(insert(parent).values(row))


def _remove(session: Session, key: ForeignKeyConstraint, left: list[dict[str, Any]]) -> None:
    parent = key.referred_table
    columns = [element.column for element in key.elements]
    values = [tuple(one[element.parent.name] for element in key.elements) for one in left]
    still = exists().where(*(element.parent == element.column for element in key.elements))
    if values:
        session.execute(delete(parent).where(tuple_(*columns).in_(values), ~still))
