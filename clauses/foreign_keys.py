"""What columns refer to, whether each does alone or several together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table


def referred(column: Column[Any]) -> Iterator[Column[Any]]:
    """The columns that a column refers to: behind a table that only holds keys, those that its keys refer to."""
    for key in column.foreign_keys:
        if only_keys(key.column.table):
            yield from referred(key.column)
        else:
            yield key.column


def only_keys(table: Table) -> bool:
    """Whether each column of a table is a part of its key, and refers to another table: others name them together."""
    return len(table.primary_key) > 1 and all(column.primary_key and column.foreign_keys for column in table.columns)
