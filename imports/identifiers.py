"""References as people write them → the one way they are compared; and numbers that must never be kept."""

from __future__ import annotations

import polars as pl

from imports.numbers import Parsed, is_error, says_nothing

_PREFIX = (
    r"^(?:(?:le |du )?march[ée]s?\b(?: publics?)?[ :]*)?"
    r"(?:(?:r[ée]f[ée]rence|r[ée]f|num[ée]ro|num)\b[. :]*(?:du march[ée])?[ :]*)?(?:n ?[°º˚]|no\b|n\b\.)?[ :.]*"
)
_LOT_PREFIX = r"^(?:lots?\b ?)?(?:n ?[°º˚]|(?:num[ée]ro|num|no?)\b\.?)?[ :.]*"
_LOT_TITLE = r"^(\d{1,4}(?: ?[A-Z])?)(?: ?[–—:(,]| - | -|- | (?:/|\|) ?).*$"
_SIRET_SIGNS = r"[ .\-_']"
_LUHN = tuple((1, 2)[index % 2] for index in range(14))  # from the right; a SIRET has 14 digits: doubled at even places
_LA_POSTE = "356000000"


def reference(text: pl.Expr) -> Parsed:
    """A market's reference as sent, « Marché n° » left out. Code: ``cell_error``."""
    bare = text.str.replace(r"(?i)" + _PREFIX, "").str.strip_chars(" .:;,-–—")
    return _text(text, pl.when(bare != "").then(bare).otherwise(text))


def lot(text: pl.Expr) -> Parsed:
    """A lot's number: ``01``, ``1``, ``Lot 1``, ``lot n° 1 – Toiture`` → ``1``; ``2b`` → ``2B``. Code: ``cell_error``."""
    bare = text.str.replace(r"(?i)" + _LOT_PREFIX, "").str.to_uppercase().str.strip_chars(" ")
    number = (
        bare.str.replace(_LOT_TITLE, "${1}")
        .str.strip_chars(" ")
        .str.replace(r"^(\d+)[.,]0+$", "${1}")
        .str.replace(r"^(\d+)[ \-]([A-Z])$", "${1}${2}")
    )
    plain = number.str.replace(r"^0+(\d)", "${1}")
    return _text(text, pl.when(plain != "").then(plain).otherwise(text.str.to_uppercase()))


def siret(text: pl.Expr) -> Parsed:
    """14 digits; the zeros that a number lost at its start are put back (at most two, two only when the key agrees).

    Codes: ``not_a_siret``, ``siren_only`` (9 digits), ``siret_scientific`` (digits lost for good), ``cell_error``;
    and ``siret_key``, beside a value: the key disagrees, as some real ones do (La Poste's are checked their own way).
    """
    digits = (
        text.str.replace(r"(?i)^(?:n ?[°º]\s?)?siret ?:? ?", "")
        .str.replace_all(_SIRET_SIGNS, "")
        .str.replace(r"[.,]0+$", "")
    )
    size = digits.str.len_bytes()
    figures = digits.str.contains(r"^[0-9]+$")
    full = pl.when(figures & size.is_between(12, 14)).then(digits.str.zfill(14))
    luhn = pl.sum_horizontal(_doubled(full.str.slice(13 - place, 1), weight) for place, weight in enumerate(_LUHN))
    total = pl.sum_horizontal(full.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(14))
    right = (luhn % 10 == 0) | (full.str.starts_with(_LA_POSTE) & (total % 5 == 0))
    value = pl.when((size >= 13) | right).then(full)
    nothing = says_nothing(text)
    code = (
        pl.when(nothing).then(None)
        .when(is_error(text)).then(pl.lit("cell_error"))
        .when(text.str.contains(r"(?i)^\d([.,]\d+)?e\+?\d+$")).then(pl.lit("siret_scientific"))
        .when(value.is_null() & figures & (size == 9)).then(pl.lit("siren_only"))
        .when(value.is_null() | (value == "0" * 14)).then(pl.lit("not_a_siret"))
        .when(~right).then(pl.lit("siret_key"))
    )  # fmt: skip
    kept = ~nothing & (code.is_null() | (code == "siret_key"))
    return Parsed(pl.when(kept).then(value), code)


def _doubled(digit: pl.Expr, weight: int) -> pl.Expr:
    twice = digit.cast(pl.Int32, strict=False) * weight
    return pl.when(twice > 9).then(twice - 9).otherwise(twice)


def cpv(text: pl.Expr) -> Parsed:
    """A CPV code, ``45223220`` or ``45223220-4``; the zero that a number lost is put back. Code: ``not_a_cpv``."""
    first = text.str.replace(r"^(\d{7,8}(?:-\d)?)\b.*$", "${1}")
    size = first.str.extract(r"^(\d+)", 1).str.len_bytes()
    value = pl.when(first.str.contains(r"^\d{7,8}(?:-\d)?$")).then(
        pl.when(size == 7).then(pl.concat_str(pl.lit("0"), first)).otherwise(first)
    )
    return _checked(text, value, "not_a_cpv")


def postal(text: pl.Expr) -> Parsed:
    """Five digits; the zero a number lost at its start is put back. Codes: ``not_a_postal_code``."""
    digits = text.str.replace_all(r" |\.0$", "")
    return _checked(
        text, pl.when(digits.str.contains(r"^(?:\d{4,5}|2[AaBb]\d{3})$")).then(digits.str.zfill(5)), "not_a_postal_code"
    )


def plain(text: pl.Expr) -> Parsed:
    """The text as it is; dashes only say nothing. Code: ``cell_error``."""
    return _text(text, text)


def several(text: pl.Expr) -> Parsed:
    """``maçon ; coffreur`` → a list, in order, each once. Code: ``cell_error``."""
    kept = pl.when(~says_nothing(text) & ~is_error(text)).then(text)
    parts = kept.str.split(";").list.eval(
        pl.element().str.strip_chars(" ").filter(pl.element().str.strip_chars(" ") != "")
    )
    return _text(text, parts.list.unique(maintain_order=True))


def _text(text: pl.Expr, value: pl.Expr) -> Parsed:
    nothing, failed = says_nothing(text), is_error(text)
    return Parsed(pl.when(~nothing & ~failed).then(value), pl.when(~nothing & failed).then(pl.lit("cell_error")))


def _checked(text: pl.Expr, value: pl.Expr, unreadable: str) -> Parsed:
    nothing = says_nothing(text)
    code = (
        pl.when(nothing).then(None)
        .when(is_error(text)).then(pl.lit("cell_error"))
        .when(value.is_null()).then(pl.lit(unreadable))
    )  # fmt: skip
    return Parsed(pl.when(~nothing).then(value), code)


_NIR = (
    r"(?:^|[^0-9])([12378] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3}[ /\-]?\d{2})(?:[^0-9]|$)"
)
_IBAN = r"(?i)\b([A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,4})?)\b"


def secrets(texts: pl.Series) -> pl.Series:
    """For each distinct text, ``nir`` or ``iban`` when it holds one, null otherwise.

    A NIR is 15 digits with its key (97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18, INSEE); an
    IBAN carries its own (ISO 13616). Only the texts long enough to hold one are looked at one by one.
    """
    long = texts.alias("text").to_frame().with_row_index("at").filter(pl.col("text").str.len_bytes() >= 15)
    frame = long.select("at", nir=pl.col("text").str.extract(_NIR, 1), iban=pl.col("text").str.extract(_IBAN, 1))
    signs = pl.col("nir").str.replace_all(r"[ /\-]", "").str.to_uppercase()
    body = signs.str.slice(0, 13).str.replace("2A", "19", literal=True).str.replace("2B", "18", literal=True)
    number = body.cast(pl.Int64, strict=False)
    keyed = (97 - number % 97) == signs.str.slice(13, 2).cast(pl.Int64, strict=False)
    banked = pl.col("iban").map_elements(_is_iban, return_dtype=pl.Boolean, skip_nulls=True)
    found = frame.select("at", what=pl.when(keyed).then(pl.lit("nir")).when(banked).then(pl.lit("iban"))).drop_nulls()
    return (
        pl.repeat(None, len(texts), dtype=pl.String, eager=True).scatter(found["at"], found["what"]).alias(texts.name)
    )


def _is_iban(text: str) -> bool:
    signs = text.replace(" ", "").upper()
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
