"""Writes one file of a messy year, in one shape."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.dates import MONTHS
from imports.cells import letters
from imports.containers import Sheet
from tests.imports.messy_forms import HEADERS, Forms, bare
from tests.imports.messy_shapes import COMPANIES, KINDS, Line, Mess, Person, Shape
from tests.imports.sheets import frame

Row = dict[str, str | None]
Written = list[str | None]
Place = tuple[str, str]
"""A market and a lot."""

_OF_WHO = ("last_name", "first_name", "full_name", "birth_date", "contract_kind", "starts_on", "ends_on")
_HINTS = {
    "birth_date": "jj/mm/aaaa",
    "starts_on": "jj/mm/aaaa",
    "ends_on": "(jj/mm/aaaa)",
    "month": "mm/aaaa",
    "hours": "h",
}
_HALVES = {"contract_kind": "Type", "starts_on": "Début", "ends_on": "Fin", "last_name": "Nom", "first_name": "Prénom"}
_FAMILIES = {"last_name": "Salarié", "contract_kind": "Contrat"}
_UNDER_A_FAMILY = (*_HALVES, "birth_date")


@dataclass
class _Table:
    """A sheet being written: its columns by field, then the months, then what is not read."""

    name: str
    columns: list[str]
    months: list[date]
    extra: list[str]
    total: list[str]
    rows: list[Written] = field(default_factory=list)
    sums: dict[date | None, int] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.columns) + len(self.months) + len(self.total) + len(self.extra)


class Writer:
    """Writes one file in one shape."""

    def __init__(self, draw: random.Random, shape: Shape, people: Sequence[Person]) -> None:
        self.draw, self.shape, self.forms = draw, shape, Forms(draw, shape)
        self.people = draw.sample(list(people), draw.randint(2, len(people)))
        self.months = [date(2024, month, 1) for month in sorted(draw.sample(range(3, 11), draw.randint(1, 6)))]
        markets = [f"2024-T{draw.randint(1, 99):03d}" for _ in range(draw.randint(1, 3))]
        lots = [(market, str(draw.randint(1, 4))) for market in markets for _ in range(draw.randint(1, 2))]
        self.places = sorted(set(lots))
        if shape.context:
            self.places, self.months = self.places[:1], self.months[:1]
        self.siret, self.company = draw.choice(COMPANIES)
        self.mess = Mess(shape, people=list(people))

    def write(self) -> Mess:
        for name, places, months in self._sheets():
            self.mess.sheets.append(self._sheet(name, places, months))
        if self.shape.notes:
            text: list[Written] = [["Comment faire"], ["Remplissez une ligne par salarié."]]
            self.mess.sheets.append(Sheet("Lisez-moi", frame(text)))
            self.mess.ignored += 2
        return self.mess

    def _sheets(self) -> Iterator[tuple[str, list[Place], list[date]]]:
        """Name, places and months of each sheet."""
        if self.shape.sheets == "month":
            for month in self.months:
                word = f"{MONTHS[month.month - 1]} {month.year}"
                yield self.draw.choice((word, f"{month:%m-%Y}")), self.places, [month]
        elif self.shape.sheets == "market":
            for market in sorted({market for market, _ in self.places}):
                yield market, [place for place in self.places if place[0] == market], self.months
        elif self.shape.sheets == "lot":
            for market, lot in self.places:
                yield f"{market} lot {lot}", [(market, lot)], self.months
        elif self.shape.sheets == "company":
            for siret, company in self.draw.sample(COMPANIES, 2):
                self.siret, self.company = siret, company
                yield company, self.places, self.months
        else:
            yield "Feuil1", self.places, self.months

    def _columns(self) -> list[str]:
        shape = self.shape
        columns = ["market", "lot", "contractor_name" if shape.company == "name" else "contractor_siret"]
        columns += ["last_name", "first_name"] if shape.names == "apart" else ["full_name"]
        columns += ["birth_date", "contract_kind", "starts_on", "ends_on", "job", "month"]
        columns += ["year"] * shape.years + ["hours"] + ["training_hours"] * shape.training
        dropped = {
            "month": {"month", "year"}, "market": {"market"}, "lot": {"market", "lot"},
            "company": {"contractor_name", "contractor_siret"}, "one": set(),
        }[shape.sheets]  # fmt: skip
        if shape.sections or shape.context:
            dropped |= {"market", "lot"}
        if shape.context:
            dropped |= {"month", "year"}
        if shape.wide:
            dropped |= {"month", "year", "hours", "training_hours"}
        columns = [column for column in columns if column not in dropped]
        if shape.shuffled and not shape.grouped and not shape.two_rows:
            self.draw.shuffle(columns)
        return columns

    def _sheet(self, name: str, places: list[Place], months: list[date]) -> Sheet:
        shape = self.shape
        table = _Table(
            name, self._columns(), months if shape.wide else [],
            ["Observations", "Matricule", "Cumul à date"] if shape.extra else [],
            ["Total heures"] if shape.wide else [],
        )  # fmt: skip
        table.rows += self._titles()
        table.rows += self._headers(table)
        again = list(table.rows[-1])
        if shape.hints:
            self._aside(table, [_HINTS.get(column) for column in table.columns], several=True)
        for place in places:
            if shape.sections:
                self._aside(table, [f"Marché {place[0]} – lot {place[1]}"])
            self._group(table, place, months)
            if shape.repeated and self.draw.random() < 0.5:
                self._aside(table, again)
        self._grand_total(table)
        if shape.notes:
            table.rows.append([])
            self._aside(table, ["Fait à Dijon, certifié exact, le responsable d'exploitation"])
        return Sheet(
            name, frame(table.rows), merged=tuple(table.merges),
            hidden_rows=frozenset({len(table.rows) - 2}) if shape.hidden else frozenset(),
            hidden_columns=frozenset({letters(1)}) if shape.hidden else frozenset(),
        )  # fmt: skip

    def _aside(self, table: _Table, row: Written, *, several: bool = False) -> None:
        """A row that holds no hours of its own; ``several`` when it takes two cells to be one."""
        if several and sum(cell is not None for cell in row) < 2:
            return
        table.rows.append(row)
        self.mess.ignored += 1

    def _titles(self) -> list[Written]:
        rows: list[Written] = []
        if self.shape.titled:
            rows = [
                ["Déclaration mensuelle des heures d'insertion"],
                [],
                [f"Édité le 05/02/2025 par {self.company}"],
                [],
            ]
        if self.shape.context:
            (market, lot), month = self.places[0], self.months[0]
            rows.append([f"Marché {market} – lot {lot} – {MONTHS[month.month - 1]} {month.year}"])
        return rows

    def _headers(self, table: _Table) -> list[Written]:
        """One row of headers, or two: families above, parts below."""
        labels: Written = [self._header(column) for column in table.columns]
        labels += [*(self.forms.month_header(month) for month in table.months), *table.total, *table.extra]
        if not self.shape.two_rows or self.shape.names != "apart":
            return [labels]
        known = [*table.columns, *[""] * (len(labels) - len(table.columns))]
        top = [
            _FAMILIES.get(name) if name in _UNDER_A_FAMILY else label for name, label in zip(known, labels, strict=True)
        ]
        bottom = [
            _HALVES.get(name, label) if name in _UNDER_A_FAMILY else None
            for name, label in zip(known, labels, strict=True)
        ]
        return [top, bottom]

    def _header(self, column: str) -> str:
        known = HEADERS[column]
        if not self.shape.synonyms:
            return known[0]
        text = self.draw.choice(known)
        return self.draw.choice((text, text.upper(), bare(text)))

    def _group(self, table: _Table, place: Place, months: list[date]) -> None:
        """The rows of one lot, and their total."""
        shape, at, before = self.shape, len(table.rows), dict(table.sums)
        someone = self.draw.choice(self.people)
        for person in self.people:
            if person is someone or self.draw.random() < 0.75:
                self._person(table, person, place, months)
        if shape.merged and "market" in table.columns and len(table.rows) - at > 1:
            column = table.columns.index("market")
            for row in table.rows[at + 1 :]:
                row[column] = None
            table.merges.append(f"{letters(column)}{at + 1}:{letters(column)}{len(table.rows)}")
        if shape.totals:
            sums = {month: value - before.get(month, 0) for month, value in table.sums.items()}
            self._total(table, f"Sous-total lot {place[1]}", sums)

    def _person(self, table: _Table, person: Person, place: Place, months: list[date]) -> None:
        worked = [month for month in months if self.draw.random() < 0.9] or months[:1]
        market, lot = place
        base: Row = self._who(person) | {
            "market": market, "lot": lot if self.shape.grouped else self.draw.choice((lot, f"0{lot}", f"Lot {lot}")),
            "contractor_siret": self.forms.siret(self.siret), "contractor_name": self.company, "job": "Agent",
        }  # fmt: skip
        if self.shape.wide:
            cells = {month: self._worked(table, person, place, month, column=month) for month in worked}
            blank = (None, "-")
            said = [cells[month][0] if month in cells else self.draw.choice(blank) for month in table.months]
            total = sum(value for _, value in cells.values())
            row = [*(base.get(column) for column in table.columns), *said, self.forms.exactly(total)]
            self._append(table, row)
            return
        for index, month in enumerate(worked):
            row_of = base | {
                "month": self.forms.month(month),
                "year": str(month.year),
                "training_hours": self.draw.choice((None, "7")),
            }
            if self.shape.faults and self.draw.random() < 0.1:
                row_of["hours"] = self.draw.choice(("abc", "-5", "n.c.", "7h5"))
                self.mess.refused.append((table.name, len(table.rows) + 1))
            else:
                row_of["hours"], _ = self._worked(table, person, place, month, column=None)
            if self.shape.grouped and index and "month" in table.columns:
                row_of |= dict.fromkeys((*_OF_WHO, "job"))
            self._append(table, [row_of.get(column) for column in table.columns])

    def _worked(
        self, table: _Table, person: Person, place: Place, month: date, *, column: date | None
    ) -> tuple[str, int]:
        """The text of the hours of one line of the truth, kept, and their hundredths."""
        text, value = self.forms.hours()
        self.mess.lines.append(Line(*place, self.siret, person.last, person.first, month, value))
        table.sums[column] = table.sums.get(column, 0) + value
        return text, value

    def _append(self, table: _Table, row: Written) -> None:
        beside: Written = [None] * len(table.extra)
        if beside:
            beside = [self.draw.choice((None, "RAS", "congés")), str(self.draw.randint(1, 999)), "1234,5"]
        table.rows.append([*row, *beside])
        if self.shape.blanks and not self.shape.merged and self.draw.random() < 0.15:
            table.rows.append([])

    def _who(self, person: Person) -> Row:
        upper = person.last.upper()
        whole = {
            "upper_first": f"{upper} {person.first}", "first_upper": f"{person.first} {upper}",
            "comma": f"{person.last}, {person.first}", "apart": None,
        }[self.shape.names]  # fmt: skip
        return {
            "last_name": self.draw.choice((person.last, upper)), "first_name": person.first, "full_name": whole,
            "birth_date": self.forms.day(person.born), "contract_kind": self.draw.choice(KINDS[person.kind]),
            "starts_on": self.forms.day(person.starts), "ends_on": self.forms.day(person.ends) if person.ends else None,
        }  # fmt: skip

    def _grand_total(self, table: _Table) -> None:
        """At the end: named in the column of names, in one that is not read, or not named at all."""
        where = self.shape.grand_total
        if where == "none" or (where == "nameless" and self.shape.faults):
            return
        if where == "beside" and table.extra:
            self._total(table, "TOTAL", table.sums, at=table.width - len(table.extra))
        else:
            self._total(table, None if where == "nameless" else "Total général :", table.sums)

    def _total(self, table: _Table, label: str | None, sums: dict[date | None, int], *, at: int | None = None) -> None:
        row: Written = [None] * table.width
        for place, month in enumerate(table.months, start=len(table.columns)):
            row[place] = self.forms.exactly(sums.get(month, 0))
        if "hours" in table.columns:
            row[table.columns.index("hours")] = self.forms.exactly(sums.get(None, 0))
        if label:
            name = next(place for place, column in enumerate(table.columns) if column in ("full_name", "last_name"))
            row[name if at is None else at] = label
        self._aside(table, row)
