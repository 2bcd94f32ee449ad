"""How long a work takes, by the clock and in processor: that of this process, its children, and the database server.

The clock of a machine that does other work says little; processor time says more, though it misses what runs at once.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

_REAPING = 0.5
"""Seconds that a server may need to notice that a connection has closed."""


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and of processor."""

    clock: float
    processor: float


def taken(work: Callable[[], object], engine: Engine | None = None) -> Taken:
    """What ``work`` takes; with ``engine``, the processor of its server is counted too."""
    gc.collect()
    server = _closed(engine)
    began, used = time.perf_counter(), _processor()
    work()
    clock, here = time.perf_counter() - began, _processor() - used
    return Taken(clock, here + _closed(engine) - server)


def _processor() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _closed(engine: Engine | None) -> float:
    """The processor that the connections of a PostgreSQL server have used, once ours are closed; 0 where untold."""
    if engine is None or engine.dialect.name != "postgresql":
        return 0.0
    with engine.connect() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        parent = _stat(int(backend), 3)
    engine.dispose()
    time.sleep(_REAPING)
    if parent is None:
        return 0.0
    reaped = [_stat(parent, place) or 0 for place in (15, 16)]
    return sum(reaped) / os.sysconf("SC_CLK_TCK")


def _stat(process: int, place: int) -> int | None:
    """A field of what Linux says of a process; None where it says nothing (another machine, another system)."""
    said = Path(f"/proc/{process}/stat")
    if not said.is_file():
        return None
    # The name of the program may hold spaces: fields are counted after it.
    return int(said.read_text().rpartition(")")[2].split()[place - 2])
