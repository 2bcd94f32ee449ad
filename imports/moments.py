"""Days and months as people write them → dates. Texts are tidy (`imports.cells.tidy`).

A day is ``jj/mm/aaaa`` (also with ``-``, ``.`` or spaces, two-digit years, ISO, words, a serial number);
a month is any of those, or ``mars 2023``, ``mars-23``, ``03/2023``, ``2023-03``. What no calendar holds (31/02) has a
code.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from imports.numbers import Parsed, is_error, says_nothing

MONTH_WORDS: dict[str, int] = {
    word: month
    for month, words in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev february feb", "mars mar march", "avril avr april apr",
            "mai may",
            "juin june jun", "juillet juil jul july", "aout aou august aug", "septembre sept sep september",
            "octobre oct october", "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
"""A month in words, without accents, whole or as spreadsheets shorten it, in French or in English."""

_DAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
_TIME = r"(?:[ t]+\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
_SEP = r" ?[/.\- ] ?"
_SLASHED = rf"^(?:(?:{_DAY})\.? )?(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}}|\d{{2}}){_TIME}$"
_ISO = rf"^(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}$"
_WORDED = (
    rf"^(?:(?:le )?(?:{_DAY})\.? )?(?:le )?(?P<d>\d{{1,2}})(?:er)?[ \-/.]*"
    r"(?P<w>[a-z]{3,9})\.?[ \-/.,]*(?P<y>\d{4}|\d{2})$"
)
_PACKED = r"^(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})$"
_PACKED_FRENCH = r"^(?P<d>\d{2})(?P<m>\d{2})(?P<y>(?:19|20)\d{2})$"
_SERIAL = r"^(?P<n>[1-9]\d{4})(?:\.\d+)?$"
_OPEN_END = (
    r"^(?:en cours|cdi|neant|aucune?|sans(?: (?:fin|terme|objet))?|indeterminee?|non determinee?|illimitee?"
    r"|pas de fin|ouvert)$"
)

_MONTH_WORD = (
    r"^(?:(?:paie|mois) )?(?:(?:de|du) )?(?:mois )?(?:de |d['’] ?)?(?P<w>[a-z]{3,9})\.?[ \-/.,']*(?P<y>\d{4}|\d{2})$"
)
_MONTH_AFTER = r"^(?P<y>\d{4})[ \-/.,]*(?P<w>[a-z]{3,9})\.?$"
_MONTH_FIGURES = r"^m?(?P<m>\d{1,2}) ?[/.\- ] ?(?P<y>\d{4}|\d{2})$"
_MONTH_ISO = r"^(?P<y>\d{4}) ?[/.\- ] ?m?(?P<m>\d{1,2})$"
_MONTH_PACKED = r"^(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])$"
_SPAN = (
    r"^(?:du )?(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))? ?(?:au|-|–|a) ?"
    r"(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4}|\d{2})$"
)
_ALONE = r"^(?:m(?:ois)? ?)?(?P<m>0?[1-9]|1[0-2])$"
_WORD_ALONE = r"^(?:mois )?(?:de |d['’] ?)?(?P<w>[a-z]{3,9})\.?$"

_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FOREVER = 2500


def bare(text: pl.Expr) -> pl.Expr:
    """Lower case, without accents: what dates in words are compared by."""
    return text.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def _number(groups: pl.Expr, name: str) -> pl.Expr:
    return groups.struct.field(name).cast(pl.Int32, strict=False)


def _month_word(groups: pl.Expr) -> pl.Expr:
    return groups.struct.field("w").replace_strict(MONTH_WORDS, default=None, return_dtype=pl.Int32)


def _year(groups: pl.Expr, pivot: int, name: str = "y") -> pl.Expr:
    """Four digits as they are; two digits → the latest year not after ``pivot``."""
    year, length = _number(groups, name), groups.struct.field(name).str.len_bytes()
    return pl.when(length == 4).then(year).otherwise(pivot - (pivot - year) % 100)


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr | int) -> pl.Expr:
    """The day, null where the calendar has none or the year is out of reach."""
    days = pl.lit(day) if isinstance(day, int) else day
    written = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), days.cast(pl.String).str.zfill(2))
    near = year.is_between(_FIRST_YEAR, _LAST_YEAR)
    return pl.when(near).then(written).str.to_date("%Y-%m-%d", strict=False)


def _days(text: pl.Expr, pivot: int) -> pl.Expr:
    words = bare(text)
    found: pl.Expr = pl.lit(None, dtype=pl.Date)
    for pattern in (_ISO, _SLASHED, _PACKED, _PACKED_FRENCH):
        groups = words.str.extract_groups(pattern)
        found = found.fill_null(_day(_year(groups, pivot), _number(groups, "m"), _number(groups, "d")))
    groups = words.str.extract_groups(_WORDED)
    found = found.fill_null(_day(_year(groups, pivot), _month_word(groups), _number(groups, "d")))
    serial = words.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    counted = pl.lit(_EXCEL_EPOCH) + pl.duration(days=pl.when(serial < 73051).then(serial))
    return found.fill_null(counted.cast(pl.Date))


def day(text: pl.Expr, *, today: date) -> Parsed:
    """A day; a two-digit year is at most thirty years ahead. Codes: ``not_a_date``, ``cell_error``."""
    return _judged(text, _days(text, today.year + 30), "not_a_date")


def birth(text: pl.Expr, *, today: date) -> Parsed:
    """A birth date; a two-digit year is past. Codes: ``not_a_date``, ``birth_date_impossible``, ``cell_error``."""
    found = _judged(text, _days(text, today.year - 10), "not_a_date")
    impossible = found.value > today
    return Parsed(
        pl.when(~impossible).then(found.value),
        found.code.fill_null(pl.when(impossible).then(pl.lit("birth_date_impossible"))),
    )


def end(text: pl.Expr, *, today: date) -> Parsed:
    """A last day; ``en cours``, ``CDI`` or a year after 2500 is an open end: null without a code."""
    words = bare(text)
    year = words.str.extract(r"^(\d{4})-\d{2}-\d{2}", 1).fill_null(words.str.extract(r"^\d{1,2}/\d{1,2}/(\d{4})$", 1))
    is_open = (words.str.contains(_OPEN_END) | (year.cast(pl.Int32, strict=False) >= _FOREVER)).fill_null(False)
    found = day(text, today=today)
    return Parsed(pl.when(~is_open).then(found.value), pl.when(~is_open).then(found.code))


def month(text: pl.Expr, *, today: date) -> Parsed:
    """The first day of a month. Codes: ``not_a_month``, ``year_missing`` (« mars » alone), ``cell_error``."""
    words = bare(text)
    pivot = today.year + 30
    found = _days(text, pivot).dt.month_start()
    for pattern in (_MONTH_WORD, _MONTH_AFTER):
        groups = words.str.extract_groups(pattern)
        found = found.fill_null(_day(_year(groups, pivot), _month_word(groups), 1))
    for pattern in (_MONTH_FIGURES, _MONTH_ISO, _MONTH_PACKED):
        groups = words.str.extract_groups(pattern)
        found = found.fill_null(_day(_year(groups, pivot), _number(groups, "m"), 1))
    found = found.fill_null(_span(words, pivot))
    parsed = _judged(text, found, "not_a_month")
    alone = (month_alone(text).is_not_null() & found.is_null()).fill_null(False)
    return Parsed(parsed.value, pl.when(alone).then(pl.lit("year_missing")).otherwise(parsed.code))


def month_alone(text: pl.Expr) -> pl.Expr:
    """The number of a month written without its year: « mars », « 03 », « M3 »; null for anything else."""
    words = bare(text)
    return _month_word(words.str.extract_groups(_WORD_ALONE)).fill_null(_number(words.str.extract_groups(_ALONE), "m"))


def _span(words: pl.Expr, pivot: int) -> pl.Expr:
    """``du 01/03/2024 au 31/03/2024`` → that month, when both days are of it."""
    groups = words.str.extract_groups(_SPAN)
    until = _day(_year(groups, pivot, "y2"), _number(groups, "m2"), _number(groups, "d2"))
    year = _year(groups, pivot).fill_null(until.dt.year())
    since = _day(year, _number(groups, "m"), _number(groups, "d"))
    return pl.when(since.dt.month_start() == until.dt.month_start()).then(until.dt.month_start())


def year(text: pl.Expr) -> Parsed:
    """A year in four digits. Codes: ``not_a_year``, ``cell_error``."""
    found = text.str.extract(r"^(?:[Aa]nn[ée]e )?((?:19|20)\d{2})(?:\.0+)?$", 1).cast(pl.Int32, strict=False)
    return _judged(text, found, "not_a_year")


def _judged(text: pl.Expr, value: pl.Expr, unreadable: str) -> Parsed:
    nothing = says_nothing(text)
    code = (
        pl.when(nothing).then(None)
        .when(is_error(text)).then(pl.lit("cell_error"))
        .when(value.is_null()).then(pl.lit(unreadable))
    )  # fmt: skip
    return Parsed(pl.when(~nothing).then(value), code)
