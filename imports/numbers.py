"""Quantities as people write them → integers of hundredths, exactly: no float, rounded once, half up.

Texts are tidy (`imports.cells.tidy`): one plain space at most between signs, and each stands once.
"""

from __future__ import annotations

from functools import partial

import polars as pl

from imports.attempts import Parsed, Way, first_read, groups, judged

_SIGN = r"^(?P<sign>[+\-−–]|\()? ?"
_WRITTEN = (
    _SIGN + r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:[ '’][0-9]{3}){1,4})(?:[.,](?P<frac>[0-9]{0,30}))?\)?$",
    _SIGN + r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){2,4}|[0-9]{1,3}(?:\.[0-9]{3}){1,4},)(?P<frac>[0-9]{0,30})\)?$",
    _SIGN + r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){2,4}|[0-9]{1,3}(?:,[0-9]{3}){1,4}\.)(?P<frac>[0-9]{0,30})\)?$",
    _SIGN + r"(?P<whole>)[.,](?P<frac>[0-9]{1,30})\)?$",
)
"""Plain or grouped by spaces; grouped by points; grouped by commas as the English do; without a whole part."""

_ZERO = r"^(?i:n[ée]ant|z[ée]ro|nulle?s?|aucune?s?|aucune heure|pas d['’]heures?)$"
_HOUR_UNIT = r" ?(?i:h|hrs?|hres?|heures?)\.?$"
_EURO_UNIT = (
    r" ?(?:€|(?i:eur|euros?))? ?(?i:h\.?t\.?)?"
    r"(?: ?(?:/|(?i:par)) ?(?i:h|heure)(?i:s)?(?: (?i:manquante|non r[ée]alis[ée]e)s?)?)?$"
)
_UNIT_OF_MINUTES = r"(?i:m|mn|mins?|minutes?)"
_CLOCKS = (
    r"^(?P<h>[0-9]{1,6}):(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9])(?:\.0+)?)?$",
    rf"^(?P<h>[0-9]{{1,6}}) ?(?i:h|hrs?|heures?) ?(?:et )?(?P<m>[0-5][0-9]) ?(?:{_UNIT_OF_MINUTES}|['’])?$",
    rf"^(?P<h>[0-9]{{1,6}}) ?(?i:h|hrs?|heures?) ?(?:et )?(?P<m>[0-9]) ?(?:{_UNIT_OF_MINUTES}|['’])$",
    rf"^(?P<m>[0-9]{{1,6}}) ?{_UNIT_OF_MINUTES}$",
)
_SCALE = (
    r"^(?P<n>[0-9 .,]+?) ?(?P<scale>(?i:k|m|millions?|milliers?))\.? ?"
    r"(?:d['’] ?)?(?:€|(?i:eur|euros?))(?: ?(?i:h\.?t\.?))?$"
)
_THOUSANDS = r"^[0-9]{1,3}\.[0-9]{2}0$"
_THREE_DECIMALS = r"^[+\-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"


def scaled(text: pl.Series, decimals: int) -> pl.Series:
    """A written number × 10 ** ``decimals``, half up away from zero; null where the text is no number.

    The digit after the last one kept decides alone: no digit is lost to a float, "7.675" is 768 hundredths.
    """
    return first_read(text, [partial(_scaled, pattern=pattern, decimals=decimals) for pattern in _WRITTEN], pl.Int64())


def _scaled(text: pl.Series, pattern: str, decimals: int) -> pl.Series:
    sign, whole, frac = (pl.col(name).fill_null("") for name in ("sign", "whole", "frac"))
    kept = pl.concat_str(frac, pl.lit("0" * (decimals + 1))).str.slice(0, decimals + 1)
    units = pl.concat_str(pl.lit("0"), whole.str.replace_all("[^0-9]", ""), kept).cast(pl.Int64, strict=False)
    magnitude = (units + 5) // 10
    closed = (sign == "(") == pl.col("text").str.ends_with(")")
    value = pl.when(sign.is_in(["-", "−", "–", "("])).then(-magnitude).otherwise(magnitude)
    frame = groups(text, pattern).with_columns(text.alias("text"))
    return frame.select(pl.when(pl.col("whole").is_not_null() & closed).then(value).alias("value")).to_series()


def _clock(text: pl.Series, pattern: str) -> pl.Series:
    """A duration in hours and minutes → hundredths of an hour, half up; null where the text is none."""
    frame = groups(text, pattern).cast(pl.Int64)
    seconds = [pl.col(name).fill_null(0) * each for name, each in (("h", 3600), ("m", 60), ("s", 1)) if name in frame]
    total = (pl.sum_horizontal(seconds) * 200 + 3600) // 7200
    return frame.select(pl.when(pl.col("m").is_not_null()).then(total).alias("value")).to_series()


def _zero(text: pl.Series) -> pl.Series:
    return text.to_frame("text").select(
        pl.when(pl.col("text").str.contains(_ZERO)).then(pl.lit(0, dtype=pl.Int64)).alias("value")
    ).to_series()  # fmt: skip


def hours(text: pl.Series) -> Parsed:
    """Hundredths of an hour: ``7.675`` → 768, ``1 234,56``, ``7h30``, ``151:40``, ``néant`` → 0; ``-`` says nothing.

    Codes: ``not_a_number``, ``negative``, ``cell_error``.
    """
    ways: list[Way] = [
        partial(scaled, decimals=2),
        *(partial(_clock, pattern=pattern) for pattern in _CLOCKS),
        lambda left: scaled(left.str.replace(_HOUR_UNIT, ""), 2),
        _zero,
    ]
    return judged(text, first_read(text, ways, pl.Int64()), "not_a_number", signed=True)


def money(text: pl.Series) -> Parsed:
    """Cents: ``850 000,00 €``, ``2,7 M€``, ``60 €/h``.

    Codes: ``not_an_amount``, ``ambiguous``, ``negative``, ``cell_error``. ``850.125`` or ``850,000`` may be thousands
    or decimals: ambiguous, never guessed; ``850.000`` can only be a text with thousands, since a spreadsheet's number
    would not keep its zeros.
    """
    bare = text.str.replace(_EURO_UNIT, "")
    value = first_read(text, (_millions, lambda left: _amount(left.str.replace(_EURO_UNIT, ""))), pl.Int64())
    return judged(text, value, "not_an_amount", signed=True, ambiguous=_is_ambiguous(bare))


def _amount(text: pl.Series) -> pl.Series:
    """A number × 100, where ``850.000`` is thousands."""
    return first_read(text, (_thousands, partial(scaled, decimals=2)), pl.Int64())


def _thousands(text: pl.Series) -> pl.Series:
    whole = pl.col("text").str.replace(".", "", literal=True).cast(pl.Int64, strict=False) * 100
    return text.to_frame("text").select(pl.when(pl.col("text").str.contains(_THOUSANDS)).then(whole)).to_series()


def _is_ambiguous(text: pl.Series) -> pl.Expr:
    return pl.lit(text.str.contains(_THREE_DECIMALS) & ~text.str.contains(_THOUSANDS))


def _millions(text: pl.Series) -> pl.Series:
    """``2,7 M€``, ``850 k€`` → cents, exactly; null for anything else."""
    frame = groups(text, _SCALE)
    exact = scaled(frame["n"].str.strip_chars(" "), 9).alias("exact")
    large = pl.col("scale").str.contains("^(?i:m|millions?)$")
    cents = pl.when(large).then(pl.col("exact") // 10).otherwise(pl.col("exact") // 10_000)
    return frame.with_columns(exact).select(cents.alias("value")).to_series()


def count(text: pl.Series) -> Parsed:
    """A whole number of things. Codes: ``not_a_count``, ``negative``, ``cell_error``."""
    cents = scaled(text, 2).to_frame("cents")
    whole = cents.select(pl.when(pl.col("cents") % 100 == 0).then(pl.col("cents") // 100).alias("value")).to_series()
    return judged(text, whole, "not_a_count", signed=True)


def distance(text: pl.Series) -> Parsed:
    """Whole kilometres: ``20``, ``20 km``. Codes as for `count`."""
    found = count(text.str.replace(r" ?(?i:km|kms|kilom[èe]tres?)\.?$", ""))
    return judged(text, found.value, "not_a_count", signed=True)


_N = r"[0-9 .,'’]+?"
_EUROS = r" ?(?:(?P<{0}k>(?i:k|m|millions?)) ?)?(?:d['’] ?)?(?:€|(?i:euros?|eur)) ?(?i:h\.?t\.?)?"
_ABOVE = r"(?i:au[ -]?del[àa] (?:de |d['’])|au[ -]?dessus (?:de |d['’])|[àa] partir de |d[èe]s |sup[ée]rieure? [àa] |>)"
_FORMULA = (
    rf"^(?P<h>{_N}) ?(?i:h|heures?)(?: d['’]insertion)? ?(?:/|(?i:par|pour chaque|pour|tou(?:te)?s les|chaque)) ?"
    rf"(?:tranche (?:de |d['’]))?(?P<e>{_N}){_EUROS.format('e')}"
    r" ?(?:factur[ée]e?s?|de travaux|de prestations|de march[ée]|de chiffre d['’]affaires)?"
    rf"(?: ?[,;(]? ?{_ABOVE} ?(?P<t>{_N}){_EUROS.format('t')} ?\)?)?\.?$"
)
_FIXED_UNIT = r" ?(?i:h|hrs?|heures?)?(?: d['’]insertion)?\.?$"


def _euros(frame: pl.DataFrame, name: str) -> pl.Series:
    """The cents of an amount of a formula and of its scale."""
    amount, scale = frame[name].str.strip_chars(" "), frame[f"{name}k"]
    large = _millions(frame.select(pl.concat_str(amount.alias("n"), scale.alias("k"), pl.lit(" €"))).to_series())
    return _amount(amount).zip_with(scale.is_null(), large).alias(name)


def obligation(text: pl.Series) -> Parsed:
    """Hours due: a struct of ``due`` (hundredths of an hour), ``euros_per_hour_cents`` and ``threshold_cents``.

    ``1 h / 2 000 € au-delà de 2 700 000 €`` → null, 200 000, 270 000 000; ``833`` → 83 300, null, null.
    Codes: ``not_an_obligation``, ``ambiguous``, ``negative``, ``cell_error``.
    """
    frame = groups(text, _FORMULA)
    bare = text.str.replace(_FIXED_UNIT, "")
    terms = pl.DataFrame(
        [
            _amount(bare).alias("due"),
            scaled(frame["h"].str.strip_chars(" "), 2).alias("per"),
            _euros(frame, "e").alias("spent"),
            _euros(frame, "t").alias("threshold_cents"),
            frame["t"].alias("above"),
        ]
    )
    exact = (pl.col("per") > 0) & (pl.col("spent") > 0) & (pl.col("spent") * 100 % pl.col("per") == 0)
    understood = exact & (pl.col("above").is_null() | pl.col("threshold_cents").is_not_null())
    slope = pl.when(understood).then(pl.col("spent") * 100 // pl.col("per")).alias("euros_per_hour_cents")
    found = terms.select("due", slope, "threshold_cents")
    either = found.select(pl.coalesce("due", "euros_per_hour_cents")).to_series()
    read = judged(text, either, "not_an_obligation", signed=True, ambiguous=_is_ambiguous(bare))
    kept = found.with_columns(pl.when(read.value.is_not_null()).then(pl.all()).name.keep())
    return Parsed(kept.to_struct("value"), read.code)
