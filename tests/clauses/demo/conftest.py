"""The files of the demonstration read back with csv and openpyxl alone: nothing of the product reads them here."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from clauses.demo.generate import write_files
from clauses.files.rules import FileKind

Row = dict[str, Any]

DAYS = {
    "Date de naissance", "Début de contrat", "Fin de contrat", "Date de consultation", "Date de notification",
    "Date de fin", "Entrée PLIE le", "Sortie PLIE le", "Orienté le", "Décision le", "Sortie le",
    "Décision de la commission le", "Disponible le", "Demandeur d'emploi depuis", "Autorisation de travail jusqu'au",
}  # fmt: skip
QUANTITIES = {"Heures travaillées", "Heures de formation", "Heures par semaine"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the demonstration, written once."""
    path = tmp_path_factory.mktemp("demonstration")
    write_files(path)
    return path


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[FileKind, list[Row]]:
    """Every row of every file, by kind: days as dates, hours as hundredths, and the name of its file under « file »."""
    found: dict[FileKind, list[Row]] = {}
    for kind, path in write_files(tmp_path_factory.mktemp("read-back")):
        read = _of_csv(path) if path.suffix == ".csv" else _of_workbook(path)
        found.setdefault(kind, []).extend({**_typed(row), "file": path.name} for row in read)
    return found


@pytest.fixture(scope="session")
def people(rows: dict[FileKind, list[Row]]) -> dict[tuple[str, str, date], Row]:
    """The first row of each person, by name and birth date as a file of hours writes them."""
    first: dict[tuple[str, str, date], Row] = {}
    for row in rows[FileKind.PEOPLE]:
        first.setdefault(_person(row), row)
    return first


@pytest.fixture(scope="session")
def lines(rows: dict[FileKind, list[Row]], people: dict[tuple[str, str, date], Row]) -> list[Row]:
    """The rows of hours, with their « person », « market » and « lot » rows; without the stranger of March 2024."""
    lots = {(row["Référence marché"], row["Lot"], row["SIRET attributaire"]): row for row in rows[FileKind.MARKETS]}
    known = [row for row in rows[FileKind.HOURS] if _person(row) in people]
    for row in known:
        row["person"] = people[_person(row)]
        row["market"] = lots[row["Référence marché"], row["Lot"], row["SIRET attributaire"]]
    return known


def _person(row: Row) -> tuple[str, str, date]:
    return row["Nom"].upper(), row["Prénom"], row["Date de naissance"]


def _of_csv(path: Path) -> Iterator[Row]:
    encoding = "cp1252" if path.name == "personnes.csv" else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _of_workbook(path: Path) -> Iterator[Row]:
    sheet = load_workbook(path).active
    assert sheet is not None
    header, *found = sheet.iter_rows(values_only=True)
    for row in found:
        yield dict(zip((str(name) for name in header), row, strict=True))


def _typed(row: Row) -> Row:
    return {header: _value(header, cell) for header, cell in row.items()}


def _value(header: str, cell: Any) -> Any:
    if cell in (None, ""):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if header == "Mois":
        return datetime.strptime(f"01/{cell}", "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no time zone
    if header in DAYS:
        return datetime.strptime(cell, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no time zone
    if header in QUANTITIES:
        hundredths = Decimal(str(cell).replace(",", ".")) * 100
        assert hundredths == int(hundredths)
        return int(hundredths)
    return cell
