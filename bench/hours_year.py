"""An invented national year: markets, lots, holders and people recorded, and the file of all their hours."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, insert, text
from sqlmodel import SQLModel

from clauses.accounts.models import Organisation
from clauses.db import writing
from clauses.files.models import ImportRun, StoredFile
from clauses.files.rules import FileKind
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Participation, Person
from clauses.reference.rules import EmployerKind, Nature, Role
from clauses.words import folded

HEADERS = (
    "Référence marché", "Lot", "SIRET attributaire", "SIRET employeur", "Nom", "Prénom", "Date de naissance",
    "Type de contrat", "Début de contrat", "Mois", "Heures travaillées", "Heures de formation",
)  # fmt: skip
MONTHS = 12
_LOTS = 4
_AT_ONCE = 10_000
_KINDS = ("CDDI", "CDI", "CDD", "CPRO", "CDDI")


@dataclass(frozen=True)
class Size:
    """How much: ``lines`` of hours, a person every twelve of them, a market every fifty."""

    lines: int

    @property
    def people(self) -> int:
        """People, one contract and twelve months each."""
        return -(-self.lines // MONTHS)

    @property
    def markets(self) -> int:
        """Markets of four lots."""
        return max(1, self.lines // 50)


def record(engine: Engine, size: Size) -> None:
    """Everything that the hours speak of, in bulk."""
    firms = max(1, size.markets // 3)
    names = ["Ville", *(f"Entreprise {number}" for number in range(firms))]
    people = [_person(number) for number in range(size.people)]
    with writing(engine) as session:

        def add(table: type[SQLModel], rows: list[dict[str, object]]) -> None:
            for start in range(0, len(rows), _AT_ONCE):
                session.execute(insert(table), rows[start : start + _AT_ONCE])

        add(
            Organisation,
            [
                {"id": number, "name": name, "name_key": folded(name), "siret": siret(number),
                 "employer_kind": EmployerKind.EI}
                for number, name in enumerate(names, start=1)
            ],
        )  # fmt: skip
        add(
            Market,
            [
                {"id": number, "buyer_id": 1, "reference": _reference(number), "nature": Nature.BTP, "title": "Travaux",
                 "reference_key": folded(_reference(number)), "notified_on": date(2022, 1, 3)}
                for number in range(1, size.markets + 1)
            ],
        )  # fmt: skip
        lots = [(market, lot) for market in range(1, size.markets + 1) for lot in range(1, _LOTS + 1)]
        add(
            Lot, [{"id": at, "market_id": market, "number": str(lot)} for at, (market, lot) in enumerate(lots, start=1)]
        )
        add(
            Contractor,
            [
                {"lot_id": at, "organisation_id": _firm(market, size), "role": Role.TITULAIRE}
                for at, (market, _) in enumerate(lots, start=1)
            ],
        )
        add(
            Person,
            [
                {"last_name": last, "first_name": first, "last_key": folded(last), "first_key": folded(first),
                 "birth_date": born}
                for last, first, born in people
            ],
        )  # fmt: skip
        add(StoredFile, [{"id": 1, "sha256": "0" * 64, "size": 1, "stored_at": datetime.now(UTC)}])
        add(
            ImportRun,
            [{"id": 1, "kind": FileKind.PEOPLE, "stored_file_id": 1, "file_name": "personnes.csv", "author": "banc",
              "at": datetime.now(UTC)}],
        )  # fmt: skip
        add(
            Participation,
            [
                {"person_id": number, "starts_on": date(2022, 1, 3), "run_id": 1, "sheet": "Feuil1", "row": number + 1}
                for number in range(1, size.people + 1)
            ],
        )
        if engine.dialect.name == "postgresql":
            for name in ("organisation", "market", "lot", "stored_file", "import_run"):
                session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"))


def rows(size: Size) -> Iterator[tuple[str, ...]]:
    """The lines, month after month as they were sent: nobody's are together."""
    people = [_person(number) for number in range(size.people)]
    made = 0
    for month in range(1, MONTHS + 1):
        for number, (last, first, born) in enumerate(people):
            if made == size.lines:
                return
            made += 1
            market = number % size.markets + 1
            firm = siret(_firm(market, size))
            hours = f"{(number * 7919 + month * 104729) % 15_167 / 100:.2f}".replace(".", ",")
            yield (
                _reference(market), str(number % _LOTS + 1), firm, firm, last, first, f"{born:%d/%m/%Y}",
                _KINDS[number % 5], f"0{number % 9 + 1}/11/2022", f"{month:02d}/2023", hours,
                "3,5" if number % 9 == 0 else "",
            )  # fmt: skip


def write_csv(path: Path, size: Size, lines: int | None = None) -> None:
    """The file of the year, or its first lines only."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        writer.writerows(islice(rows(size), lines))


def siret(number: int) -> str:
    """Fourteen digits whose key agrees; not the number of a real company."""
    bare = f"999{number:010d}"
    digits = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(bare, start=1)]
    total = sum(digit - 9 if digit > 9 else digit for digit in digits)
    return bare + str(-total % 10)


def _person(number: int) -> tuple[str, str, date]:
    last = f"Nom{_letters(number // 500)}"
    return last, f"Prénom{_letters(number % 500)}", date(1960 + number % 45, number % 12 + 1, number % 28 + 1)


def _letters(number: int) -> str:
    text = ""
    while True:
        number, rest = divmod(number, 26)
        text = chr(97 + rest) + text
        if not number:
            return text


def _reference(number: int) -> str:
    return f"2023-M{number:05d}"


def _firm(market: int, size: Size) -> int:
    return market % max(1, size.markets // 3) + 2
