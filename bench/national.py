"""A national base, invented: ten years of markets, people, contracts and hours, as imports would have left them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, text

from clauses import tables

YEARS = range(2014, 2024)
KINDS = ("CDDI", "CTTI", "CDI", "CPRO", "CDD")
LINES_PER_DECLARATION = 10
LINES_PER_CONTRACT = 10
THEN = "2024-01-10 09:30:00.000000"
_BY = {"author": "x", "at": THEN}

Row = dict[str, Any]


def national(engine: Engine, lines: int) -> None:
    """Fills a migrated database with ``lines`` lines over ten years, in the order that imports write them."""
    fill(engine, _tables(lines))


def fill(engine: Engine, tables_rows: Iterable[tuple[str, Iterable[Row]]]) -> None:
    """Writes the rows of each table in turn, then lets the database look at them as a running one has."""
    for table, rows in tables_rows:
        _fill(engine, table, rows)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", writes=True) as connection:
        connection.execute(text("ANALYZE"))


def _fill(engine: Engine, table: str, rows: Iterable[Row]) -> None:
    """Writes rows, all with the same columns, by the fastest means of each engine."""
    found = iter(rows)
    first = next(found)
    columns = list(first)
    known = {column.name for column in tables.metadata.tables[table].columns}
    if not set(columns) <= known:
        raise AssertionError(f"{table} has no {sorted(set(columns) - known)}")
    names = ", ".join(f'"{column}"' for column in columns)
    driver: Any = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write_row(list(first.values()))
                for row in found:
                    copy.write_row(list(row.values()))
        else:
            insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
            driver.cursor().execute("BEGIN IMMEDIATE")
            driver.cursor().execute(insert, list(first.values()))
            driver.cursor().executemany(insert, (list(row.values()) for row in found))
        driver.commit()
    finally:
        driver.close()


def _tables(lines: int) -> Iterator[tuple[str, Iterable[Row]]]:
    people, contracts, lots = lines * 3 // 100, lines // LINES_PER_CONTRACT, max(20, lines // 250)
    months = [date(year, month, 1) for year in YEARS for month in range(1, 13)]
    monthly = lines // LINES_PER_DECLARATION // len(months)
    declarations = monthly * len(months)
    yield "stored_file", [{"id": 1, "sha256": "a" * 64, "size": 1, "stored_at": THEN}]
    yield "import_run", [import_run()]
    yield "organisation", ({"id": n, "name": f"O{n}", "name_key": f"o{n}"} for n in range(1, 2001))
    yield "person", (_person(n) for n in range(1, people + 1))
    yield "residence", (_residence(n) for n in range(1, people + 1))
    yield "participation", (_participation(n) for n in range(1, people + 1, 2))
    yield "market", (_market(n) for n in range(1, lots // 2 + 1))
    yield "lot", ({"id": n, "market_id": (n + 1) // 2, "number": str(n % 2)} for n in range(1, lots + 1))
    yield "contractor", (_contractor(n) for n in range(1, lots + 1))
    yield "contract", (_contract(n, people, contracts) for n in range(1, contracts + 1))
    yield "declaration", (_declaration(n, monthly, lots, months) for n in range(declarations))
    yield "line", (_line(n, monthly, contracts) for n in range(declarations * LINES_PER_DECLARATION))


def import_run() -> Row:
    """The run that every invented line says it came in with."""
    counted = ("read", "accepted", "rejected", "ignored", "warned")
    changed = ("created", "replaced", "unchanged")
    zeros = {f"rows_{name}": 0 for name in counted} | {f"lines_{name}": 0 for name in changed} | {"hours": 0}
    return {"id": 1, "kind": "hours", "stored_file_id": 1, "file_name": "f.xlsx", **_BY, "options": "{}", **zeros}


def _person(number: int) -> Row:
    names = {"last_name": "N", "first_name": "P", "last_key": "n", "first_key": "p"}
    return {"id": number, "identifier": f"P{number}", **names, "birth_date": "1980-01-01", "sex": "FM"[number % 2]}


_ORIGIN = {"run_id": 1, "sheet": "F", "row": 1}


def _residence(number: int) -> Row:
    key = f"QN0210{number % 5 + 1}M" if number % 3 == 0 else None
    name = f"Quartier {number % 5}" if key else None
    return {"person_id": number, "since": "2013-01-01", "qpv_key": key, "qpv_name": name, **_ORIGIN}


def _participation(number: int) -> Row:
    return {"person_id": number, "starts_on": f"{2013 + number % 10}-05-12", "ends_on": None, **_ORIGIN}


def _market(number: int) -> Row:
    named = {"reference": f"R{number}", "reference_key": f"r{number}", "title": "x"}
    return {"id": number, "buyer_id": number % 100 + 1, **named, "nature": ("BTP", "MS", "PI")[number % 3]}


def _contractor(number: int) -> Row:
    return {"id": number, "lot_id": number, "organisation_id": number % 2000 + 1, "role": "titulaire"}


def _contract(number: int, people: int, contracts: int) -> Row:
    year = YEARS[(number - 1) * len(YEARS) // contracts]
    return {
        "id": number,
        "person_id": number * 7919 % people + 1,
        "employer_id": number % 2000 + 1,
        "kind": KINDS[number % 5],
        "starts_on": f"{year}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
    }


def _declaration(number: int, per_month: int, lots: int, months: Sequence[date]) -> Row:
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


def _line(number: int, per_month: int, contracts: int) -> Row:
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
