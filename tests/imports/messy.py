"""A generator of messy years: one truth, written the way companies write it.

A seed draws a year of lines, splits it into files and gives each file a combination of shapes (`Shape`). The truth is
kept beside: what was written, line by line, in hundredths of an hour.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from clauses.dates import MONTHS, add_months
from clauses.quantities import exact, hundredths_of_minutes
from imports.cells import letters
from imports.containers import Sheet
from tests.imports.sheets import frame

LAST = (
    "Dupont", "D'Angelo", "El Amrani", "Ben Salah", "Petit-Jean", "Müller", "Da Silva", "N'Diaye", "Le Goff", "Benali",
    "Camara", "Nguyen", "Roux", "Moreau", "Diallo", "Kowalski", "Ouédraogo", "Lefèvre",
)  # fmt: skip
FIRST = (
    "Léa", "Marc", "Zoé", "José", "Inès", "Mamadou", "Yacine", "Jean-Pierre", "Océane", "Éric", "Andrzej", "Sophie",
    "Karim",
    "Loïc", "Awa", "Thomas",
)  # fmt: skip
COMPANIES = (
    ("08762328600074", "Nettoyage de l'Ouche"), ("69666972000067", "Verts Horizons"), ("49825979500025", "Eiffel Sud"),
    ("30273464500070", "Côte-d'Or Déménagements"),
)  # fmt: skip
KINDS = {
    "CDDI": ("CDDI", "CDD d'insertion", "CDD-I", "cddi", "CDD d’insertion"),
    "CTTI": ("CTTI", "intérim d'insertion", "Contrat de travail temporaire d'insertion"),
    "CDI": ("CDI", "cdi", "Contrat à durée indéterminée", "C.D.I."),
    "CPRO": ("CPRO", "contrat pro.", "Contrat de professionnalisation"),
    "CDD": ("CDD", "Contrat à durée déterminée", "CDD 6 mois"),
}
HEADERS = {
    "market": ("Référence marché", "N° marché", "Réf. marché", "Marché", "Réf marche", "REFERENCE\nMARCHE"),
    "lot": ("Lot", "N° lot", "N° de lot", "LOT", "Lot n°"),
    "contractor_siret": ("SIRET attributaire", "SIRET", "N° SIRET", "Siret entreprise"),
    "contractor_name": ("Attributaire", "Entreprise", "Titulaire", "Raison sociale"),
    "last_name": ("Nom", "NOM", "Nom du salarié", "Nom salarié"),
    "first_name": ("Prénom", "PRENOM", "Prénom du salarié", "Prénom  salarié"),
    "full_name": ("NOM Prénom", "Nom et prénom", "Salarié", "Nom / Prénom"),
    "birth_date": ("Date de naissance", "Né(e) le", "Date naiss.", "DDN", "DATE DE NAISSANCE"),
    "contract_kind": ("Type de contrat", "Contrat", "Nature du contrat", "Type contrat"),
    "starts_on": ("Début de contrat", "Date d'embauche", "Date d’entrée", "Date de début", "Début contrat"),
    "ends_on": ("Fin de contrat", "Date de fin", "Date de sortie", "Fin contrat"),
    "job": ("Poste", "Métier", "Emploi"),
    "month": ("Mois", "Période", "Mois de travail", "mois concerné"),
    "hours": ("Heures travaillées", "Nbre d'heures", "H. trav.", "Heures réalisées", "HEURES", "Nb heures travaillées"),
}


@dataclass(frozen=True)
class Person:
    last: str
    first: str
    born: date
    kind: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class Line:
    """One line of the truth: ``hours`` in hundredths; ``market`` and ``lot`` as they are compared."""

    market: str
    lot: str
    siret: str
    last: str
    first: str
    month: date
    hours: int


@dataclass(frozen=True)
class Shape:
    """How one file is written; each is drawn apart, so that they meet in every way."""

    wide: bool
    sheets: str  # one · month · market · lot
    names: str  # apart · upper_first · first_upper · comma
    synonyms: bool
    shuffled: bool
    titled: bool
    two_rows: bool
    totals: bool
    blanks: bool
    extra: bool
    repeated: bool
    notes: bool
    grouped: bool
    merged: bool
    sections: bool
    hidden: bool
    company: str  # siret · number · spaced · name
    dates: str  # iso · french · short · words · serial
    months: str  # iso · words · short · figures · reversed
    hours: str  # plain · comma · spaced · spoken · clock · duration · long

    @classmethod
    def drawn(cls, draw: random.Random) -> Shape:
        def maybe() -> bool:
            return draw.random() < 0.4

        wide = maybe()
        sheets = draw.choice(("one", "one", "market", "lot") if wide else ("one", "one", "month", "market", "lot"))
        sections = not wide and sheets == "one" and draw.random() < 0.25
        return cls(
            wide=wide, sheets=sheets, names=draw.choice(("apart", "apart", "upper_first", "first_upper", "comma")),
            synonyms=maybe() or maybe(), shuffled=maybe(), titled=maybe(), two_rows=maybe(), totals=maybe(),
            blanks=maybe(),
            extra=maybe(), repeated=maybe(), notes=maybe(), grouped=not sections and not wide and maybe(),
            merged=not sections and maybe(), sections=sections, hidden=maybe(),
            company=draw.choice(("siret", "number", "spaced", "name")),
            dates=draw.choice(("iso", "french", "short", "words", "serial")),
            months=draw.choice(("iso", "words", "short", "figures", "reversed")),
            hours=draw.choice(("plain", "comma", "spaced", "spoken", "clock", "duration", "long")),
        )  # fmt: skip


@dataclass
class Mess:
    """One file as a container gives it, and what it says."""

    shape: Shape
    sheets: list[Sheet] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ignored: int = 0
    """Rows below the headers that are not blank and hold no hours of their own."""


def messy_year(seed: int, files: int = 4) -> list[Mess]:
    """The files of one year."""
    draw = random.Random(seed)
    people = [_person(draw, number) for number in range(draw.randint(4, 14))]
    return [_Writer(draw, Shape.drawn(draw), people).write() for _ in range(files)]


def _person(draw: random.Random, number: int) -> Person:
    kind = draw.choice(tuple(KINDS))
    starts = date(2024, 1, 1) + timedelta(days=draw.randrange(0, 60))
    return Person(
        LAST[number % len(LAST)], draw.choice(FIRST),
        date(draw.randint(1960, 2004), draw.randint(1, 12), draw.randint(1, 28)),
        kind, starts, None if kind == "CDI" else add_months(starts, draw.randint(8, 14)),
    )  # fmt: skip


Row = dict[str, str | None]
Written = list[str | None]


class _Writer:
    """Writes one file in one shape."""

    def __init__(self, draw: random.Random, shape: Shape, people: Sequence[Person]) -> None:
        self.draw, self.shape = draw, shape
        self.people = draw.sample(list(people), draw.randint(2, len(people)))
        self.months = [date(2024, month, 1) for month in sorted(draw.sample(range(3, 11), draw.randint(1, 6)))]
        markets = [f"2024-T{draw.randint(1, 99):03d}" for _ in range(draw.randint(1, 3))]
        self.places = sorted(
            {(market, str(draw.randint(1, 4))) for market in markets for _ in range(draw.randint(1, 2))}
        )
        self.siret, self.company = draw.choice(COMPANIES)
        self.mess = Mess(shape)

    def write(self) -> Mess:
        for name, places, months in self._sheets():
            self.mess.sheets.append(self._sheet(name, places, months))
        if self.shape.notes:
            text: list[Written] = [["Comment faire"], ["Remplissez une ligne par salarié."]]
            self.mess.sheets.append(Sheet("Lisez-moi", frame(text)))
            self.mess.ignored += 2
        return self.mess

    def _sheets(self) -> Iterator[tuple[str, list[tuple[str, str]], list[date]]]:
        """Name, places and months of each sheet."""
        if self.shape.sheets == "month":
            for month in self.months:
                yield (
                    self.draw.choice((f"{MONTHS[month.month - 1]} {month.year}", f"{month:%m-%Y}")),
                    self.places,
                    [month],
                )
        elif self.shape.sheets == "market":
            for market in sorted({market for market, _ in self.places}):
                yield market, [place for place in self.places if place[0] == market], self.months
        elif self.shape.sheets == "lot":
            for market, lot in self.places:
                yield f"{market} lot {lot}", [(market, lot)], self.months
        else:
            yield "Feuil1", self.places, self.months

    def _columns(self) -> list[str]:
        shape = self.shape
        columns = ["market", "lot", "contractor_name" if shape.company == "name" else "contractor_siret"]
        columns += ["last_name", "first_name"] if shape.names == "apart" else ["full_name"]
        columns += ["birth_date", "contract_kind", "starts_on", "ends_on", "job", "month", "hours"]
        dropped = {"month": {"month"}, "market": {"market"}, "lot": {"market", "lot"}}.get(shape.sheets, set())
        dropped = (
            dropped | ({"market", "lot"} if shape.sections else set()) | ({"month", "hours"} if shape.wide else set())
        )
        columns = [column for column in columns if column not in dropped]
        if shape.shuffled and not shape.grouped and not shape.two_rows:
            self.draw.shuffle(columns)
        return columns

    def _sheet(self, name: str, places: list[tuple[str, str]], months: list[date]) -> Sheet:
        shape, columns = self.shape, self._columns()
        headers: Written = [self._header(column) for column in columns]
        wide = [self._month_header(month) for month in months] if shape.wide else []
        extra = ["Observations", "Matricule", "Cumul à date"] if shape.extra else []
        total = ["Total heures"] if shape.wide else []
        rows = self._titles()
        rows += self._header_rows(columns, [*headers, *wide, *total, *extra])
        width = len(columns) + len(wide) + len(total) + len(extra)
        again, merges = list(rows[-1]), []
        for place in places:
            if shape.sections:
                rows.append([f"Marché {place[0]} – lot {place[1]}"])
                self.mess.ignored += 1
            at = len(rows)
            summed = self._group(rows, place, months, columns, width=width)
            if shape.merged and "market" in columns and len(rows) - at > 1:
                merges.append(self._merge(rows, columns.index("market"), at))
            if shape.totals:
                rows.append(self._total(columns, width, f"Sous-total lot {place[1]}", summed))
            if shape.repeated and self.draw.random() < 0.5:
                rows.append(list(again))
                self.mess.ignored += 1
        rows += self._notes()
        return Sheet(
            name, frame(rows), merged=tuple(merges),
            hidden_rows=frozenset({len(rows) - 2}) if shape.hidden else frozenset(),
            hidden_columns=frozenset({letters(1)}) if shape.hidden else frozenset(),
        )  # fmt: skip

    def _titles(self) -> list[Written]:
        if not self.shape.titled:
            return []
        return [["Déclaration mensuelle des heures d'insertion"], [], [f"Édité le 05/02/2025 par {self.company}"], []]

    def _notes(self) -> list[Written]:
        if not self.shape.notes:
            return []
        self.mess.ignored += 1
        return [[], ["Fait à Dijon, certifié exact, le responsable d'exploitation"]]

    def _group(
        self, rows: list[Written], place: tuple[str, str], months: list[date], columns: list[str], *, width: int
    ) -> int:
        """The rows of one lot; the hundredths of an hour that they hold."""
        summed, first = 0, True
        for person in self.people:
            if self.draw.random() < 0.25 and not first:
                continue
            first = False
            for row, hours in self._rows(person, *place, months, columns):
                rows.append([*row, *self._extra(width - len(row))])
                summed += hours
                if self.shape.blanks and self.draw.random() < 0.15 and not self.shape.merged:
                    rows.append([])
        return summed

    def _header_rows(self, columns: list[str], labels: Written) -> list[Written]:
        """One row of headers, or two: families above, parts below."""
        families = {"last_name": "Salarié", "contract_kind": "Contrat"}
        parts = {
            "contract_kind": "Type",
            "starts_on": "Début",
            "ends_on": "Fin",
            "last_name": "Nom",
            "first_name": "Prénom",
        }
        if not self.shape.two_rows or self.shape.names != "apart":
            return [labels]
        top = [families.get(column) for column in columns] + [None] * (len(labels) - len(columns))
        if "contract_kind" in columns and "job" in columns:
            top[columns.index("job")] = "Poste"
        bottom = [parts.get(column, label) for column, label in zip(columns, labels, strict=False)] + labels[
            len(columns) :
        ]
        for index, column in enumerate(columns):
            if column not in ("last_name", "first_name", "birth_date", "contract_kind", "starts_on", "ends_on"):
                top[index], bottom[index] = labels[index], None
        for index in range(len(columns), len(labels)):
            top[index], bottom[index] = labels[index], None
        return [top, bottom]

    def _rows(
        self, person: Person, market: str, lot: str, months: list[date], columns: list[str]
    ) -> Iterator[tuple[Written, int]]:
        worked = [month for month in months if self.draw.random() < 0.9] or months[:1]
        who = self._who(person)
        base: Row = who | {
            "market": market,
            "lot": self.draw.choice((lot, f"0{lot}", f"Lot {lot}")) if not self.shape.grouped else lot,
            "contractor_siret": self._siret(), "contractor_name": self.company, "job": "Agent",
        }  # fmt: skip
        if self.shape.wide:
            texts, total = {}, 0
            for month in worked:
                texts[month], value = self._hours()
                total += value
                self._keep(person, market, lot, month, value)
            cells = [texts.get(month, self.draw.choice((None, "-"))) for month in months]
            yield [*(base.get(column) for column in columns), *cells, exact(total)], total
            return
        for index, month in enumerate(worked):
            text, value = self._hours()
            self._keep(person, market, lot, month, value)
            row = base | {"month": self._month(month), "hours": text}
            if self.shape.grouped and index and "month" in columns:
                row |= dict.fromkeys((*who, "job"), None)
            yield [row.get(column) for column in columns], value

    def _keep(self, person: Person, market: str, lot: str, month: date, hours: int) -> None:
        self.mess.lines.append(Line(market, lot, self.siret, person.last, person.first, month, hours))

    def _who(self, person: Person) -> Row:
        upper = person.last.upper()
        whole = {
            "upper_first": f"{upper} {person.first}", "first_upper": f"{person.first} {upper}",
            "comma": f"{person.last}, {person.first}", "apart": None,
        }[self.shape.names]  # fmt: skip
        return {
            "last_name": self.draw.choice((person.last, upper)), "first_name": person.first, "full_name": whole,
            "birth_date": self._date(person.born), "contract_kind": self.draw.choice(KINDS[person.kind]),
            "starts_on": self._date(person.starts), "ends_on": self._date(person.ends) if person.ends else None,
        }  # fmt: skip

    def _header(self, column: str) -> str:
        known = HEADERS[column]
        text = self.draw.choice(known) if self.shape.synonyms else known[0]
        return self.draw.choice((text, text.upper(), bare(text))) if self.shape.synonyms else text

    def _month_header(self, month: date) -> str:
        word = MONTHS[month.month - 1]
        return self.draw.choice(
            (f"{word} {month.year}", f"{word[:4].rstrip('e')}-{month:%y}", month.isoformat(),
             f"Heures {word} {month.year}",
             f"{month:%m/%Y}")
        )  # fmt: skip

    def _siret(self) -> str:
        if self.shape.company == "number":
            return self.siret.lstrip("0")
        if self.shape.company == "spaced":
            return f"{self.siret[:3]} {self.siret[3:6]} {self.siret[6:9]}\u202f{self.siret[9:]}"
        return self.siret

    def _date(self, day: date) -> str:
        return {
            "iso": day.isoformat(), "french": f"{day:%d/%m/%Y}", "short": f"{day:%d/%m/%y}",
            "words": f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}",
            "serial": str((day - date(1899, 12, 30)).days),
        }[self.shape.dates]  # fmt: skip

    def _month(self, month: date) -> str:
        word = MONTHS[month.month - 1]
        return {
            "iso": month.isoformat(), "words": f"{word} {month.year}", "short": f"{word}-{month:%y}",
            "figures": f"{month:%m/%Y}",
            "reversed": f"{month:%Y-%m}",
        }[self.shape.months]  # fmt: skip

    def _hours(self) -> tuple[str, int]:
        """A text and the hundredths of an hour that it says."""
        if self.shape.hours in {"spoken", "clock", "duration"}:
            minutes = self.draw.randrange(60, 170 * 60)
            whole, rest = divmod(minutes, 60)
            form = {
                "spoken": f"{whole}h{rest:02d}",
                "clock": f"{whole}:{rest:02d}",
                "duration": f"{whole}:{rest:02d}:00",
            }
            return form[self.shape.hours], hundredths_of_minutes(minutes)
        value = self.draw.randrange(100, 17_000)
        text = exact(value)
        if self.shape.hours == "long":  # more digits than are kept, which round to the same
            return f"{text}{self.draw.randrange(0, 5)}", value
        forms: dict[str, Callable[[], str]] = {
            "plain": lambda: text.rstrip("0").rstrip("."), "comma": lambda: text.replace(".", ","),
            "spaced": lambda: f" {text.replace('.', ',')}\u00a0h",
        }  # fmt: skip
        return forms[self.shape.hours](), value

    def _extra(self, count: int) -> Written:
        if not self.shape.extra or count < 3:
            return [None] * count
        return [None] * (count - 3) + [
            self.draw.choice((None, "RAS", "congés")),
            str(self.draw.randint(1, 999)),
            "1234,5",
        ]

    def _merge(self, rows: list[Written], column: int, at: int) -> str:
        for row in rows[at + 1 :]:
            row[column] = None
        return f"{letters(column)}{at + 1}:{letters(column)}{len(rows)}"

    def _total(self, columns: list[str], width: int, label: str, summed: int) -> Written:
        self.mess.ignored += 1
        row: Written = [None] * width
        name = next((column for column in ("full_name", "last_name") if column in columns), columns[0])
        row[columns.index(name)] = label
        if "hours" in columns:
            row[columns.index("hours")] = exact(summed)
        return row


def bare(text: str) -> str:
    """Without accents, as an old program writes."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
