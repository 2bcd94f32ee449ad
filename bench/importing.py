"""A national file of hours imported end to end, and its lines stored, on both engines.

Floors: the same lines put into the same indexed table by COPY (PostgreSQL) or executemany (SQLite), in the order of the
file for the import, sorted by key for the storing. Naive: openpyxl, pydantic, then objects of the ORM, on a sample,
extrapolated in proportion. ``CLAUSES_BENCH_LINES`` changes the size (one million). Each import and its floor
run in turn, five times: medians. Every measure writes into tables that are new: rows deleted just before would slow the
floors, and be swept during the imports.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
from openpyxl import load_workbook
from pydantic import BaseModel
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from bench.alone import Alone, import_alone
from bench.clocks import Taken, taken
from bench.databases import ENGINES, fresh
from bench.hours_year import HEADERS, Size, record, rows, write_csv
from bench.measures import RUNS, Measure
from bench.workbooks import write_rows
from clauses.db import writing
from clauses.hours.actions import LINE, add_line_frame
from clauses.hours.models import Line
from clauses.hours.rules import LineState

LINES = int(os.environ.get("CLAUSES_BENCH_LINES", "1000000"))
SAMPLE = min(LINES, 20_000)
COMPANY = 500
_OF_HOURS = (HEADERS.index("Heures travaillées"), HEADERS.index("Heures de formation"))
_CSV, _WORKBOOK, _STORING = 1.5, 3.0, 1.2
_GIGABYTE, _MEMORY, _FREEZE = 1e9, 2.0, 0.1


def measure() -> list[Measure]:
    """The import and the storing on each engine, then what a company waits for its own file."""
    return [each for name in ENGINES for each in _measured(name)]


def _measured(name: str) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as place, fresh(name) as engine:
        folder, size = Path(place), Size(LINES)
        record(engine, size)
        _left_alone(engine)
        national, workbook, sample, first, second = (
            folder / name for name in ("heures.csv", "heures.xlsx", "extrait.xlsx", "premier.csv", "second.csv")
        )
        write_csv(national, size)
        write_csv(first, size, COMPANY - 1)
        write_csv(second, size, COMPANY)
        imported, in_order = _end_to_end(engine, folder / "shelf", first, national)
        write_rows(sample, HEADERS, islice(rows(size), SAMPLE), _OF_HOURS)
        naive = taken(lambda: _naive(engine, sample)).clock * LINES / SAMPLE
        stored, by_key = _storing(engine)
        said = f"{LINES} lignes, {name}"
        yield _ratio("import", f"{said}, csv, bout en bout (naïf extrapolé)", imported, in_order, _CSV, naive=naive)
        yield _ratio("stockage", said, stored, by_key, _STORING, naive=naive)
        yield _within("mémoire", f"{said}, csv, lecteur compris", imported.peak / _GIGABYTE, _MEMORY, "Go")
        yield _within("gel du serveur", f"{said}, csv, plus longue attente d'un autre fil", imported.freeze, _FREEZE)
        write_rows(workbook, HEADERS, rows(size), _OF_HOURS)
        imported, in_order = _end_to_end(engine, folder / "shelf", first, workbook)
        said = f"{LINES} lignes, {name}, classeur, bout en bout"
        yield _ratio("import", said, imported, in_order, _WORKBOOK)
        _emptied(engine)
        *_, waited = import_alone(engine, folder / "shelf", first, first, second)
        yield _within("import", f"{COMPANY} lignes d'une entreprise, {name}, contre une seconde", waited.clock, 1.0)


def _end_to_end(engine: Engine, shelf: Path, tried: Path, file: Path) -> tuple[Alone, Taken]:
    """Imports of one file, and the bare storing of its lines in the order of the file."""
    lines: list[tuple[Any, ...]] = []

    def imported() -> Alone:
        _emptied(engine)
        (alone,) = import_alone(engine, shelf, tried, file)
        lines[:] = lines or _lines(engine)
        return alone

    def bare() -> Taken:
        return _again(engine, lambda session: _bare(session, lines))

    runs = [(imported(), bare()) for _ in range(RUNS)]
    ours = _median([each for each, _ in runs])
    longest, highest = max(each.freeze for each, _ in runs), max(each.peak for each, _ in runs)
    return Alone(ours.clock, ours.processor, longest, highest), _median([floor for _, floor in runs])


def _storing(engine: Engine) -> list[Taken]:
    """The lines of an import stored once more, as an import does and bare, sorted by key."""
    lines = sorted(_lines(engine), key=lambda line: (line[0], line[12], line[13]))
    frame = pl.DataFrame(lines, schema=list(LINE), orient="row", infer_schema_length=None)
    return _in_turn(
        lambda: _again(engine, lambda session: add_line_frame(session, frame)),
        lambda: _again(engine, lambda session: _bare(session, lines)),
    )


def _in_turn(*works: Callable[[], Taken]) -> list[Taken]:
    """The medians of works that run in turn."""
    return [_median(each) for each in zip(*[[work() for work in works] for _ in range(RUNS)], strict=True)]


def _median(runs: Sequence[Taken | Alone]) -> Taken:
    return Taken(median(each.clock for each in runs), median(each.processor for each in runs))


def _ratio(
    promise: str, work: str, ours: Taken | Alone, floor: Taken, limit: float, *, naive: float | None = None
) -> Measure:
    spent = ours.processor / floor.processor
    return Measure(promise, work, ours.clock, floor.clock, limit, naive, processor=spent)


def _within(promise: str, work: str, ours: float, most: float, unit: str = "s") -> Measure:
    return Measure(promise, work, ours, most, 1.0, unit=unit)


def _lines(engine: Engine) -> list[tuple[Any, ...]]:
    """The lines stored, in the order of the file."""
    with Session(engine) as session:
        columns = [Line.__table__.c[name] for name in LINE]  # type: ignore[attr-defined]
        stored = session.execute(select(*columns).order_by(text("row")))
        return [tuple(getattr(value, "value", value) for value in row) for row in stored]


def _again(engine: Engine, work: Callable[[Session], None]) -> Taken:
    """What it takes to store lines once more, in a table that is empty again."""

    def stored() -> None:
        with writing(engine) as session:
            work(session)

    _emptied(engine, "line")
    return taken(stored, engine)


def _bare(session: Session, lines: Sequence[tuple[Any, ...]]) -> None:
    """Nothing but the driver."""
    names = ", ".join(f'"{name}"' for name in LINE)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY line ({names}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        return
    marks = ", ".join("?" * len(LINE))
    connection.exec_driver_sql(f"INSERT INTO line ({names}) VALUES ({marks})", list(lines))


_WRITTEN = ("line", "declaration", "submission", "contract")


def _emptied(engine: Engine, *tables: str) -> None:
    """Tables as new, those that an import of hours writes unless told which: the next rows bear the same numbers."""
    statement = "TRUNCATE {} RESTART IDENTITY CASCADE" if engine.dialect.name == "postgresql" else "DELETE FROM {}"
    with writing(engine) as session:
        for table in tables or _WRITTEN:
            session.execute(text(statement.format(table)))


def _left_alone(engine: Engine) -> None:
    """The server's own sweeping would be counted with whatever is measured when it comes."""
    if engine.dialect.name == "postgresql":
        with writing(engine) as session:
            for table in _WRITTEN:
                session.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = false)"))


class _Row(BaseModel):
    market: str
    lot: int
    siret: str
    last_name: str
    first_name: str
    kind: str
    hours: float


def _naive(engine: Engine, workbook: Path) -> None:
    """The whole workbook loaded, a model for each row, an object for each line, one flush."""
    headers, *told = load_workbook(workbook).active.values
    with Session(engine) as session:
        first = session.execute(text("SELECT id FROM declaration LIMIT 1")).scalar_one()
        contract = session.execute(text("SELECT id FROM contract LIMIT 1")).scalar_one()
        for number, cells in enumerate(told):
            said = dict(zip(headers, cells, strict=True))
            row = _Row(
                market=said["Référence marché"], lot=int(said["Lot"]), siret=said["SIRET attributaire"],
                last_name=said["Nom"], first_name=said["Prénom"], kind=said["Type de contrat"],
                hours=float(said["Heures travaillées"]),
            )  # fmt: skip
            session.add(
                Line(declaration_id=first, contract_id=contract, hours=round(row.hours * 100), sent=str(row.hours),
                     state=LineState.SUBMITTED, sheet="naïf", row=number)
            )  # fmt: skip
        session.flush()
        session.rollback()
