"""The bilan: a year, then ten, of hours with distinct people, read and computed with all its definitions.

The floor reads the columns needed into polars by the fastest means at hand, adds them up and counts people: no
perimeter, no quartier, no check. The means is ADBC where it is installed (``uv pip install adbc-driver-sqlite
adbc-driver-postgresql``), else the driver's own: its cursor on SQLite, COPY on PostgreSQL. ADBC is safe here because
nothing writes meanwhile. The naive choice is SQL. All must agree to the hundredth.

``CLAUSES_BENCH_LINES`` sets the number of lines (1 000 000 by default; the promise is stated for 10 000 000).
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Engine, text

from bench.databases import ENGINES, fresh
from bench.measures import Measure, medians
from bench.national import YEARS, national
from clauses.dates import Period
from clauses.db import reading
from clauses.reports import frames
from clauses.reports.bilan import compute
from clauses.reports.figures import Perimeter, Selection

LINES = int(os.environ.get("CLAUSES_BENCH_LINES", "1000000"))

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
    """A year, then ten, on both engines."""
    for name in ENGINES:
        with fresh(name) as engine:
            national(engine, LINES)
            for since, limit in ((YEARS[-1], 2.0), (YEARS[0], 1.5)):
                period = Period(date(since, 1, 1), date(YEARS[-1], 12, 31))
                yield _measured(engine, period, limit)


def _measured(engine: Engine, period: Period, limit: float) -> Measure:
    routes: list[Callable[[], Figures]] = [
        lambda: ours(engine, period),
        lambda: floor(engine, period),
        lambda: naive(engine, period),
    ]
    found = {route() for route in routes}
    if len(found) != 1:
        raise AssertionError(f"the routes do not agree: {sorted(found)}")
    mine, least, sql = medians(*routes)
    years = period.ends_on.year - period.starts_on.year + 1
    read = f"{LINES * years // len(YEARS):,} lignes parmi {LINES:,}".replace(",", " ")
    work = f"{read}, {engine.dialect.name} ({'ADBC' if adbc(engine) else 'pilote'})"
    return Measure(f"Bilan de {years} an{'s' if years > 1 else ''}", work, mine, least, limit, sql)


def ours(engine: Engine, period: Period) -> Figures:
    """The whole bilan, from the tables to its checks."""
    selection = Selection(period, Perimeter.ALL)
    with reading(engine) as session:
        bilan = compute(frames.read(session, selection), selection)
    return bilan.hours.total, bilan.employees.total


def floor(engine: Engine, period: Period) -> Figures:
    """The columns needed into polars, sums by nature and kind, distinct people."""
    lines = columns(engine, _LINES.format(since=period.starts_on, until=period.ends_on))
    least, most = lines["contract_id"].min(), lines["contract_id"].max()
    known = lines.join(columns(engine, _CONTRACTS.format(least=least, most=most)), on="contract_id")
    known.group_by("nature").agg(pl.col("hours").sum(), pl.col("person_id").n_unique())
    known.group_by("kind").agg(pl.col("hours").sum())
    return int(known["hours"].sum()), known["person_id"].n_unique()


def naive(engine: Engine, period: Period) -> Figures:
    """The same sums asked of the database."""
    between = {"since": period.starts_on, "until": period.ends_on}
    with engine.connect() as connection:
        for column in ("m.nature", "k.kind"):
            by = _NAIVE.format(**between, more="", group=f"GROUP BY {column}")
            connection.execute(text(by)).fetchall()
        whole = _NAIVE.format(**between, more="AND l.hours > 0", group="")
        hours, people = connection.execute(text(whole)).one()
    return int(hours), people


def adbc(engine: Engine) -> bool:
    """Whether ADBC for this engine is installed here."""
    return importlib.util.find_spec(f"adbc_driver_{engine.dialect.name}") is not None


def columns(engine: Engine, query: str) -> pl.DataFrame:
    """What a query answers as a frame, by the fastest means at hand."""
    if adbc(engine):
        return _by_adbc(engine, query)
    return _by_copy(engine, query) if engine.dialect.name == "postgresql" else _by_cursor(engine, query)


def _by_adbc(engine: Engine, query: str) -> pl.DataFrame:
    name, url = engine.dialect.name, engine.url
    manager: Any = importlib.import_module("adbc_driver_manager")
    driver: Any = importlib.import_module(f"adbc_driver_{name}")
    uri = f"file:{url.database}?mode=ro"
    if name == "postgresql":
        uri = url.set(drivername=name).render_as_string(hide_password=False)
    with (
        manager.AdbcDatabase(driver=driver._driver_path(), uri=uri) as database,
        manager.AdbcConnection(database) as connection,
        manager.AdbcStatement(connection) as statement,
    ):
        if name == "sqlite":
            statement.set_options(**{"adbc.sqlite.query.batch_rows": "65536"})
        statement.set_sql_query(query)
        return pl.DataFrame(statement.execute_query()[0])


def _by_cursor(engine: Engine, query: str) -> pl.DataFrame:
    with engine.connect() as connection:
        found = connection.exec_driver_sql(query)
        return pl.DataFrame(found.fetchall(), schema=list(found.keys()), orient="row")


def _by_copy(engine: Engine, query: str) -> pl.DataFrame:
    text_of = io.BytesIO()
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as copy:
            for block in copy:
                text_of.write(block)
    text_of.seek(0)
    return pl.read_csv(text_of)
