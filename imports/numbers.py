"""Quantities as people write them → integers of hundredths, exactly: no float, rounded once, half up.

Texts are tidy (`imports.cells.tidy`): one plain space at most between signs. Each function takes a column of text and
gives ``(value, code)``: a null value with a null code is a cell that says nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

_SIGN = r"^(?P<sign>[+\-−–]|\()?\s?"
_PLAIN = _SIGN + r"(?P<whole>\d{1,12}|\d{1,3}(?:[ '’]\d{3}){1,4})(?:[.,](?P<frac>\d{0,30}))?\)?$"
_DOTTED = _SIGN + r"(?P<whole>\d{1,3}(?:\.\d{3}){2,4}|\d{1,3}(?:\.\d{3}){1,4},)(?P<frac>\d{0,30})\)?$"
_ENGLISH = _SIGN + r"(?P<whole>\d{1,3}(?:,\d{3}){2,4}|\d{1,3}(?:,\d{3}){1,4}\.)(?P<frac>\d{0,30})\)?$"
_BARE = _SIGN + r"(?P<whole>)[.,](?P<frac>\d{1,30})\)?$"
_NOTHING = r"^[\-–—−_/.]+$"
_ZERO = r"^(?:n[ée]ant|z[ée]ro|nulle?s?|aucune?s?|aucune heure|pas d['’]heures?)$"
_ERROR = r"^#[A-ZÀ-Ý0-9/?!]+[!?]?$"

_HOUR_UNIT = r"(?i)\s?(?:h|hrs?|hres?|heures?)\.?$"
_EURO_UNIT = (
    r"(?i)\s?(?:€|eur|euros?)?\s?(?:h\.?t\.?)?"
    r"(?:\s?(?:/|par)\s?(?:h|heure)s?(?: (?:manquante|non r[ée]alis[ée]e)s?)?)?$"
)
_CLOCK = r"^(?P<h>\d{1,6}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.0+)?)?$"
_SPOKEN = r"(?i)^(?P<h>\d{1,6})\s?(?:h|hrs?|heures?)\s?(?:et )?(?P<m>[0-5]\d)\s?(?:m|mn|mins?|minutes?|['’])?$"
_SPOKEN_UNIT = r"(?i)^(?P<h>\d{1,6})\s?(?:h|hrs?|heures?)\s?(?:et )?(?P<m>\d)\s?(?:m|mn|mins?|minutes?|['’])$"
_MINUTES = r"(?i)^(?P<m>\d{1,6})\s?(?:m|mn|mins?|minutes?)$"
_SCALE = (
    r"(?i)^(?P<n>[\d .,]+?)\s?(?P<scale>k|m|millions?|milliers?)\.?\s?"
    r"(?:d['’]\s?)?(?:€|eur|euros?)(?:\s?h\.?t\.?)?$"
)
_THREE_DECIMALS = r"^[+\-]?\d{1,3}[.,]\d{3}$"


class Parsed(NamedTuple):
    """``value``, null where there is none, and ``code``, null where nothing is wrong."""

    value: pl.Expr
    code: pl.Expr


def _groups(text: pl.Expr, pattern: str) -> pl.Expr:
    return text.str.extract_groups(pattern)


def _part(groups: pl.Expr, name: str) -> pl.Expr:
    return groups.struct.field(name)


def scaled(text: pl.Expr, decimals: int) -> pl.Expr:
    """A written number × 10 ** ``decimals``, half up away from zero; null where the text is no number.

    The digit after the last one kept decides alone: no digit is lost to a float, "7.675" is 768 hundredths.
    """
    found: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for pattern in (_PLAIN, _DOTTED, _ENGLISH, _BARE):
        groups = _groups(text, pattern)
        sign, whole, frac = (_part(groups, name) for name in ("sign", "whole", "frac"))
        closed = (sign.fill_null("") == "(") == text.str.ends_with(")")
        digits = whole.str.replace_all(r"\D", "")
        kept = pl.concat_str(frac.fill_null(""), pl.lit("0" * (decimals + 1))).str.slice(0, decimals + 1)
        units = pl.concat_str(pl.when(digits != "").then(digits).otherwise(pl.lit("0")), kept).cast(
            pl.Int64, strict=False
        )
        magnitude = (units + 5) // 10
        value = pl.when(whole.is_not_null() & closed).then(
            pl.when(sign.fill_null("").is_in(["-", "−", "–", "("])).then(-magnitude).otherwise(magnitude)
        )
        found = found.fill_null(value)
    return found


def _clock(text: pl.Expr) -> pl.Expr:
    """Durations written in hours and minutes → hundredths of an hour, half up; null where the text is none."""
    total: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for pattern, names in ((_CLOCK, "hms"), (_SPOKEN, "hm"), (_SPOKEN_UNIT, "hm"), (_MINUTES, "m")):
        groups = _groups(text, pattern)
        seconds: pl.Expr = pl.lit(0, dtype=pl.Int64)
        for name, each in (("h", 3600), ("m", 60), ("s", 1)):
            if name in names:
                seconds = seconds + _part(groups, name).cast(pl.Int64, strict=False).fill_null(0) * each
        total = total.fill_null(pl.when(_part(groups, "m").is_not_null()).then(seconds))
    return (total * 200 + 3600) // 7200


def says_nothing(text: pl.Expr) -> pl.Expr:
    """Whether a cell is blank or holds dashes only."""
    return text.is_null() | text.str.contains(_NOTHING)


def is_error(text: pl.Expr) -> pl.Expr:
    """Whether a cell shows an error of the spreadsheet: ``#REF!``, ``#N/A``, ``#DIV/0!``."""
    return text.str.contains(_ERROR).fill_null(False)


def hours(text: pl.Expr) -> Parsed:
    """Hundredths of an hour: ``7.675`` → 768, ``1 234,56``, ``7h30``, ``151:40``, ``néant`` → 0; ``-`` says nothing.

    Codes: ``not_a_number``, ``negative``, ``cell_error``.
    """
    number = scaled(text.str.replace(_HOUR_UNIT, ""), 2)
    zero = pl.when(text.str.to_lowercase().str.contains(_ZERO)).then(pl.lit(0, dtype=pl.Int64))
    value = _clock(text).fill_null(number).fill_null(zero)
    return _judged(text, value, "not_a_number")


def money(text: pl.Expr) -> Parsed:
    """Cents: ``850 000,00 €``, ``2,7 M€``, ``60 €/h``.

    Codes: ``not_an_amount``, ``ambiguous``, ``negative``, ``cell_error``. ``850.125`` or ``850,000`` may be thousands
    or decimals: ambiguous, never guessed; ``850.000`` can only be a text with thousands, since a spreadsheet's number
    would not keep its zeros.
    """
    bare = text.str.replace(_EURO_UNIT, "")
    value = _millions(text, 2).fill_null(_thousands(bare)).fill_null(scaled(bare, 2))
    return _judged(text, value, "not_an_amount", ambiguous=_is_ambiguous(bare))


def _thousands(text: pl.Expr) -> pl.Expr:
    """``850.000`` → 85 000 000 cents; null for anything else."""
    return pl.when(text.str.contains(r"^\d{1,3}\.\d{2}0$")).then(scaled(text.str.replace(".", "", literal=True), 2))


def _is_ambiguous(text: pl.Expr) -> pl.Expr:
    return text.str.contains(_THREE_DECIMALS) & ~text.str.contains(r"^\d{1,3}\.\d{2}0$") & ~text.str.starts_with("0")


def _millions(text: pl.Expr, decimals: int) -> pl.Expr:
    """``2,7 M€``, ``850 k€`` → cents, exactly; null for anything else."""
    groups = _groups(text, _SCALE)
    exact = scaled(_part(groups, "n").str.strip_chars(" "), 9)
    large = _part(groups, "scale").str.to_lowercase().str.contains("^(?:m|millions?)$")
    return pl.when(large).then(exact * 10**decimals // 1000).otherwise(exact * 10**decimals // 1_000_000)


def _judged(text: pl.Expr, value: pl.Expr, unreadable: str, *, ambiguous: pl.Expr | None = None) -> Parsed:
    nothing = says_nothing(text)
    doubt = pl.lit(False) if ambiguous is None else ambiguous
    code = (
        pl.when(nothing).then(None)
        .when(is_error(text)).then(pl.lit("cell_error"))
        .when(doubt).then(pl.lit("ambiguous"))
        .when(value.is_null()).then(pl.lit(unreadable))
        .when(value < 0).then(pl.lit("negative"))
    )  # fmt: skip
    return Parsed(pl.when(~nothing & code.is_null()).then(value), code)


def count(text: pl.Expr) -> Parsed:
    """A whole number of things. Codes: ``not_a_count``, ``negative``, ``cell_error``."""
    cents = scaled(text, 2)
    return _judged(text, pl.when(cents % 100 == 0).then(cents // 100), "not_a_count")


def distance(text: pl.Expr) -> Parsed:
    """Whole kilometres: ``20``, ``20 km``. Codes as for `count`."""
    return count(text.str.replace(r"(?i)\s?(?:km|kms|kilom[èe]tres?)\.?$", ""))


_N = r"[\d .,'’]+?"
_EUROS = r"\s?(?:(?P<{0}k>k|m|millions?)\s?)?(?:d['’]\s?)?(?:€|eur|euros?)\s?(?:h\.?t\.?)?"
_FORMULA = (
    rf"(?i)^(?P<h>{_N})\s?(?:h|heures?)(?: d['’]insertion)?\s?(?:/|par|pour|tou(?:te)?s les|chaque|pour chaque)\s?"
    rf"(?:tranche (?:de|d['’]))?\s?(?P<e>{_N}){_EUROS.format('e')}"
    r"\s?(?:factur[ée]e?s?|de travaux|de prestations|de march[ée]|de chiffre d['’]affaires)?"
    r"(?:\s?[,;(]?\s?"
    r"(?:au[ -]?del[àa] (?:de|d['’])|au[ -]?dessus (?:de|d['’])|[àa] partir de|d[èe]s|sup[ée]rieure? [àa]|>)\s?"
    rf"(?P<t>{_N}){_EUROS.format('t')}\s?\)?)?\.?$"
)
_FIXED_UNIT = r"(?i)\s?(?:h|hrs?|heures?)?(?: d['’]insertion)?\.?$"


def _euros(groups: pl.Expr, name: str) -> pl.Expr:
    amount = _part(groups, name).str.strip_chars(" ")
    scale = _part(groups, f"{name}k").fill_null("")
    plain = _thousands(amount).fill_null(scaled(amount, 2))
    return pl.when(scale == "").then(plain).otherwise(_millions(pl.concat_str(amount, scale, pl.lit(" €")), 2))


def obligation(text: pl.Expr) -> Parsed:
    """Hours due: a struct of ``due`` (hundredths of an hour), ``euros_per_hour_cents`` and ``threshold_cents``.

    ``1 h / 2 000 € au-delà de 2 700 000 €`` → null, 200 000, 270 000 000; ``833`` → 83 300, null, null.
    Codes: ``not_an_obligation``, ``ambiguous``, ``negative``, ``cell_error``.
    """
    groups = _groups(text, _FORMULA)
    per, spent = scaled(_part(groups, "h").str.strip_chars(" "), 2), _euros(groups, "e")
    exact = (per > 0) & (spent > 0) & ((spent * 100) % per == 0)
    slope = pl.when(exact).then(spent * 100 // per)
    threshold = _euros(groups, "t")
    bare = text.str.replace(_FIXED_UNIT, "")
    due = _thousands(bare).fill_null(scaled(bare, 2))
    whole = _part(groups, "t").is_null() | threshold.is_not_null()
    fixed = _judged(text, due.fill_null(pl.when(whole).then(slope)), "not_an_obligation", ambiguous=_is_ambiguous(bare))
    kept = fixed.value.is_not_null()
    return Parsed(
        pl.struct(
            pl.when(kept).then(due).alias("due"),
            pl.when(kept & due.is_null()).then(slope).alias("euros_per_hour_cents"),
            pl.when(kept & due.is_null()).then(threshold).alias("threshold_cents"),
        ),
        fixed.code,
    )
