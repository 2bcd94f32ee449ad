"""Sheets of text → a typed frame, with what is to be said of each cell: the composition of layout, values and checks.

Nothing is stored and nothing asks the database here: whether a market or a person exists is judged afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.words import folded
from imports import checks, values
from imports.cells import Lexicon, marked, no, spread
from imports.columns import Field, Parser, fields
from imports.containers import Sheet
from imports.gathering import PLACES, Gathered, gather, ignored_said, joined
from imports.layout import Told, Wanted
from imports.moments import month_alone
from imports.ours import without_ours
from imports.sentences import severity
from imports.sorting import IgnoredRow
from imports.vocabulary import fold

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


_HELD = pl.Schema({"sheet": pl.String(), "row": pl.UInt32()})


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
        if self.month:
            said |= {"month": self.month.isoformat(), "year": str(self.month.year)}
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
    row: int = 1
    """The row of the header, its last one where it takes two."""

    first: tuple[str | None, ...] = ()
    """The cells of the first rows of data; None for a blank, and for a number that must not be kept."""


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
    held: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_HELD))
    """``sheet`` and ``row`` of the rows that somebody must look at for what is said of their sheet, or of the file."""


def read(
    sheets: Sequence[Sheet],
    kind: FileKind,
    *,
    given: Given = Given(),  # frozen: nothing can change it
    today: date,
    corrections: Mapping[str, str | Told | None] | None = None,
) -> Reading:
    """The rows of a workbook, typed, and the issues of each cell; ``corrections``: what people said of some headers.

    Raises Unusable (``file.missing_column``, ``file.ambiguous_column``, ``file.missing_year``): no row can be read.
    """
    sheets = without_ours(sheets)
    filled = [sheet for sheet in sheets if not sheet.cells.is_empty() and not sheet.hidden]
    wanted = Wanted(kind, _told(corrections), several=len(filled) > 1)
    gathered = gather(sheets, wanted, given.texts().keys())
    frame = joined(gathered, kind, given.texts())
    typed, found = _typed(frame, gathered.lexicon, kind, today)
    found = checks.faults([found, *checks.missing(typed, kind, found), *checks.of_rows(typed, kind, today)])
    rows = _refused(found, kind)
    if kind is FileKind.HOURS:
        found = checks.faults([found, checks.duplicates(_keys(frame, typed, rows, gathered.lexicon))])
    said = [*_issues(frame, found, kind, gathered), *checks.stale(gathered.taken, kind)]
    mask = no(frame.height).scatter(rows, [True] * len(rows))
    fallen = frame["place"].gather(rows).unique()
    survives = frame["place"].filter(frame["place"].is_in(fallen.implode()) & ~mask).unique()
    bad = frame["place", "sheet", "row"][rows].filter(~pl.col("place").is_in(survives.implode()))
    rejected = frozenset(((sheet, row) for _, sheet, row in bad.iter_rows())) | frozenset(gathered.refused)
    months = any(taken.block.months for taken in gathered.taken)
    placed = frame["place"].n_unique() if months else frame.height
    return Reading(
        kind=kind,
        frame=_without(typed, mask) if rows else typed,
        refused=typed[rows],
        rejected=rejected,
        issues=(*gathered.issues, *ignored_said(gathered.ignored), *said),
        recognised=tuple(_recognised(gathered)),
        read=placed + len(gathered.ignored) + len(gathered.refused),
        ignored=len(gathered.ignored),
        ignored_rows=tuple(gathered.ignored),
        held=_held(gathered, frame),
    )


def _without(typed: pl.DataFrame, refused: pl.Series) -> pl.DataFrame:
    """The rows that are not refused; columns where nobody wrote are cut, not copied."""
    blank = [column for column in typed if column.null_count() == len(column)]
    kept = typed.drop(column.name for column in blank).filter(~refused)
    return kept.with_columns(column.head(kept.height) for column in blank).select(typed.columns)


def _held(gathered: Gathered, frame: pl.DataFrame) -> pl.DataFrame:
    if gathered.whole_file:
        return frame.select(*_HELD)
    parts = [part.select(pl.col(name).cast(kind) for name, kind in _HELD.items()) for part in gathered.held]
    return pl.concat([pl.DataFrame(schema=_HELD), *parts])


def _told(corrections: Mapping[str, str | Told | None] | None) -> dict[str, Told]:
    """What was said of each header, whatever its case and accents."""
    return {
        folded(header): said if isinstance(said, Told) else Told(said) for header, said in (corrections or {}).items()
    }


def _typed(frame: pl.DataFrame, lexicon: Lexicon, kind: FileKind, today: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Places of texts → values, and what could not be read."""
    out: list[pl.Series] = [frame[name] for name in ("row_id", "sheet", "row", "column")]
    found = []
    for name, column in fields(kind).items():
        if not column.stored:
            continue
        words = lexicon.words(name)
        value, code = _read(column, words, frame[name], today)
        if name == "month":
            value, code = _with_year(value, code, frame, lexicon)
        if code is not None:
            found.append(_faults_of(name, frame["row_id"], code))
        out += value.struct.unnest().get_columns() if column.parser is Parser.OBLIGATION else [value.alias(name)]
        if name in _WITH_TEXT:
            out.append(_as_sent(name, frame, lexicon).alias(f"{name}_text"))
    typed = pl.DataFrame(out)
    if kind is FileKind.HOURS:
        # A row that speaks of training only leaves its hours blank: none were worked.
        silent = pl.col("hours").is_null() & pl.col("training_hours").is_not_null()
        typed = typed.with_columns(pl.when(silent).then(0).otherwise("hours").alias("hours"))
    return typed, checks.faults(found)


def _as_sent(name: str, frame: pl.DataFrame, lexicon: Lexicon) -> pl.Series:
    """The texts of a column as they were sent: of a name that was split, the whole cell."""
    text = spread(_shown(lexicon.words(name)), frame[name])
    if name in {"last_name", "first_name"} and frame["full_name"].null_count() < frame.height:
        return spread(_shown(lexicon.words("full_name")), frame["full_name"]).fill_null(text)
    return text


def _shown(words: pl.Series) -> pl.Series:
    """The texts that may be repeated: not those that stand for a number that must not be kept."""
    return words.zip_with(marked(words).is_null(), pl.Series([None], dtype=pl.String))


def _read(column: Field, words: pl.Series, at: pl.Series, today: date) -> tuple[pl.Series, pl.Series | None]:
    """The values of a column of texts, and its codes where there is any."""
    value, code = values.read(column, words, today=today)
    faulty = code.is_not_null()
    if column.parser is Parser.WORD and column.name in _FALLBACK:
        value = value.zip_with(~faulty, pl.Series([_FALLBACK[column.name]]))
    return spread(value, at), spread(code, at) if faulty.any() else None


def _with_year(
    value: pl.Series, code: pl.Series | None, frame: pl.DataFrame, lexicon: Lexicon
) -> tuple[pl.Series, pl.Series | None]:
    """Months said without their year take it from the column, the title or the sheet that says it."""
    if code is None or not (code == "year_missing").any() or frame["year"].null_count() == frame.height:
        return value, code
    year = _read(fields(FileKind.HOURS)["year"], lexicon.words("year"), frame["year"], date.max)[0]
    alone = spread(month_alone(lexicon.words("month")), frame["month"])
    parts = pl.DataFrame({"value": value, "code": code, "year": year, "month": alone})
    written = pl.format("{}-{}-01", "year", pl.col("month").cast(pl.String).str.zfill(2))
    dated = parts.with_columns(value=pl.col("value").fill_null(written.str.to_date("%Y-%m-%d", strict=False)))
    return dated["value"], dated.select(pl.when(pl.col("value").is_null()).then("code")).to_series()


_AS_READ = ("lot", "contractor_siret", "employer_siret", "birth_date", "contract_kind", "starts_on")
"""Compared by what they say: a day or a lot has several spellings."""

_AS_SAID = ("market", "contractor_name", "employer_name", "last_name", "first_name")
"""Compared without their case, accents nor signs."""


def _keys(frame: pl.DataFrame, typed: pl.DataFrame, refused: list[int], lexicon: Lexicon) -> pl.DataFrame:
    """One number a row, the same where it says the same of who, where, when and how long (and once in 2**64 elsewhere).

    Only for the rows, not refused, that share a name, a month and hours with another: few files have any.
    """
    short = _hashed(frame, typed, lexicon, ("last_name",), ("month", "hours"))
    alike = short.is_duplicated().scatter(refused, [False] * len(refused)).arg_true()
    rows = frame["row_id", "place", "sheet", "row", *_AS_SAID][alike]
    key = _hashed(rows, typed[alike], lexicon, _AS_SAID, (*_AS_READ, "month", "hours", "training_hours"))
    return rows.select("row_id", "place", "sheet", "row").with_columns(key.alias("key"))


def _hashed(
    frame: pl.DataFrame, typed: pl.DataFrame, lexicon: Lexicon, texts: Sequence[str], quantities: Sequence[str]
) -> pl.Series:
    key = pl.zeros(frame.height, dtype=pl.UInt64, eager=True)
    for seed, name in enumerate(texts):
        said = lexicon.words(name).to_frame("text").select(fold(pl.col("text"))).to_series()
        key = key * 31 + spread(said.hash(seed), frame[name]).fill_null(seed)
    for seed, name in enumerate(quantities, start=len(texts)):
        key = key * 31 + typed[name].hash(seed)
    return key


def _faults_of(name: str, rows: pl.Series, code: pl.Series) -> pl.DataFrame:
    where = code.is_not_null()
    return pl.DataFrame({"row_id": rows.filter(where), "code": code.filter(where)}).with_columns(
        field=pl.lit(name), detail=pl.lit(None, dtype=pl.String)
    )


def _refused(found: pl.DataFrame, kind: FileKind) -> list[int]:
    """The rows of the frame that an error refuses."""
    known = fields(kind)
    pairs = found.select("field", "code").unique()
    errors = [pair for pair in pairs.iter_rows() if severity(pair[1], known[pair[0]]) is Severity.ERROR]
    wrong = pl.DataFrame(errors, schema={"field": pl.String, "code": pl.String}, orient="row")
    return found.join(wrong, on=["field", "code"], how="semi")["row_id"].unique().sort().to_list()


_OWN_COLUMN = {"hours": "column", "training_hours": "training_column", "month": "month_column"}
"""The fields that months in columns give several columns, and where the letters of each cell's column stand."""


def _issues(frame: pl.DataFrame, found: pl.DataFrame, kind: FileKind, gathered: Gathered) -> list[Issue]:
    """Sentences for the cells at fault, each said once however many months its row holds."""
    if found.is_empty():
        return []
    rows = frame["row_id", "place", "sheet", "row", "block", *PLACES]
    own = pl.coalesce(pl.when(pl.col("field") == name).then(column) for name, column in _OWN_COLUMN.items())
    placed = pl.concat([found.drop("row_id"), rows[found["row_id"]]], how="horizontal").with_columns(letters=own)
    once = placed.unique(["place", "field", "code", "letters"], maintain_order=True)
    parts = []
    for name in once["field"].unique().to_list():
        part = once.filter(field=name)
        words = _shown(gathered.lexicon.words(name))
        parts.append(part.with_columns(spread(words, frame[name].gather(part["row_id"])).alias("text")))
    ordered = pl.concat(parts).sort("place", "row_id", maintain_order=True)
    return checks.issues(
        ordered.select("sheet", "row", "block", "field", "code", "text", "detail", "letters"), kind,
        [checks.Place.of(taken.block) for taken in gathered.taken],
    )  # fmt: skip


def _recognised(gathered: Gathered) -> Iterator[Recognised]:
    for taken in gathered.taken:
        for column in taken.block.columns:
            yield Recognised(
                taken.sheet, column.letters, column.header, column.reads, column.match.why, column.match.confidence,
                taken.block.start, taken.first.get(column.letters, ()),
            )  # fmt: skip
