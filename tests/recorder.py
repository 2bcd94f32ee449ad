"""What a piece of code asks the database: to show that it does not grow with the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


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
