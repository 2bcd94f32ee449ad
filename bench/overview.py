"""The overview: every open lot of a national year, with what is due, done, projected and at risk.

The floor reads the columns needed into polars by the fastest means at hand and adds them up by company: no projection,
no status, no penalty, no sentence. The naive choice is one SQL sum by lot. All must agree to the hundredth.

``CLAUSES_BENCH_LOTS`` sets the number of lots (20 000 by default, a national year), with three lines a month.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Engine, text

from bench.bilan import adbc, columns
from bench.databases import ENGINES, fresh
from bench.measures import Measure, medians
from bench.national import fill, import_run
from clauses.db import reading
from clauses.reports.compliance_query import overview_at

LOTS = int(os.environ.get("CLAUSES_BENCH_LOTS", "20000"))
LIMIT = 5.0
"""Times the floor: ours, no published promise sets it. The floor judges nothing."""
MONTHS = 12
LINES_PER_DECLARATION = 3
ON = date(2023, 12, 31)
THEN = "2024-01-10 09:30:00.000000"

Figures = tuple[int, int]
"""Hundredths of an hour due and done: what every route must agree on."""

_DUE = "SELECT contractor_id, due FROM obligation"
_DONE = """
    SELECT d.contractor_id, d.month, l.hours
    FROM declaration d JOIN line l ON l.declaration_id = d.id
    WHERE d.month <= '2023-12-31' AND d.state = 'current' AND l.state = 'validated'
"""
_NAIVE = """
    SELECT o.due, (
        SELECT sum(l.hours) FROM declaration d JOIN line l ON l.declaration_id = d.id
        WHERE d.contractor_id = o.contractor_id AND d.month <= '2023-12-31' AND d.state = 'current'
        AND l.state = 'validated'
    ) FROM obligation o
"""


def measure() -> Iterator[Measure]:
    """The open lots of a year, on both engines."""
    for name in ENGINES:
        with fresh(name) as engine:
            yearly(engine, LOTS)
            yield _measured(engine)


def _measured(engine: Engine) -> Measure:
    routes: list[Callable[[], Figures]] = [lambda: ours(engine), lambda: floor(engine), lambda: naive(engine)]
    found = {route() for route in routes}
    if len(found) != 1:
        raise AssertionError(f"the routes do not agree: {sorted(found)}")
    mine, least, sql = medians(*routes)
    lots, lines = (f"{each:,}".replace(",", " ") for each in (LOTS, LOTS * MONTHS * LINES_PER_DECLARATION))
    work = f"{lots} lots, {lines} lignes, {engine.dialect.name} ({'ADBC' if adbc(engine) else 'pilote'})"
    return Measure("Lots en cours", work, mine, least, LIMIT, sql)


def ours(engine: Engine) -> Figures:
    """The whole overview, from the tables to its order."""
    with reading(engine) as session:
        found = overview_at(session, on=ON)
    return found.due, found.done


def floor(engine: Engine) -> Figures:
    """The columns needed into polars, sums by company and by month."""
    done = columns(engine, _DONE).group_by("contractor_id", "month").agg(pl.col("hours").sum())
    known = columns(engine, _DUE).join(done.group_by("contractor_id").agg(pl.col("hours").sum()), on="contractor_id")
    return int(known["due"].sum()), int(known["hours"].sum())


def naive(engine: Engine) -> Figures:
    """The same sums asked of the database, lot by lot."""
    with engine.connect() as connection:
        rows = connection.execute(text(_NAIVE)).fetchall()
    return sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)


def yearly(engine: Engine, lots: int) -> None:
    """``lots`` lots that run all year in a migrated database, each with its company, hours due and declarations."""
    fill(engine, _tables(lots))


def _tables(lots: int) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    numbers = range(1, lots + 1)
    yield "stored_file", [{"id": 1, "sha256": "a" * 64, "size": 1, "stored_at": THEN}]
    yield "import_run", [import_run()]
    yield "organisation", ({"id": n, "name": f"O{n}", "name_key": f"o{n}"} for n in range(1, 2001))
    yield "person", (_person(n) for n in numbers)
    yield "market", (_market(n) for n in range(1, (lots + 1) // 2 + 1))
    yield "lot", ({"id": n, "market_id": (n + 1) // 2, "number": str(n % 2)} for n in numbers)
    yield "contractor", (_contractor(n) for n in numbers)
    yield "obligation", (_obligation(n) for n in numbers)
    yield "penalty_rule", (_penalty(n) for n in numbers)
    yield "contract", (_contract(n) for n in numbers)
    yield "declaration", (_declaration(n, lots) for n in range(lots * MONTHS))
    yield "line", (_line(n, lots) for n in range(lots * MONTHS * LINES_PER_DECLARATION))


def _person(number: int) -> dict[str, Any]:
    names = {"last_name": "N", "first_name": "P", "last_key": "n", "first_key": "p"}
    return {"id": number, "identifier": f"P{number}", **names, "birth_date": "1980-01-01"}


def _market(number: int) -> dict[str, Any]:
    dates = {"notified_on": "2023-01-02", "ends_on": f"202{4 + number % 3}-06-30"}
    named = {"reference": f"R{number}", "reference_key": f"r{number}", "title": "x", "nature": "BTP"}
    return {"id": number, "buyer_id": number % 100 + 1, **named, **dates}


def _contractor(number: int) -> dict[str, Any]:
    return {"id": number, "lot_id": number, "organisation_id": number % 2000 + 1, "role": "titulaire"}


def _obligation(number: int) -> dict[str, Any]:
    owed = {"kind": "fixed", "due": number % 50 * 10_000, "threshold_cents": 0, "effect": "sets", "source": "CCAP"}
    return {"id": number, "lot_id": number, "contractor_id": number, "version": 1, **owed}


def _penalty(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "contractor_id": number,
        "version": 1,
        "kind": "per_hour",
        "cents_per_hour": 6_000,
        "source": "",
    }


def _contract(number: int) -> dict[str, Any]:
    start = f"2023-01-{number % 28 + 1:02d}"
    return {"id": number, "person_id": number, "employer_id": number % 2000 + 1, "kind": "CDDI", "starts_on": start}


def _declaration(number: int, lots: int) -> dict[str, Any]:
    month, lot = divmod(number, lots)
    unit = {"contractor_id": lot + 1, "employer_id": (lot + 1) % 2000 + 1, "month": f"2023-{month + 1:02d}-01"}
    return {"id": number + 1, **unit, "version": 1, "state": "current", "run_id": 1, "author": "x", "at": THEN}


def _line(number: int, lots: int) -> dict[str, Any]:
    declaration = number // LINES_PER_DECLARATION
    state = {"state": "validated", "blocking": 0, "version": 1, "validated_by": "Camille", "validated_at": THEN}
    told = {"hours": number * 31 % 15_900 + 100, "training": 0, "sent": "151,67", "sheet": "Feuil1", "column": "H"}
    ids = {"id": number + 1, "declaration_id": declaration + 1, "contract_id": declaration % lots + 1}
    return {**ids, **told, **state, "row": number % LINES_PER_DECLARATION + 2}
