"""The copy of locked months: the bilan of one year among ten, from the copy and from the database, both whole.

The floor here is the route of the database, as the promise is stated: of 30 000 000 lines, the copy takes a fifth of
it at most. Both give the same figures, to the hundredth, in each perimeter. How long the copy takes to be made, then
to be made again when nothing changed, and its size, are told on the way.

``CLAUSES_BENCH_LINES`` sets the number of lines (1 000 000 by default), and
``CLAUSES_BENCH_ENGINES`` the engines, all of them by default.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import Engine

from bench.bilan import LINES
from bench.databases import ENGINES, fresh
from bench.measures import RUNS, Measure, medians
from bench.national import YEARS, national
from clauses.dates import Period
from clauses.db import reading, writing
from clauses.hours.actions import lock_month
from clauses.reports import copy_reading
from clauses.reports.bilan import compute
from clauses.reports.copy_building import build
from clauses.reports.figures import Bilan, Perimeter, Selection

STATED = 30_000_000
LIMIT = 0.2 if LINES >= STATED else 1.0
"""The promise, at the size where it is stated; below it, fixed costs weigh more: the copy must not be the slower."""

_ASKED = os.environ.get("CLAUSES_BENCH_ENGINES", " ".join(ENGINES)).split()


def measure() -> Iterator[Measure]:
    """A year of everybody, then of those accompanied by the PLIE, on each engine."""
    for name in _ASKED:
        with fresh(name) as engine, tempfile.TemporaryDirectory(prefix="clauses-bench-copy-") as folder:
            national(engine, LINES)
            yield from measured(engine, Path(folder) / "copie")


def measured(engine: Engine, folder: Path) -> Iterator[Measure]:
    """The same on a national base already filled, whose months are open."""
    with writing(engine) as session:
        for year in YEARS:
            for month in range(1, 13):
                lock_month(session, month=date(year, month, 1), by="Banc")
    for said in ("faite", "refaite"):
        began = perf_counter()
        made = build(engine, folder)
        taken = f"{perf_counter() - began:.0f} s, {made.size / 1e6:.0f} Mo"
        print(f"  copie {said} ({engine.dialect.name}) : {taken}", file=sys.stderr, flush=True)
    for perimeter in Perimeter:
        yield _compared(engine, folder, Selection(Period(date(YEARS[-1], 1, 1), date(YEARS[-1], 12, 31)), perimeter))


def _compared(engine: Engine, folder: Path, selection: Selection) -> Measure:
    def database() -> Bilan:
        return _bilan(engine, selection, None)

    def copied() -> Bilan:
        return _bilan(engine, selection, folder)

    if database() != copied():
        raise AssertionError("the copy and the database do not agree")
    mine, whole = medians(copied, database)
    work = f"{LINES // len(YEARS):,} lignes parmi {LINES:,}".replace(",", " ")
    what = f"{work}, {selection.perimeter.value}, {engine.dialect.name} ; plancher : la base"
    return Measure("Bilan de 1 an par la copie", what, mine, whole, LIMIT, processor=_processor(copied, database))


def _bilan(engine: Engine, selection: Selection, folder: Path | None) -> Bilan:
    with reading(engine) as session:
        return compute(copy_reading.read(session, selection, None, folder), selection)


def _processor(one: Callable[[], object], other: Callable[[], object]) -> float:
    """The ratio of processor times of this process; of a database elsewhere, its own work is not counted."""
    spent = [0.0, 0.0]
    for _ in range(RUNS):
        for place, work in enumerate((one, other)):
            began = process_time()
            work()
            spent[place] += process_time() - began
    return spent[0] / spent[1]
