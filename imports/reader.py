"""Sheets of text → a typed frame, with what is to be said of each cell: the composition of layout, values and checks.

Nothing is stored and nothing asks the database here: whether a market or a person exists is judged afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.words import folded
from imports import checks
from imports.cells import Lexicon, no, spread, spread_all
from imports.columns import fields
from imports.containers import Sheet
from imports.gathering import PLACES, Gathered, gather, ignored_said, joined
from imports.layout import Told, Wanted
from imports.ours import without_ours
from imports.sentences import severity
from imports.sorting import IgnoredRow
from imports.typed import Typed, shown
from imports.vocabulary import fold

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
    typed = Typed.of(frame, gathered.lexicon, kind, today)
    unread, judged = typed.unread, typed.judged
    found = checks.faults([unread, *checks.missing(judged, kind, unread), *checks.of_rows(judged, kind, today)])
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
        frame=typed.rows(judged.filter(~mask) if rows else judged),
        refused=typed.rows(judged[rows]),
        rejected=rejected,
        issues=(*gathered.issues, *ignored_said(gathered.ignored), *said),
        recognised=tuple(_recognised(gathered)),
        read=placed + len(gathered.ignored) + len(gathered.refused),
        ignored=len(gathered.ignored),
        ignored_rows=tuple(gathered.ignored),
        held=_held(gathered, frame),
    )


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


_AS_READ = ("lot", "contractor_siret", "employer_siret", "birth_date", "contract_kind", "starts_on")
"""Compared by what they say: a day or a lot has several spellings."""

_AS_SAID = ("market", "contractor_name", "employer_name", "last_name", "first_name")
"""Compared without their case, accents nor signs."""


def _keys(frame: pl.DataFrame, typed: Typed, refused: list[int], lexicon: Lexicon) -> pl.DataFrame:
    """One number a row, the same where it says the same of who, where, when and how long (and once in 2**64 elsewhere).

    Only for the rows, not refused, that share a name, a month and hours with another: few files have any.
    """
    short = _hashed(frame, typed.judged, lexicon, ("last_name",), ("month", "hours"))
    ordered = short.sort()  # sooner done than groups are made
    again = ordered.filter(ordered == ordered.shift(1)).unique()
    alike = short.is_in(again.implode()).scatter(refused, [False] * len(refused)).arg_true()
    rows = frame["row_id", "place", "sheet", "row", *_AS_SAID][alike]
    values = typed.rows(typed.judged[alike])
    key = _hashed(rows, values, lexicon, _AS_SAID, (*_AS_READ, "month", "hours", "training_hours"))
    return rows.select("row_id", "place", "sheet", "row").with_columns(key.alias("key"))


def _hashed(
    frame: pl.DataFrame, values: pl.DataFrame, lexicon: Lexicon, texts: Sequence[str], quantities: Sequence[str]
) -> pl.Series:
    said = {
        name: (lexicon.words(name).to_frame("text").select(fold(pl.col("text")).hash(seed)).to_series(), name)
        for seed, name in enumerate(texts)
    }
    parts = [pl.col(name).fill_null(seed) for seed, name in enumerate(texts)]
    parts += [pl.col(name).hash(seed) for seed, name in enumerate(quantities, start=len(texts))]
    key = reduce(lambda one, other: one * 31 + other, parts)
    return spread_all(frame, said).with_columns(values.select(quantities)).select(key.alias("key")).to_series()


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
        words = shown(gathered.lexicon.words(name))
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
