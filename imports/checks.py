"""A frame of values and codes → what is to be said of each cell at fault; other rows cost expressions only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.quantities import french_hours
from imports.columns import Field, fields
from imports.layout import Block
from imports.rows import Taken
from imports.sentences import Cell, Said, of_row, prefixed, sentence, severity

USUAL_HOURS = 220_00
"""Hundredths of an hour in a month above which someone must look (the full-time month is 151,67 h)."""
_DAY = 24_00
_YOUNGEST, _OLDEST = 15, 75
_FAULT = {"row_id": pl.UInt32, "field": pl.String, "code": pl.String, "detail": pl.String}

_REVERSED: dict[FileKind, tuple[tuple[str, str, str], ...]] = {
    FileKind.HOURS: (("starts_on", "ends_on", "contract_reversed"),),
    FileKind.NEEDS: (("starts_on", "ends_on", "dates_reversed"),),
}


@dataclass(frozen=True)
class Place:
    """The headers of a block in the sender's words, by field and by letters."""

    by_field: Mapping[str, str]
    by_letters: Mapping[str, str]

    @classmethod
    def of(cls, block: Block) -> Place:
        return cls(
            {name: column.letters for name, column in block.mapping.items()},
            {column.letters: column.header for column in block.columns},
        )

    def letters(self, field: Field, letters: str | None) -> str | None:
        """The column of the sheet where a field stands; ``letters`` where the row knows it."""
        if letters is not None and letters in self.by_letters:
            return letters
        if field.name in ("last_name", "first_name") and "full_name" in self.by_field:
            return self.by_field["full_name"]
        return self.by_field.get(field.name)

    def header(self, field: Field, letters: str | None) -> str:
        """Its header as sent; the product's own where the sheet has no such column."""
        found = self.letters(field, letters)
        return field.header if found is None else self.by_letters[found]


def faults(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Faults, one a row: ``row_id``, ``field``, ``code``, ``detail``."""
    return pl.concat([pl.DataFrame(schema=_FAULT), *(part.select(*_FAULT) for part in parts)])


def fault(frame: pl.DataFrame, where: pl.Expr, field: str, code: str, detail: pl.Expr | None = None) -> pl.DataFrame:
    """The rows of ``frame`` where an expression holds, as faults."""
    # Rows are picked by number: a filter would go through every column of the frame for the few that fail.
    rows = frame.select(where.fill_null(value=False).alias("fault")).to_series().arg_true()
    said = detail if detail is not None else pl.lit(None)
    return frame[rows].select(
        "row_id", pl.lit(field).alias("field"), pl.lit(code).alias("code"), said.cast(pl.String).alias("detail")
    )


def missing(frame: pl.DataFrame, kind: FileKind, blamed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Required cells that say nothing; a cell that could not be read is already named."""
    unread = blamed.filter(~pl.col("code").is_in(["nir_dropped", "iban_dropped"]))
    for field in fields(kind).values():
        if field.required and not field.may_be_blank and frame[field.name].null_count():
            code = "month_missing" if field.name == "month" else "missing_value"
            # Hours may stay blank beside training: a fault there is the row's fault.
            named = (field.name, "training_hours") if field.name == "hours" else (field.name,)
            found = fault(frame, pl.col(field.name).is_null(), field.name, code)
            yield found.join(unread.filter(pl.col("field").is_in(named)), on="row_id", how="anti")


def of_rows(frame: pl.DataFrame, kind: FileKind, today: date) -> Iterator[pl.DataFrame]:
    """What a row says against itself: dates reversed, hours that no month allows, a month to come."""
    for first, last, code in _REVERSED.get(kind, ()):
        yield fault(frame, pl.col(last) < pl.col(first), last, code, pl.col(first).dt.strftime("%d/%m/%Y"))
    if "birth_date" in frame.columns:
        yield from _ages(frame, today)
    if kind is FileKind.HOURS:
        yield from _hours(frame, today)


def _ages(frame: pl.DataFrame, today: date) -> Iterator[pl.DataFrame]:
    age = pl.lit(today.year, dtype=pl.Int32) - pl.col("birth_date").dt.year()
    yield fault(frame, age < _YOUNGEST, "birth_date", "birth_date_improbable", pl.lit(f"moins de {_YOUNGEST} ans"))
    yield fault(frame, age > _OLDEST, "birth_date", "birth_date_improbable", pl.lit(f"plus de {_OLDEST} ans"))


def _hours(frame: pl.DataFrame, today: date) -> Iterator[pl.DataFrame]:
    """What no contract would change; hours against the days of a contract are judged once the contract is known."""
    yield fault(frame, pl.col("month") > today.replace(day=1), "month", "month_in_future")
    if frame["period_end"].null_count() < frame.height:
        over = pl.col("period_end").dt.month_start() != pl.col("month")
        yield fault(frame, over, "period_end", "period_over_months", pl.col("month").dt.strftime("%m/%Y"))
    days = pl.col("month").dt.month_end().dt.day().cast(pl.Int64)
    allowed = pl.format("{} jours, soit {} heures au plus", days, days * 24)
    for name in ("hours", "training_hours"):
        # The days of the month are only counted for the rows where they can matter.
        many = frame[(frame[name] > 28 * _DAY).arg_true()]
        yield fault(many, pl.col(name) > days * _DAY, name, "impossible", allowed)
    many = frame[(frame["hours"] > USUAL_HOURS).arg_true()]
    yield fault(many, pl.col("hours") <= days * _DAY, "hours", "improbable")


def duplicates(keys: pl.DataFrame) -> pl.DataFrame:
    """Rows that say exactly what an earlier one says, hours included; ``detail`` is that row's number.

    ``keys``: ``row_id``, ``place``, ``sheet``, ``row`` and a ``key`` that rows share when they say the same.
    """
    again = keys.filter(pl.col("key").is_duplicated())
    first = again.group_by("key", maintain_order=True).first()
    pairs = again.join(first, on="key", suffix="_first").filter(pl.col("row_id") != pl.col("row_id_first"))
    elsewhere = pl.format("{} de la feuille « {} »", pl.col("row_first"), pl.col("sheet_first"))
    here = pl.col("sheet") == pl.col("sheet_first")
    where = pl.when(here).then(pl.col("row_first").cast(pl.String)).otherwise(elsewhere)
    return fault(pairs, pl.col("row_id").is_not_null(), "hours", "duplicate_row", where)


def issues(found: pl.DataFrame, kind: FileKind, places: Sequence[Place]) -> list[Issue]:
    """Faults joined to their rows → sentences, in their order.

    Columns: ``sheet``, ``row``, ``block``, ``field``, ``code``, ``text`` (null where it must not be
    repeated), ``detail``, ``letters`` of the cell where the field has several.
    """
    known = fields(kind)
    sentences: dict[tuple[str, ...], Said] = {}
    cells: dict[tuple[int, str, str, str | None], _AtFault] = {}
    said: list[Issue] = []
    for sheet, row, block, name, code, text, detail, letters in found.iter_rows():
        same = (name, code, text, detail)
        if same not in sentences:
            sentences[same] = sentence(code, Cell(text or "", known[name], detail or ""))
        where = (block, name, code, letters)
        if where not in cells:
            cells[where] = _AtFault.of(places[block], kind, known[name], code, letters)
        at, message = cells[where], sentences[same]
        said.append(
            Issue(
                code=at.code, message=of_row(row, message.message), severity=at.severity, sheet=sheet, row=row,
                column=at.header, value=text, suggestion=message.suggestion, letters=at.letters,
            )
        )  # fmt: skip
    return said


class _AtFault(NamedTuple):
    """What the issues of one column and one code share."""

    code: str
    severity: Severity
    header: str
    letters: str | None

    @classmethod
    def of(cls, place: Place, kind: FileKind, field: Field, code: str, letters: str | None) -> _AtFault:
        return cls(
            prefixed(kind, code), severity(code, field), place.header(field, letters), place.letters(field, letters)
        )


def stale(taken: Iterable[Taken], kind: FileKind) -> Iterator[Issue]:
    """Totals that the rows do not make."""
    field = fields(FileKind.HOURS)["hours"]
    for part in taken:
        place = Place.of(part.block)
        for row, letters, text, summed in part.stale:
            said = sentence("stale_total", Cell(text, field, french_hours(summed)))
            yield Issue(
                code=prefixed(kind, "stale_total"), message=of_row(row, said.message), severity=Severity.WARNING,
                sheet=part.sheet, row=row, column=place.header(field, letters), value=text, letters=letters,
            )  # fmt: skip
