"""Judging: a million rows of text → typed values and the full list of errors.

The floor is bare Polars expressions over the same columns, with the forms that `docs/formats.md` gives of each value
(days of two kinds, hours with a comma or as 151h40, SIRET with their key), every fault listed with its row and its
cell; no header to look for, no other spelling, no line said twice, no sentence. The naive choice is a pydantic model a
row, measured on fewer rows and scaled.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from time import perf_counter
from typing import Literal

import polars as pl
from pydantic import BaseModel, Field, ValidationError

from bench.measures import Measure, medians
from clauses.files.rules import FileKind
from imports.containers import Sheet
from imports.reader import read

ROWS = 1_000_000
NAIVE_ROWS = 50_000
BAD_ONE_IN = 50
"""One row in fifty has a cell at fault."""

TODAY = date(2026, 1, 15)
HEADERS = (
    "Référence marché", "Lot", "SIRET attributaire", "Employeur", "SIRET employeur", "Type d'employeur", "Modalité",
    "Nom", "Prénom", "Date de naissance", "Type de contrat", "Début de contrat", "Fin de contrat", "Poste", "Mois",
    "Heures travaillées",
)  # fmt: skip
_KINDS = ("CDDI", "CTTI", "CDI", "CPRO", "CDD")
_SIRETS = ("73282932000074", "08762328600074", "91099069600064", "49825979500025", "70748337600091")


def cells(rows: int, seed: int = 2024) -> pl.DataFrame:
    """A canonical file as a container gives it: header then rows, one column of texts each, named by letters."""
    draw = random.Random(seed)
    people = max(1, rows // 12)
    names = [(f"NOM{number:05d}", f"Prénom{number % 900}", _day(draw, 1960, 2004)) for number in range(people)]
    contracts = [(draw.choice(_KINDS), _day(draw, 2022, 2023)) for _ in range(people)]
    columns: list[list[str | None]] = [[header] for header in HEADERS]
    for row in range(rows):
        who = row // 12 % people
        last, first, born = names[who]
        kind, starts = contracts[who]
        hours = f"{draw.randrange(700, 17500) / 100:.2f}".rstrip("0").rstrip(".")
        values = [
            f"2023-T{who % 400:03d}", str(1 + who % 4), _SIRETS[who % 5], "ID Intérim", _SIRETS[2], "ETTI",
            "mise à disposition", last, first, born, kind, starts, None, "Maçon", f"2024-{row % 12 + 1:02d}-01", hours,
        ]  # fmt: skip
        if row % BAD_ONE_IN == 0:
            at, bad = draw.choice(((15, "abc"), (9, "31/02/1980"), (10, "CDDIE"), (2, "123"), (14, "2099-01-01")))
            values[at] = bad
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    return pl.DataFrame({chr(65 + at): pl.Series(column, dtype=pl.String) for at, column in enumerate(columns)})


def _day(draw: random.Random, first: int, last: int) -> str:
    return date(draw.randint(first, last), draw.randint(1, 12), draw.randint(1, 28)).isoformat()


def judge(frame: pl.DataFrame) -> int:
    """The product's reading of the sheet: how many issues it says."""
    reading = read([Sheet("Feuil1", frame)], FileKind.HOURS, today=TODAY)
    return len(reading.issues)


def bare(frame: pl.DataFrame) -> int:
    """The same columns by bare expressions, in the usual ways each: how many rows are at fault."""
    named = frame.slice(1).rename({chr(65 + at): header for at, header in enumerate(HEADERS)})
    dates = ("Date de naissance", "Début de contrat", "Fin de contrat", "Mois")
    texts = ("Référence marché", "Lot", "Employeur", "Nom", "Prénom", "Poste", "Type d'employeur", "Modalité")
    sirets = ("SIRET attributaire", "SIRET employeur")
    hours = pl.col("Heures travaillées").str.replace(",", ".")
    clock = hours.str.extract_groups(r"^(\d+)h(\d\d)$")
    minutes = clock.struct[0].cast(pl.Int64) * 60 + clock.struct[1].cast(pl.Int64)
    typed = named.with_columns(
        *(pl.coalesce(_read_day(name, form) for form in ("%Y-%m-%d", "%d/%m/%Y")).alias(f"{name}*") for name in dates),
        *(pl.col(name).str.strip_chars().alias(f"{name}*") for name in texts),
        *(pl.col(name).is_in(_keyed(named[name]).implode()).alias(f"{name}*") for name in sirets),
        pl.col("Type de contrat").is_in(list(_KINDS)).alias("Type de contrat*"),
        pl.coalesce(
            (hours.cast(pl.Decimal(12, 4), strict=False) * 100).round(0).cast(pl.Int64), (minutes * 100 + 30) // 60
        ).alias("Heures travaillées*"),
    )
    faults = [
        *((name, pl.col(name).is_not_null() & pl.col(f"{name}*").is_null()) for name in (*dates, "Heures travaillées")),
        *((name, ~pl.col(f"{name}*")) for name in ("Type de contrat", *sirets)),
        *((name, pl.col(name).is_null()) for name in ("Nom", "Prénom", "Référence marché", "Mois")),
        ("Mois", pl.col("Mois*") > TODAY),
        ("Heures travaillées", (pl.col("Heures travaillées*") < 0) | (pl.col("Heures travaillées*") > 74400)),
        ("Fin de contrat", pl.col("Fin de contrat*") < pl.col("Début de contrat*")),
    ]
    cells = typed.with_row_index("row").lazy()
    listed = [cells.filter(fault).select("row", pl.lit(name), pl.col(name)) for name, fault in faults]
    return sum(len(one.rows()) for one in pl.collect_all(listed))


def _read_day(name: str, form: str) -> pl.Expr:
    return pl.col(name).str.to_date(form, strict=False)


def _keyed(sirets: pl.Series) -> pl.Series:
    """The distinct numbers of 14 digits whose key is right (Luhn)."""
    each = sirets.drop_nulls().unique()
    each = each.filter(each.str.contains(r"^\d{14}$"))
    doubled = "0246813579"
    sums = [sum(int(doubled[int(sign)] if at % 2 == 0 else sign) for at, sign in enumerate(one)) for one in each]
    return each.filter(pl.Series([total % 10 == 0 for total in sums], dtype=pl.Boolean))


class _Row(BaseModel):
    market: str
    lot: str
    contractor_siret: str = Field(pattern=r"^\d{14}$")
    employer_name: str
    employer_siret: str = Field(pattern=r"^\d{14}$")
    employer_kind: str
    modality: str
    last_name: str
    first_name: str
    birth_date: date
    contract_kind: Literal["CDDI", "CTTI", "CDI", "CPRO", "CDD"]
    starts_on: date
    ends_on: date | None
    job: str
    month: date = Field(le=TODAY)
    hours: float = Field(ge=0, le=744)


def a_row_at_a_time(frame: pl.DataFrame) -> int:
    """One pydantic model a row."""
    names = list(_Row.model_fields)
    issues = 0
    for row in frame.slice(1).iter_rows():
        try:
            _Row.model_validate(dict(zip(names, row, strict=True)))
        except ValidationError as error:
            issues += error.error_count()
    return issues


def measure() -> Sequence[Measure]:
    """One million rows, one in fifty at fault."""
    frame = cells(ROWS)
    few = frame.head(NAIVE_ROWS + 1)
    started = perf_counter()
    a_row_at_a_time(few)
    naive = (perf_counter() - started) * ROWS / NAIVE_ROWS
    ours, floor = medians(lambda: judge(frame), lambda: bare(frame))
    return [
        Measure(
            promise="juger",
            work="1 000 000 de lignes de 16 colonnes, une sur 50 fautive",
            ours=ours,
            floor=floor,
            limit=3.0,
            naive=naive,
        )
    ]
