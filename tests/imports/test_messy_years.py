"""Messy years imported whole, as files: what the database then holds, to the hundredth, and where every cell went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from clauses.accounts.models import Organisation
from clauses.db import reading
from clauses.files.rules import FileKind
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Person
from imports.annotating.book import copied
from imports.cells import grid
from imports.containers import Sheet
from imports.reader import read
from imports.report import Report
from tests.imports.messy import messy_year
from tests.imports.messy_shapes import COMPANIES, Mess
from tests.imports.messy_shapes import Line as Told
from tests.imports.office import Office, Written, unguarded
from tests.imports.sheets import TODAY

SEEDS = 50
ORDINARY = 10
Said = tuple[str, str, str, str, str, date, int]
Unit = tuple[str, str, str, date]
NAMES = dict(COMPANIES)


def seeds() -> Iterator[Any]:
    """Ten in the ordinary suite, all of them for the long proof."""
    for seed in range(SEEDS):
        yield pytest.param(seed, marks=() if seed < ORDINARY else pytest.mark.stress)


@pytest.mark.parametrize("seed", [*seeds()])
def test_a_messy_year_is_stored_to_the_hundredth_and_every_cell_is_accounted_for(office: Office, seed: int) -> None:
    year = messy_year(seed, files=2)
    prepare(office, year)
    expected: dict[Unit, list[Told]] = {}
    for number, mess in enumerate(year):
        path = written(office, mess, f"envoi-{number}")
        report = office.send_path(FileKind.HOURS, path, confirmed=True, today=TODAY)
        expected |= by_unit(mess.lines)
        assert stored(office) == Counter(said(line) for lines in expected.values() for line in lines), mess.shape
        accounted_for(office, path, mess, report)
    total = sum(line.hours for lines in expected.values() for line in lines)
    assert office.rows(
        "SELECT sum(line.hours) FROM line JOIN declaration ON declaration.id = declaration_id"
        " WHERE declaration.state = 'current'"
    ) == [(total,)]
    last = written(office, year[-1], "renvoi")
    again = office.send_path(FileKind.HOURS, last, confirmed=True, today=TODAY)
    assert (again.changes.created, again.changes.replaced, again.changes.unchanged) == (0, 0, len(year[-1].lines))
    assert office.faults() == []


def prepare(office: Office, year: list[Mess]) -> None:
    """The markets, the lots, their holders and the people that a year speaks of."""
    places = sorted({(line.market, line.lot, line.siret) for mess in year for line in mess.lines})
    markets: list[Written] = [
        {
            "Référence marché": market,
            "Intitulé marché": "Travaux",
            "Donneur d'ordre": "Ville d'Ouchy",
            "Nature": "Travaux",
            "Date de notification": "02/01/2024",
            "Date de fin": "31/12/2025",
            "Lot": lot,
            "Attributaire": NAMES[siret],
            "SIRET attributaire": siret,
            "Rôle": "cotraitant",
        }
        for market, lot, siret in places
    ]
    people: list[Written] = [
        {
            "Nom": person.last,
            "Prénom": person.first,
            "Date de naissance": f"{person.born:%d/%m/%Y}",
            "Sexe": "F",
            "Commune": "Dijon",
        }
        for person in year[0].people
    ]
    assert office.send(FileKind.MARKETS, *markets, today=TODAY).status == 0
    assert office.send(FileKind.PEOPLE, *people, today=TODAY).status == 0


def written(office: Office, mess: Mess, name: str) -> Path:
    """The sheets of a mess as a workbook."""
    office.desk.mkdir(exist_ok=True)
    path = office.desk / f"{name}.xlsx"
    copied(mess.sheets)[0].save(path)
    return path


def by_unit(lines: Iterable[Told]) -> dict[Unit, list[Told]]:
    """A file replaces whole the units that it holds."""
    found: dict[Unit, list[Told]] = {}
    for line in lines:
        found.setdefault((line.market, line.lot, line.siret, line.month), []).append(line)
    return found


def said(line: Told) -> Said:
    return line.market, line.lot, line.siret, line.last, line.first, line.month, line.hours


def stored(office: Office) -> Counter[Said]:
    """The lines in force, each with its market, holder and person; none of them waits for anything."""
    query = (
        select(Line, Declaration, Market, Lot, Organisation, Person)  # type: ignore[call-overload]  # six of them
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Person, col(Person.id) == col(Contract.person_id))
        .where(col(Declaration.state) == DeclarationState.CURRENT, col(Line.state) == LineState.SUBMITTED)
    )
    with reading(office.engine) as session:
        return Counter(
            (market.reference, lot.number, body.siret, person.last_name, person.first_name, unit.month, line.hours)
            for line, unit, market, lot, body, person in session.exec(query).all()
        )


def accounted_for(office: Office, path: Path, mess: Mess, report: Report) -> None:
    """Every row is accepted, rejected or ignored; every cell of hours is a line, or stands in a row that is none."""
    rows = report.rows
    assert rows.read == rows.accepted + rows.rejected + rows.ignored
    assert (rows.rejected, rows.ignored) == (len(mess.refused), mess.ignored)
    sheets = unguarded(path)
    assert rows.read == sum(filled_below(sheet, report) for sheet in sheets)
    ignored = {(row.sheet, row.row) for row in read(sheets, FileKind.HOURS, today=TODAY).ignored_rows}
    lines = set(office.rows(f'SELECT sheet, row, "column" FROM line JOIN declaration ON declaration.id = declaration_id'
                            f" WHERE run_id = {report.run}"))  # fmt: skip
    for sheet, row, letters in cells_of_hours(sheets, report):
        assert (sheet, row, letters) in lines or (sheet, row) in ignored | set(mess.refused), (sheet, row, letters)


def header_row(sheet: Sheet, report: Report) -> int:
    return min((column["row"] for column in report.recognised if column["sheet"] == sheet.name), default=0)


def filled_below(sheet: Sheet, report: Report) -> int:
    """The rows that are not blank below the header, all of them in a sheet that has none."""
    return sum(
        1 for row, filled in enumerate(grid(sheet).filled, start=1) if filled and row > header_row(sheet, report)
    )


def cells_of_hours(sheets: list[Sheet], report: Report) -> Iterator[tuple[str, int, str]]:
    """The cells that say something in the columns read as hours."""
    for sheet in sheets:
        for column in report.recognised:
            if column["sheet"] == sheet.name and column["field"] == "hours":
                texts = sheet.cells[column["column"]]
                for row, text in enumerate(texts, start=1):
                    if row > header_row(sheet, report) and text and text.strip(" -"):
                        yield sheet.name, row, column["column"]


def test_the_proof_sees_an_hour_that_is_lost(small_office: Office) -> None:
    year = messy_year(3, files=1)
    prepare(small_office, year)
    small_office.send_path(FileKind.HOURS, written(small_office, year[0], "envoi"), confirmed=True, today=TODAY)
    assert stored(small_office) == Counter(map(said, year[0].lines))
    assert stored(small_office) != Counter(map(said, year[0].lines[1:]))
