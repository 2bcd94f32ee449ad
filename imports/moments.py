"""Days and months as people write them → dates. Texts are tidy (`imports.cells.tidy`).

A day is ``jj/mm/aaaa`` (also with ``-``, ``.`` or spaces, two-digit years, ISO, words, a serial number);
a month is any of those, or ``mars 2023``, ``mars-23``, ``03/2023``, ``2023-03``. What no calendar holds (31/02) has a
code.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import polars as pl

from clauses.dates import MONTHS
from clauses.words import folded
from imports.attempts import Parsed, Way, first_read, groups, judged

_FRENCH = tuple(folded(month) for month in MONTHS)
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def _month_words() -> dict[str, int]:
    """Whole words, and their first letters, three at least, where they are the start of one month only."""
    known = {word: place % 12 + 1 for place, word in enumerate((*_FRENCH, *_ENGLISH))}
    for place, word in enumerate((*_ENGLISH, *_FRENCH)):
        for size in range(3, len(word)):
            start = word[:size]
            if all(other.startswith(start) is (other == word) for other in _FRENCH):
                known.setdefault(start, place % 12 + 1)
    return known | {"jul": 7, "fev": 2, "mar": 3}


MONTH_WORDS = _month_words()
"""A month in words, without accents, whole or shortened as spreadsheets do, in French or in English."""

_DAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
_TIME = r"(?:[ t]+[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?z?)?"
_SEP = r" ?[/.\- ] ?"
_SLASHED = (
    rf"^(?:(?:{_DAY})\.? )?(?P<d>[0-9]{{1,2}}){_SEP}(?P<m>[0-9]{{1,2}}){_SEP}(?P<y>[0-9]{{4}}|[0-9]{{2}}){_TIME}$"
)
_ISO = rf"^(?P<y>[0-9]{{4}})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}}){_TIME}$"
_WORDED = (
    rf"^(?:(?:le )?(?:{_DAY})\.? )?(?:le )?(?P<d>[0-9]{{1,2}})(?:er)?[ \-/.]*"
    r"(?P<w>[a-z]{3,9})\.?[ \-/.,]*(?P<y>[0-9]{4}|[0-9]{2})$"
)
_PACKED = r"^(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})$"
_PACKED_FRENCH = r"^(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>(?:19|20)[0-9]{2})$"
_SERIAL = r"^(?P<n>[1-9][0-9]{4})(?:\.[0-9]+)?$"
_OPEN_END = (
    r"^(?:en cours|cdi|neant|aucune?|sans(?: (?:fin|terme|objet))?|indeterminee?|non determinee?|illimitee?"
    r"|pas de fin|ouvert)$"
)

_MONTH_WORD = (
    r"^(?:(?:paie|mois) )?(?:(?:de|du) )?(?:mois )?(?:de |d['’] ?)?"
    r"(?P<w>[a-z]{3,9})\.?[ \-/.,']*(?P<y>[0-9]{4}|[0-9]{2})$"
)
_MONTH_AFTER = r"^(?P<y>[0-9]{4})[ \-/.,]*(?P<w>[a-z]{3,9})\.?$"
_MONTH_FIGURES = r"^m?(?P<m>[0-9]{1,2}) ?[/.\- ] ?(?P<y>[0-9]{4}|[0-9]{2})$"
_MONTH_ISO = r"^(?P<y>[0-9]{4}) ?[/.\- ] ?m?(?P<m>[0-9]{1,2})$"
_MONTH_PACKED = r"^(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])$"
_MONTH_PACKED_FRENCH = r"^(?P<m>0[1-9]|1[0-2])(?P<y>(?:19|20)[0-9]{2})$"
_SPAN = (
    r"^(?:du )?(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?:/(?P<y>[0-9]{4}|[0-9]{2}))? ?(?:au|-|–|a) ?"
    r"(?P<d2>[0-9]{1,2})/(?P<m2>[0-9]{1,2})/(?P<y2>[0-9]{4}|[0-9]{2})$"
)
_ALONE = r"^(?:m(?:ois)? ?)?(?P<m>0?[1-9]|1[0-2])$"
_WORD_ALONE = r"^(?:mois )?(?:de |d['’] ?)?(?P<w>[a-z]{3,9})\.?$"

_EXCEL_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 73_050  # the last day of 2099
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FOREVER = 2500


def bare(text: pl.Series) -> pl.Series:
    """Lower case, without accents: what dates in words are compared by."""
    return text.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def _month(frame: pl.DataFrame) -> pl.Expr:
    """The number of the month, written in figures (``m``) or in words (``w``)."""
    if "w" in frame:
        return pl.col("w").replace_strict(MONTH_WORDS, default=None, return_dtype=pl.Int32)
    return pl.col("m").cast(pl.Int32, strict=False)


def _year(name: str, pivot: int) -> pl.Expr:
    """Four digits as they are; two digits → the latest year not after ``pivot``."""
    year = pl.col(name).cast(pl.Int32, strict=False)
    return pl.when(pl.col(name).str.len_bytes() == 4).then(year).otherwise(pivot - (pivot - year) % 100)


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The day, null where the calendar has none or the year is out of reach."""
    padded = [part.cast(pl.String).str.zfill(2) for part in (month, day)]
    written = pl.when(year.is_between(_FIRST_YEAR, _LAST_YEAR)).then(pl.format("{}-{}-{}", year, *padded))
    return written.str.to_date("%Y-%m-%d", strict=False)


def _by(text: pl.Series, pattern: str, pivot: int) -> pl.Series:
    """The day that a pattern reads; the first of the month where it reads no day."""
    frame = groups(text, pattern)
    parts = frame.select(
        year=_year("y", pivot), month=_month(frame), day=pl.col("d").cast(pl.Int32, strict=False) if "d" in frame else 1
    )
    return parts.select(_day(pl.col("year"), pl.col("month"), pl.col("day"))).to_series()


def _serial(text: pl.Series) -> pl.Series:
    """A spreadsheet's number of a day, in the system of 1900."""
    number = text.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False).to_frame("n")
    counted = pl.lit(_EXCEL_EPOCH) + pl.duration(days=pl.col("n"))
    return number.select(pl.when(pl.col("n") <= _LAST_SERIAL).then(counted).cast(pl.Date)).to_series()


def _days(words: pl.Series, pivot: int) -> pl.Series:
    patterns = (_ISO, _SLASHED, _PACKED, _PACKED_FRENCH, _WORDED)
    ways: list[Way] = [*(partial(_by, pattern=pattern, pivot=pivot) for pattern in patterns), _serial]
    return first_read(words, ways, pl.Date())


def day(text: pl.Series, *, today: date) -> Parsed:
    """A day; a two-digit year is at most thirty years ahead. Codes: ``not_a_date``, ``cell_error``."""
    return judged(text, _days(bare(text), today.year + 30), "not_a_date")


def birth(text: pl.Series, *, today: date) -> Parsed:
    """A birth date; a two-digit year is past. Codes: ``not_a_date``, ``birth_date_impossible``, ``cell_error``."""
    found = judged(text, _days(bare(text), today.year - 10), "not_a_date")
    later = pl.DataFrame([found.value.alias("value"), found.code.alias("code")]).with_columns(
        later=pl.col("value") > today
    )
    code = pl.when("later").then(pl.lit("birth_date_impossible")).otherwise("code").alias("code")
    kept = later.select(pl.when(~pl.col("later")).then("value").alias("value"), code)
    return Parsed(kept["value"], kept["code"])


def end(text: pl.Series, *, today: date) -> Parsed:
    """A last day; ``en cours``, ``CDI`` or a year after 2500 is an open end: null without a code."""
    words = bare(text)
    year = words.str.extract(r"^([0-9]{4})-[0-9]{2}-[0-9]{2}", 1)
    year = year.fill_null(words.str.extract(r"^[0-9]{1,2}/[0-9]{1,2}/([0-9]{4})$", 1)).cast(pl.Int32, strict=False)
    is_open = (words.str.contains(_OPEN_END) | (year >= _FOREVER).fill_null(value=False)).fill_null(value=False)
    return day(text.zip_with(~is_open, pl.Series([None], dtype=pl.String)), today=today)


def month(text: pl.Series, *, today: date) -> Parsed:
    """The first day of a month. Codes: ``not_a_month``, ``year_missing`` (« mars » alone), ``cell_error``."""
    words, pivot = bare(text), today.year + 30
    patterns = (_MONTH_WORD, _MONTH_AFTER, _MONTH_FIGURES, _MONTH_ISO, _MONTH_PACKED, _MONTH_PACKED_FRENCH)
    ways: list[Way] = [
        lambda left: _days(left, pivot).dt.month_start(),
        *(partial(_by, pattern=pattern, pivot=pivot) for pattern in patterns),
        partial(_span, pivot=pivot),
    ]
    parsed = judged(text, first_read(words, ways, pl.Date()), "not_a_month")
    alone = (month_alone(text).is_not_null() & parsed.code.is_not_null()).fill_null(value=False)
    return Parsed(parsed.value, parsed.code.zip_with(~alone, pl.Series(["year_missing"])))


def month_alone(text: pl.Series) -> pl.Series:
    """The number of a month written without its year: « mars », « 03 », « M3 »; null for anything else."""
    words = bare(text)
    ways: list[Way] = [partial(_number_of_month, pattern=pattern) for pattern in (_WORD_ALONE, _ALONE)]
    return first_read(words, ways, pl.Int32())


def _number_of_month(words: pl.Series, pattern: str) -> pl.Series:
    frame = groups(words, pattern)
    return frame.select(_month(frame).alias("month")).to_series()


def _span(words: pl.Series, pivot: int) -> pl.Series:
    """``du 01/03/2024 au 31/03/2024`` → that month, when both days are of it."""
    parts = groups(words, _SPAN).select(
        "d",
        "m",
        "d2",
        "m2",
        until_year=_year("y2", pivot),
        since_year=pl.coalesce(_year("y", pivot), _year("y2", pivot)),
    )
    spans = parts.select(
        since=_day(pl.col("since_year"), pl.col("m"), pl.col("d")),
        until=_day(pl.col("until_year"), pl.col("m2"), pl.col("d2")),
    ).select(pl.col("since", "until").dt.month_start())
    return spans.select(pl.when(pl.col("since") == pl.col("until")).then("until")).to_series()


def year(text: pl.Series) -> Parsed:
    """A year in four digits. Codes: ``not_a_year``, ``cell_error``."""
    found = text.str.extract(r"^(?:[Aa]nn[ée]e )?((?:19|20)[0-9]{2})(?:\.0+)?$", 1).cast(pl.Int32, strict=False)
    return judged(text, found, "not_a_year")
