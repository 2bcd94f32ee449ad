"""What messy years are made of: people, companies, words, and the ways a file can be written."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from imports.containers import Sheet

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
    sheets: str  # one · month · market · lot · company
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
    context: bool  # the title says the market, the lot and the month; no column does
    grand_total: str  # none · named · beside (in a column that is not read) · nameless
    zeros: bool
    training: bool
    hints: bool
    faults: bool
    years: bool  # the month in words, its year in another column

    @classmethod
    def drawn(cls, draw: random.Random) -> Shape:
        def maybe() -> bool:
            return draw.random() < 0.4

        wide = maybe()
        places = ("one", "one", "market", "lot", "company")
        sheets = draw.choice(places if wide else (*places, "month"))
        sections = not wide and sheets == "one" and draw.random() < 0.25
        context = not wide and not sections and sheets == "one" and draw.random() < 0.3
        return cls(
            wide=wide, sheets=sheets, names=draw.choice(("apart", "apart", "upper_first", "first_upper", "comma")),
            synonyms=maybe() or maybe(), shuffled=maybe(), titled=maybe(), two_rows=maybe(), totals=maybe(),
            blanks=maybe(),
            extra=maybe(), repeated=maybe(), notes=maybe(),
            grouped=not sections and not wide and not context and maybe(),
            merged=not sections and maybe(), sections=sections, hidden=maybe(),
            company=draw.choice(("siret", "number", "spaced", "name")),
            dates=draw.choice(("iso", "french", "short", "words", "serial")),
            months=draw.choice(("iso", "words", "short", "figures", "reversed")),
            hours=draw.choice(("plain", "comma", "spaced", "spoken", "clock", "duration", "long")), context=context,
            grand_total=draw.choice(("none", "none", "named", "beside", "nameless")), zeros=maybe(),
            training=draw.random() < 0.2, hints=draw.random() < 0.2, faults=draw.random() < 0.3,
            years=draw.random() < 0.2,
        )  # fmt: skip


@dataclass
class Mess:
    """One file as a container gives it, and what it says."""

    shape: Shape
    sheets: list[Sheet] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    """The rows that hold a cell that nobody could read: (sheet, row)."""

    people: list[Person] = field(default_factory=list)
    """Everyone who may stand in it."""

    ignored: int = 0
    """Rows below the headers that are not blank and hold no hours of their own."""
