"""A national file of hours imported end to end, and its lines stored, on both engines.

Floors: the same lines put into the same indexed table by COPY (PostgreSQL) or executemany (SQLite), in the order of the
file for the import, sorted by key for the storing. Naive: csv rows through pydantic then objects of the ORM, on a
sample, extrapolated in proportion. ``CLAUSES_BENCH_LINES`` changes the size (one million).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl
from pydantic import BaseModel
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from bench.databases import ENGINES, fresh
from bench.hours_year import HEADERS, Size, record, rows, write_csv
from bench.measures import Measure
from clauses.db import writing
from clauses.files.rules import FileKind
from clauses.hours.actions import LINE, add_line_frame
from clauses.hours.models import Line
from clauses.hours.rules import LineState
from imports.run import Order, import_file

LINES = int(os.environ.get("CLAUSES_BENCH_LINES", "1000000"))
SAMPLE = 5_000
COMPANY = 500
TODAY = date(2024, 6, 1)
_END_TO_END, _STORING = 1.5, 1.2


def measure() -> list[Measure]:
    """The import and the storing on each engine, then what a company waits for its own file."""
    return [each for name in ENGINES for each in _measured(name)]


def _measured(name: str) -> list[Measure]:
    with tempfile.TemporaryDirectory() as folder, fresh(name) as engine:
        size, file = Size(LINES), Path(folder, "heures.csv")
        record(engine, size)
        write_csv(file, size)
        order = Order(kind=FileKind.HOURS, path=file, by="banc", today=TODAY)
        imported = _timed(lambda: _imported(engine, Path(folder), order))
        lines = _lines(engine)
        naive = _timed(lambda: _naive(engine)) * LINES / SAMPLE
        in_order = _again(engine, lambda session: _bare(session, lines))
        lines.sort(key=lambda line: (line[0], line[12], line[13]))
        by_key = _again(engine, lambda session: _bare(session, lines))
        frame = pl.DataFrame(lines, schema=list(LINE), orient="row", infer_schema_length=None)
        stored = _again(engine, lambda session: add_line_frame(session, frame))
        _emptied(engine)
        small = Path(folder, "entreprise.csv")
        write_csv(small, size, COMPANY)
        waited = _timed(lambda: _imported(engine, Path(folder), Order(FileKind.HOURS, small, "banc", TODAY)))
    said = f"{LINES} lignes, {name}"
    return [
        Measure(
            "import", f"{said}, csv, bout en bout (naïf extrapolé de {SAMPLE})", imported, in_order, _END_TO_END, naive
        ),
        Measure("stockage", said, stored, by_key, _STORING, naive),
        Measure("import", f"{COMPANY} lignes d'une entreprise, {name}, contre une seconde", waited, 1.0, 1.0),
    ]


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _imported(engine: Engine, folder: Path, order: Order) -> None:
    report = import_file(engine, folder / "shelf", order)
    if report.status or report.rows.read != report.rows.accepted:
        raise AssertionError(f"the file of the measure is not clean: {report.rows} {report.issues[:3]}")


def _lines(engine: Engine) -> list[tuple[Any, ...]]:
    """The lines stored, in the order of the file."""
    with Session(engine) as session:
        columns = [Line.__table__.c[name] for name in LINE]  # type: ignore[attr-defined]
        return [tuple(row) for row in session.execute(select(*columns).order_by(text("row"))).all()]


def _again(engine: Engine, work: Callable[[Session], None]) -> float:
    """The time to store lines once more, in a table that is empty again."""
    with writing(engine) as session:
        session.execute(text("DELETE FROM line"))
    began = perf_counter()
    with writing(engine) as session:
        work(session)
    return perf_counter() - began


def _bare(session: Session, lines: Sequence[tuple[Any, ...]]) -> None:
    """Nothing but the driver."""
    values = [[getattr(value, "value", value) for value in line] for line in lines]
    names = ", ".join(f'"{name}"' for name in LINE)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY line ({names}) FROM STDIN") as copy:
            for line in values:
                copy.write_row(line)
        return
    marks = ", ".join("?" * len(LINE))
    connection.exec_driver_sql(f"INSERT INTO line ({names}) VALUES ({marks})", [tuple(line) for line in values])


def _emptied(engine: Engine) -> None:
    with writing(engine) as session:
        for table in ("line", "declaration"):
            session.execute(text(f"DELETE FROM {table}"))


class _Row(BaseModel):
    market: str
    lot: int
    siret: str
    last_name: str
    first_name: str
    kind: str
    hours: float


def _naive(engine: Engine) -> None:
    """A model for each row, an object for each line, one flush."""
    with Session(engine) as session:
        first = session.execute(text("SELECT id FROM declaration LIMIT 1")).scalar_one()
        contract = session.execute(text("SELECT id FROM contract LIMIT 1")).scalar_one()
        for number, told in enumerate(islice(rows(Size(LINES)), SAMPLE)):
            said = dict(zip(HEADERS, told, strict=True))
            row = _Row(
                market=said["Référence marché"], lot=int(said["Lot"]), siret=said["SIRET attributaire"],
                last_name=said["Nom"], first_name=said["Prénom"], kind=said["Type de contrat"],
                hours=float(said["Heures travaillées"].replace(",", ".")),
            )  # fmt: skip
            session.add(
                Line(declaration_id=first, contract_id=contract, hours=round(row.hours * 100), sent=str(row.hours),
                     state=LineState.SUBMITTED, sheet="naïf", row=number)
            )  # fmt: skip
        session.flush()
        session.rollback()
