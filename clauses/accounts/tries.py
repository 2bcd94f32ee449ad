"""Doors tried, counted by the database in one statement: ten tries in five minutes, by account and by address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, case, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from clauses.accounts.keys import Tries
from clauses.accounts.rules import TRIES, TRIES_WINDOW


def allowed(engine: Engine, doors: Sequence[str], *, now: datetime) -> bool:
    """Counts one try on each door, then says whether all of them may still be tried.

    Counted and committed before anything is evaluated: of twenty tries at once, ten are. Doors in order, so that two
    tries never wait for each other.
    """
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[engine.dialect.name]
    statement = dialect.insert(Tries).values([{"door": door, "since": now, "count": 1} for door in sorted(set(doors))])
    over = col(Tries.since) <= now - TRIES_WINDOW
    statement = statement.on_conflict_do_update(
        index_elements=["door"],
        set_={
            "count": case((over, 1), else_=col(Tries.count) + 1),
            "since": case((over, now), else_=col(Tries.since)),
        },
    ).returning(col(Tries.count))
    with engine.execution_options(writes=True).begin() as connection:
        counts = [int(count) for count in connection.execute(statement).scalars()]
    return max(counts) <= TRIES


def forgive(engine: Engine, doors: Sequence[str]) -> None:
    """Gives back the try of somebody who was let in: an office behind one address signs in all morning."""
    statement = update(Tries).where(col(Tries.door).in_(sorted(set(doors))), col(Tries.count) > 0)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(statement.values(count=col(Tries.count) - 1))
