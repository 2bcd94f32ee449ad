"""Sheets of text → a typed frame, with what is to be said of each cell: the composition of layout, values and checks.

Nothing is stored and nothing asks the database here: whether a market or a person exists is judged afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from imports import checks, values
from imports.cells import marked, spread, texts
from imports.columns import Field, Parser, fields
from imports.containers import Sheet
from imports.gathering import Gathered, gather, ignored_said, joined
from imports.moments import month_alone
from imports.sentences import severity
from imports.sorting import IgnoredRow

_WITH_TEXT = frozenset(
    {
        "market",
        "lot",
        "last_name",
        "first_name",
        "contract_kind",
        "month",
        "hours",
        "training_hours",
        "qpv",
        "reason",
        "obligation",
    }
)
_FALLBACK = {"reason": "autre"}
"""What an unreadable word is kept as, where a row is not refused for it; someone must look at it."""


@dataclass(frozen=True)
class Given:
    """What the sender, or the command, said that the file does not. ``contractor`` is a SIRET."""

    market: str | None = None
    lot: str | None = None
    contractor: str | None = None
    month: date | None = None

    def texts(self) -> dict[str, str]:
        """As cells would say it, by field."""
        said = {"market": self.market, "lot": self.lot, "contractor_siret": self.contractor}
        said["month"] = self.month.isoformat() if self.month else None
        return {name: text for name, text in said.items() if text}


@dataclass(frozen=True)
class Recognised:
    """What was understood of a column of a sheet: ``field`` None for one that is not read, ``why`` in French."""

    sheet: str
    column: str
    header: str
    field: str | None
    why: str
    confidence: float


@dataclass(frozen=True)
class Reading:
    """A file read. ``read`` = accepted + rejected + ignored rows: those below the headers that are not blank.

    ``frame`` holds the rows accepted at this level, one each (hours: one each and month): ``sheet``, ``row``,
    ``column`` (letters of the cell of hours), ``row_id``, one typed column a field (hours in hundredths, amounts in
    cents, months as their first day), ``<field>_text`` as sent for some. ``refused`` holds the others, with what
    could be read of them; a row of the sheet is in ``rejected`` when none of its months survives.
    """

    kind: FileKind
    frame: pl.DataFrame
    refused: pl.DataFrame
    rejected: frozenset[tuple[str, int]]
    issues: tuple[Issue, ...]
    recognised: tuple[Recognised, ...]
    read: int
    ignored: int
    ignored_rows: tuple[IgnoredRow, ...] = ()


def read(
    sheets: Sequence[Sheet],
    kind: FileKind,
    *,
    given: Given = Given(),  # frozen: nothing can change it
    today: date,
    corrections: Mapping[str, str | None] | None = None,
) -> Reading:
    """The rows of a workbook, typed, and the issues of each cell; ``corrections``: the field of a header as sent.

    Raises Unusable (``file.missing_column``, ``file.ambiguous_column``) where no row can be read.
    """
    gathered = gather(sheets, kind, corrections or {})
    frame = joined(gathered, kind, given.texts())
    typed, found = _typed(frame, kind, today)
    found = checks.faults([found, *checks.missing(typed, kind, found), *checks.of_rows(typed, kind, today)])
    refused = _refused(found, kind)
    if kind is FileKind.HOURS:
        found = checks.faults([found, checks.duplicates(typed.join(refused, on="row_id", how="anti"), _SAME)])
    said = [*_issues(typed, frame, found, kind, gathered), *checks.stale(gathered.taken, kind)]
    accepted, fallen = (typed.join(refused, on="row_id", how=how) for how in ("anti", "semi"))
    kept = accepted.select("sheet", "row").unique()
    bad = fallen.select("sheet", "row").unique().join(kept, on=["sheet", "row"], how="anti")
    rejected = frozenset((sheet, row) for sheet, row in bad.iter_rows())
    return Reading(
        kind=kind,
        frame=accepted.drop("block", "training_column"),
        refused=fallen.drop("block", "training_column"),
        rejected=rejected,
        issues=(*gathered.issues, *ignored_said(gathered.ignored), *said),
        recognised=tuple(_recognised(gathered)),
        read=kept.height + len(rejected) + len(gathered.ignored),
        ignored=len(gathered.ignored),
        ignored_rows=tuple(gathered.ignored),
    )


_SAME = (
    "market", "lot", "contractor_siret", "contractor_name", "employer_siret", "employer_name", "last_name",
    "first_name",     "birth_date", "contract_kind", "starts_on", "month", "hours", "training_hours",
)  # fmt: skip


def _typed(frame: pl.DataFrame, kind: FileKind, today: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Texts → values, and what could not be read."""
    out: list[pl.Series] = [frame[name] for name in ("row_id", "sheet", "row", "column", "block", "training_column")]
    found = []
    for name, column in fields(kind).items():
        if not column.stored:
            continue
        cells = frame[name]
        value, code = _read(column, cells, today)
        if name == "month":
            value, code = _with_year(value, code, frame)
        if code is not None:
            found.append(_faults_of(name, frame["row_id"], code))
        out += value.struct.unnest().get_columns() if column.parser is Parser.OBLIGATION else [value.alias(name)]
        if name in _WITH_TEXT:
            out.append(cells.cast(pl.String).alias(f"{name}_text"))
    typed = pl.DataFrame(out)
    if kind is FileKind.HOURS:
        # A row that speaks of training only leaves its hours blank: none were worked.
        silent = pl.col("hours").is_null() & pl.col("training_hours").is_not_null()
        typed = typed.with_columns(pl.when(silent).then(0).otherwise("hours").alias("hours"))
    return typed, checks.faults(found)


def _read(column: Field, cells: pl.Series, today: date) -> tuple[pl.Series, pl.Series | None]:
    """The values of a column of texts, and its codes where there is any."""
    value, code = values.read(column, texts(cells), today=today)
    faulty = code.is_not_null()
    if column.parser is Parser.WORD and column.name in _FALLBACK:
        value = value.zip_with(~faulty, pl.Series([_FALLBACK[column.name]]))
    return spread(value, cells), spread(code, cells) if faulty.any() else None


def _with_year(value: pl.Series, code: pl.Series | None, frame: pl.DataFrame) -> tuple[pl.Series, pl.Series | None]:
    """Months said without their year take it from the column, the title or the sheet that says it."""
    if code is None or not (code == "year_missing").any() or frame["year"].null_count() == frame.height:
        return value, code
    year = _read(fields(FileKind.HOURS)["year"], frame["year"], date.max)[0]
    alone = spread(month_alone(texts(frame["month"])), frame["month"])
    parts = pl.DataFrame({"value": value, "code": code, "year": year, "month": alone})
    whole = pl.format("{}-{}-01", "year", pl.col("month").cast(pl.String).str.zfill(2)).str.to_date(
        "%Y-%m-%d", strict=False
    )
    dated = parts.with_columns(value=pl.col("value").fill_null(whole))
    return dated["value"], dated.select(pl.when(pl.col("value").is_null()).then("code")).to_series()


def _faults_of(name: str, rows: pl.Series, code: pl.Series) -> pl.DataFrame:
    where = code.is_not_null()
    return pl.DataFrame({"row_id": rows.filter(where), "code": code.filter(where)}).with_columns(
        field=pl.lit(name), detail=pl.lit(None, dtype=pl.String)
    )


def _refused(found: pl.DataFrame, kind: FileKind) -> pl.DataFrame:
    """The rows of the frame that an error refuses."""
    known = fields(kind)
    pairs = found.select("field", "code").unique()
    errors = [pair for pair in pairs.iter_rows() if severity(pair[1], known[pair[0]]) is Severity.ERROR]
    wrong = pl.DataFrame(errors, schema={"field": pl.String, "code": pl.String}, orient="row")
    return found.join(wrong, on=["field", "code"], how="semi").select("row_id").unique()


def _issues(
    typed: pl.DataFrame, sent: pl.DataFrame, found: pl.DataFrame, kind: FileKind, gathered: Gathered
) -> list[Issue]:
    """Sentences for the cells at fault, each said once however many months its row holds."""
    if found.is_empty():
        return []
    rows = typed.select("row_id", "sheet", "row", "block", "column", "training_column")
    own = (
        pl.when(pl.col("field") == "hours")
        .then("column")
        .when(pl.col("field") == "training_hours")
        .then("training_column")
    )
    placed = found.join(rows, on="row_id", how="left").with_columns(letters=own)
    once = placed.unique(["sheet", "row", "field", "code", "letters"], maintain_order=True)
    parts = []
    for name in once["field"].unique().to_list():
        part = once.filter(field=name)
        text = sent[name].gather(part["row_id"]).cast(pl.String).alias("text")
        parts.append(part.with_columns(text).with_columns(text=pl.when(marked(pl.col("text")).is_null()).then("text")))
    ordered = pl.concat(parts).sort("block", "row", "row_id", maintain_order=True)
    return checks.issues(
        ordered.select("sheet", "row", "block", "field", "code", "text", "detail", "letters"), kind,
        [checks.Place.of(taken.block) for taken in gathered.taken],
    )  # fmt: skip


def _recognised(gathered: Gathered) -> Iterator[Recognised]:
    for taken in gathered.taken:
        for column in taken.block.columns:
            yield Recognised(
                taken.sheet, column.letters, column.header, column.reads, column.match.why, column.match.confidence
            )
