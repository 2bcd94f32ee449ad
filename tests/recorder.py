"""What a piece of code asks the database: to show that it does not grow with the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """The statements sent through ``engine`` inside the block, but for the opening of transactions."""
    statements: list[str] = []

    def hear(*call: Any) -> None:
        if not call[2].startswith("BEGIN"):
            statements.append(call[2])

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", hear)


@contextmanager
def read_as_objects(session: Session) -> Iterator[list[object]]:
    """The rows that come from the database as objects inside the block: to show that those of others are not read.

    What the session held before is forgotten first: it would not be read again.
    """
    session.flush()
    session.expunge_all()
    rows: list[object] = []

    def hear(_session: object, row: object) -> None:
        rows.append(row)

    event.listen(session, "loaded_as_persistent", hear)
    try:
        yield rows
    finally:
        event.remove(session, "loaded_as_persistent", hear)
