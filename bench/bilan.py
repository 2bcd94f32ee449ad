"""The bilan: a year, then ten, of hours with distinct people, read and computed with all its definitions.

The floor reads the columns needed into polars by the fastest means at hand, adds them up and counts people: no
perimeter, no quartier, no check. The means is ADBC where it is installed (``uv pip install adbc-driver-sqlite``), else
the driver's own cursor; ADBC is safe here because nothing writes meanwhile. The naive choice is SQL. All must agree to
the hundredth.

``CLAUSES_BENCH_LINES`` sets the number of lines (1 000 000 by default; the promise is stated for 10 000 000).
"""

from __future__ import annotations

import importlib.util
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from bench.measures import Measure, medians
from clauses import tables
from clauses.dates import Period
from clauses.db import engine_for, reading
from clauses.migrations.upgrade import upgrade
from clauses.reports import frames
from clauses.reports.bilan import compute
from clauses.reports.figures import Perimeter, Selection

LINES = int(os.environ.get("CLAUSES_BENCH_LINES", "1000000"))
YEARS = range(2014, 2024)
KINDS = ("CDDI", "CTTI", "CDI", "CPRO", "CDD")
LINES_PER_DECLARATION = 10
LINES_PER_CONTRACT = 10
THEN = "2024-01-10 09:30:00.000000"
_BY = {"author": "x", "at": THEN}

Figures = tuple[int, int]
"""Hundredths of an hour and people: what every route must agree on."""

_LINES = """
    SELECT d.month, coalesce(o.nature, m.nature) AS nature, l.contract_id, l.hours
    FROM declaration d JOIN contractor c ON c.id = d.contractor_id JOIN lot o ON o.id = c.lot_id
    JOIN market m ON m.id = o.market_id JOIN line l ON l.declaration_id = d.id
    WHERE d.month BETWEEN '{since}' AND '{until}' AND d.state = 'current' AND l.state = 'validated'
"""
_CONTRACTS = "SELECT id AS contract_id, person_id, kind FROM contract WHERE id BETWEEN {least} AND {most}"
_NAIVE = """
    SELECT sum(l.hours), count(DISTINCT k.person_id)
    FROM declaration d JOIN contractor c ON c.id = d.contractor_id JOIN lot o ON o.id = c.lot_id
    JOIN market m ON m.id = o.market_id JOIN line l ON l.declaration_id = d.id JOIN contract k ON k.id = l.contract_id
    WHERE d.month BETWEEN '{since}' AND '{until}' AND d.state = 'current' AND l.state = 'validated' {more}
    {group}
"""


def measure() -> Iterator[Measure]:
    """A year, then ten, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "national.db"
        national(path, LINES)
        engine = engine_for(f"sqlite:///{path}")
        for since, limit in ((YEARS[-1], 2.0), (YEARS[0], 1.5)):
            period = Period(date(since, 1, 1), date(YEARS[-1], 12, 31))
            yield _measured(engine, path, period, limit)
        engine.dispose()


def _measured(engine: Engine, path: Path, period: Period, limit: float) -> Measure:
    routes: list[Callable[[], Figures]] = [
        lambda: ours(engine, period),
        lambda: floor(path, period),
        lambda: naive(path, period),
    ]
    found = {route() for route in routes}
    if len(found) != 1:
        raise AssertionError(f"the routes do not agree: {sorted(found)}")
    mine, least, sql = medians(*routes)
    years = period.ends_on.year - period.starts_on.year + 1
    read = f"{LINES * years // len(YEARS):,} lignes parmi {LINES:,}".replace(",", " ")
    means = "ADBC" if adbc() else "curseur"
    return Measure(
        f"Bilan de {years} an{'s' if years > 1 else ''}", f"{read}, SQLite ({means})", mine, least, limit, sql
    )


def ours(engine: Engine, period: Period) -> Figures:
    """The whole bilan, from the tables to its checks."""
    selection = Selection(period, Perimeter.ALL)
    with reading(engine) as session:
        bilan = compute(frames.read(session, selection), selection)
    return bilan.hours.total, bilan.employees.total


def floor(path: Path, period: Period) -> Figures:
    """The columns needed into polars, sums by nature and kind, distinct people."""
    read = _by_adbc if adbc() else _by_cursor
    lines = read(path, _LINES.format(since=period.starts_on, until=period.ends_on))
    least, most = lines["contract_id"].min(), lines["contract_id"].max()
    known = lines.join(read(path, _CONTRACTS.format(least=least, most=most)), on="contract_id")
    known.group_by("nature").agg(pl.col("hours").sum(), pl.col("person_id").n_unique())
    known.group_by("kind").agg(pl.col("hours").sum())
    return int(known["hours"].sum()), known["person_id"].n_unique()


def naive(path: Path, period: Period) -> Figures:
    """The same sums asked of the database."""
    between = {"since": period.starts_on, "until": period.ends_on}
    with sqlite3.connect(path) as connection:
        for column in ("m.nature", "k.kind"):
            connection.execute(_NAIVE.format(**between, more="", group=f"GROUP BY {column}")).fetchall()
        hours, people = connection.execute(_NAIVE.format(**between, more="AND l.hours > 0", group="")).fetchone()
    return hours, people


def adbc() -> bool:
    """Whether ADBC is installed here."""
    return importlib.util.find_spec("adbc_driver_sqlite") is not None


def _by_adbc(path: Path, query: str) -> pl.DataFrame:
    manager: Any = importlib.import_module("adbc_driver_manager")
    driver: Any = importlib.import_module("adbc_driver_sqlite")
    with (
        manager.AdbcDatabase(driver=driver._driver_path(), uri=f"file:{path}?mode=ro") as database,
        manager.AdbcConnection(database) as connection,
        manager.AdbcStatement(connection) as statement,
    ):
        statement.set_options(**{"adbc.sqlite.query.batch_rows": "65536"})
        statement.set_sql_query(query)
        return pl.DataFrame(statement.execute_query()[0])


def _by_cursor(path: Path, query: str) -> pl.DataFrame:
    with sqlite3.connect(path) as connection:
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description]
        return pl.DataFrame(cursor.fetchall(), schema=names, orient="row")


# A national base, invented


def national(path: Path, lines: int) -> None:
    """A database of ``lines`` lines over ten years, in the order that imports write them."""
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        people, contracts, lots = lines * 3 // 100, lines // LINES_PER_CONTRACT, max(20, lines // 250)
        _fill(connection, "stored_file", [{"id": 1, "sha256": "a" * 64, "size": 1, "stored_at": THEN}])
        _fill(connection, "import_run", [_run()])
        _fill(connection, "organisation", ({"id": n, "name": f"O{n}", "name_key": f"o{n}"} for n in range(1, 2001)))
        _fill(connection, "person", (_person(n) for n in range(1, people + 1)))
        _fill(connection, "residence", (_residence(n) for n in range(1, people + 1)))
        _fill(connection, "participation", (_participation(n) for n in range(1, people + 1, 2)))
        _fill(connection, "market", (_market(n) for n in range(1, lots // 2 + 1)))
        _fill(
            connection, "lot", ({"id": n, "market_id": (n + 1) // 2, "number": str(n % 2)} for n in range(1, lots + 1))
        )
        _fill(connection, "contractor", (_contractor(n) for n in range(1, lots + 1)))
        _fill(connection, "contract", (_contract(n, people, contracts) for n in range(1, contracts + 1)))
        months = [date(year, month, 1) for year in YEARS for month in range(1, 13)]
        declarations = lines // LINES_PER_DECLARATION // len(months)
        _fill(
            connection, "declaration", (_declaration(n, declarations, lots, months) for n in range(declarations * 120))
        )
        _fill(
            connection,
            "line",
            (_line(n, declarations, contracts) for n in range(declarations * 120 * LINES_PER_DECLARATION)),
        )
        connection.execute("ANALYZE")


def _fill(connection: sqlite3.Connection, table: str, rows: Any) -> None:
    found = iter(rows)
    first = next(found)
    columns = list(first)
    known = {column.name for column in tables.metadata.tables[table].columns}
    if not set(columns) <= known:
        raise AssertionError(f"{table} has no {sorted(set(columns) - known)}")
    names = ", ".join(f'"{column}"' for column in columns)
    insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    connection.execute(insert, list(first.values()))
    connection.executemany(insert, (list(row.values()) for row in found))
    connection.commit()


def _run() -> dict[str, Any]:
    counted = ("read", "accepted", "rejected", "ignored", "warned")
    changed = ("created", "replaced", "unchanged")
    zeros = {f"rows_{name}": 0 for name in counted} | {f"lines_{name}": 0 for name in changed} | {"hours": 0}
    return {"id": 1, "kind": "hours", "stored_file_id": 1, "file_name": "f.xlsx", **_BY, "options": "{}", **zeros}


def _person(number: int) -> dict[str, Any]:
    names = {"last_name": "N", "first_name": "P", "last_key": "n", "first_key": "p"}
    return {"id": number, "identifier": f"P{number}", **names, "birth_date": "1980-01-01", "sex": "FM"[number % 2]}


_ORIGIN = {"run_id": 1, "sheet": "F", "row": 1}


def _residence(number: int) -> dict[str, Any]:
    key = f"QN0210{number % 5 + 1}M" if number % 3 == 0 else None
    name = f"Quartier {number % 5}" if key else None
    return {"person_id": number, "since": "2013-01-01", "qpv_key": key, "qpv_name": name, **_ORIGIN}


def _participation(number: int) -> dict[str, Any]:
    return {"person_id": number, "starts_on": f"{2013 + number % 10}-05-12", "ends_on": None, **_ORIGIN}


def _market(number: int) -> dict[str, Any]:
    named = {"reference": f"R{number}", "reference_key": f"r{number}", "title": "x"}
    return {"id": number, "buyer_id": number % 100 + 1, **named, "nature": ("BTP", "MS", "PI")[number % 3]}


def _contractor(number: int) -> dict[str, Any]:
    return {"id": number, "lot_id": number, "organisation_id": number % 2000 + 1, "role": "titulaire"}


def _contract(number: int, people: int, contracts: int) -> dict[str, Any]:
    year = YEARS[(number - 1) * len(YEARS) // contracts]
    return {
        "id": number,
        "person_id": number * 7919 % people + 1,
        "employer_id": number % 2000 + 1,
        "kind": KINDS[number % 5],
        "starts_on": f"{year}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
    }


def _declaration(number: int, per_month: int, lots: int, months: Sequence[date]) -> dict[str, Any]:
    month, place = divmod(number, per_month)
    return {
        "id": number + 1,
        "contractor_id": place % lots + 1,
        "employer_id": place // lots % 2000 + 1,
        "month": months[month].isoformat(),
        "version": 1,
        "state": "current",
        "run_id": 1,
        **_BY,
    }


def _line(number: int, per_month: int, contracts: int) -> dict[str, Any]:
    declaration = number // LINES_PER_DECLARATION
    year = declaration // (per_month * 12)
    of_year = contracts // len(YEARS)
    state = {"state": "validated", "blocking": 0, "version": 1, "validated_by": "Camille", "validated_at": THEN}
    return {
        "id": number + 1,
        "declaration_id": declaration + 1,
        "contract_id": year * of_year + number * 104_729 % of_year + 1,
        "hours": number * 31 % 15_900 + 100,
        "training": 0,
        "sent": "151,67",
        **state,
        "sheet": "Feuil1",
        "row": number % LINES_PER_DECLARATION + 2,
        "column": "H",
    }
