"""The texts of the rows → their values, and what could not be read.

Each distinct text is read once. What the checks compare (days, hours, counts) is then given to every row; the texts are
given last, and only to the rows that are kept or refused as such: they are the heaviest columns to move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from clauses.files.rules import FileKind
from imports import checks, values
from imports.cells import Lexicon, marked, spread, spread_all
from imports.columns import Field, Parser, fields
from imports.moments import month_alone

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

_ROW = ("row_id", "sheet", "row", "column")


@dataclass(frozen=True)
class Typed:
    """The rows of a file, their texts still to be given.

    ``judged``: a row each, its days and quantities as values, its texts as places (null where nothing was read).
    ``unread``: the faults of reading (`imports.checks.faults`). ``texts``: by column of a row, the distinct texts and
    the column of ``judged`` that points to them. ``columns``: those of a row, in their order.
    """

    judged: pl.DataFrame
    unread: pl.DataFrame
    texts: Mapping[str, tuple[pl.Series, str]]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, frame: pl.DataFrame, lexicon: Lexicon, kind: FileKind, today: date) -> Typed:
        """From the places of the texts of every row, a column a field."""
        known = {name: column for name, column in fields(kind).items() if column.stored}
        read = {name: _read(column, lexicon.words(name), today) for name, column in known.items()}
        spreading = {name: (_places_or_values(value), name) for name, (value, _) in read.items()}
        spreading |= {f"{name}_code": (code, name) for name, (_, code) in read.items() if code is not None}
        given = spread_all(frame, spreading)
        texts: dict[str, tuple[pl.Series, str]] = {}
        out, found, order = [frame[name] for name in _ROW], [], [*_ROW]
        for name, (values_, _) in read.items():
            value, code = given[name], given[f"{name}_code"] if f"{name}_code" in spreading else None
            if name == "month":
                value, code = _with_year(value, code, frame, lexicon)
            if code is not None:
                found.append(_faults_of(name, frame["row_id"], code))
            parts = value.struct.unnest().get_columns() if known[name].parser is Parser.OBLIGATION else [value]
            out += parts
            order += [part.name for part in parts]
            if values_.dtype == pl.String:
                texts[name] = (values_, name)
            if name in _WITH_TEXT:
                order.append(f"{name}_text")
                texts[f"{name}_text"], pointing = _sent(name, lexicon, values_, frame)
                out += pointing
        judged = pl.DataFrame(out)
        if kind is FileKind.HOURS:
            # A row that speaks of training only leaves its hours blank: none were worked.
            silent = pl.col("hours").is_null() & pl.col("training_hours").is_not_null()
            judged = judged.with_columns(pl.when(silent).then(0).otherwise("hours").alias("hours"))
        return cls(judged, checks.faults(found), texts, tuple(order))

    def rows(self, judged: pl.DataFrame) -> pl.DataFrame:
        """Some rows of ``judged``, their texts given."""
        return judged.with_columns(spread_all(judged, self.texts)).select(self.columns)


def shown(words: pl.Series) -> pl.Series:
    """The texts that may be repeated: not those that stand for a number that must not be kept."""
    return words.zip_with(marked(words).is_null(), pl.Series([None], dtype=pl.String))


def _places_or_values(value: pl.Series) -> pl.Series:
    """What each row is given at first: of texts, their places; null where nothing was read."""
    if value.dtype != pl.String:
        return value
    places = pl.int_range(len(value), dtype=pl.UInt32, eager=True)
    return places.to_frame("at").select(pl.when(value.is_not_null()).then("at")).to_series()


def _sent(
    name: str, lexicon: Lexicon, value: pl.Series, frame: pl.DataFrame
) -> tuple[tuple[pl.Series, str], list[pl.Series]]:
    """The texts of a column as they were sent (of a name that was split, the whole cell), and what points to them."""
    words, at = shown(lexicon.words(name)), frame[name]
    if name in {"last_name", "first_name"} and frame["full_name"].null_count() < frame.height:
        first, whole = len(words), frame["full_name"]
        both = pl.DataFrame({"at": at, "whole": whole}).select(pl.coalesce(pl.col("whole") + first, "at"))
        return (pl.concat([words, shown(lexicon.words("full_name"))]), f"{name}_text"), [
            both.to_series().alias(f"{name}_text")
        ]
    if value.dtype == pl.String and words.equals(value):
        return (value, name), []
    return (words, f"{name}_text"), [at.alias(f"{name}_text")]


def _read(column: Field, words: pl.Series, today: date) -> tuple[pl.Series, pl.Series | None]:
    """The values of the texts of a column, and their codes where there is any."""
    value, code = values.read(column, words, today=today)
    faulty = code.is_not_null()
    if column.parser is Parser.WORD and column.name in _FALLBACK:
        value = value.zip_with(~faulty, pl.Series([_FALLBACK[column.name]]))
    return value, code if faulty.any() else None


def _with_year(
    value: pl.Series, code: pl.Series | None, frame: pl.DataFrame, lexicon: Lexicon
) -> tuple[pl.Series, pl.Series | None]:
    """Months said without their year take it from the column, the title or the sheet that says it."""
    if code is None or not (code == "year_missing").any() or frame["year"].null_count() == frame.height:
        return value, code
    year = spread(_read(fields(FileKind.HOURS)["year"], lexicon.words("year"), date.max)[0], frame["year"])
    alone = spread(month_alone(lexicon.words("month")), frame["month"])
    parts = pl.DataFrame({"value": value, "code": code, "year": year, "month": alone})
    written = pl.format("{}-{}-01", "year", pl.col("month").cast(pl.String).str.zfill(2))
    dated = parts.with_columns(value=pl.col("value").fill_null(written.str.to_date("%Y-%m-%d", strict=False)))
    month = dated["value"].alias("month")
    return month, dated.select(pl.when(pl.col("value").is_null()).then("code")).to_series()


def _faults_of(name: str, rows: pl.Series, code: pl.Series) -> pl.DataFrame:
    where = code.is_not_null()
    return pl.DataFrame({"row_id": rows.filter(where), "code": code.filter(where)}).with_columns(
        field=pl.lit(name), detail=pl.lit(None, dtype=pl.String)
    )
