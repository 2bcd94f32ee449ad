"""References as people write them → the one way they are compared; and numbers that must never be kept."""

from __future__ import annotations

import polars as pl

from clauses.markets.lot_numbers import lot_number, names_several
from imports.attempts import Parsed, judged, repeated

_PREFIX = (
    r"^(?:(?:le |du )?march[ée]s?\b(?: publics?)?[ :]*)?"
    r"(?:(?:r[ée]f[ée]rence|r[ée]f|num[ée]ro|num)\b[. :]*(?:du march[ée])?[ :]*)?(?:n ?[°º˚]|no\b|n\b\.)?[ :.]*"
)
_SIRET_SIGNS = r"[ .\-_']"
_SCIENTIFIC = r"(?i)^[0-9](?:[.,][0-9]+)?e\+?[0-9]+$"
_LA_POSTE = 356_000_000
_NEVER = "unreadable"
"""Nothing is unreadable as text: this code stands for no cell."""


def reference(text: pl.Series) -> Parsed:
    """A market's reference as sent, « Marché n° » left out. Code: ``cell_error``."""
    bare = text.str.replace(r"(?i)" + _PREFIX, "").str.strip_chars(" .:;,-–—")
    return judged(text, bare.zip_with(bare != "", text), _NEVER)


def lot(text: pl.Series) -> Parsed:
    """A lot's number, as `clauses.markets.lot_numbers` reads it, of distinct texts.

    Codes: ``cell_error``, and ``several_lots`` where a cell names more than one: hours are of one lot.
    """
    read = judged(text, text.map_elements(lot_number, return_dtype=pl.String, skip_nulls=True), _NEVER)
    many = text.map_elements(names_several, return_dtype=pl.Boolean, skip_nulls=True) & read.value.is_not_null()
    nothing, several = pl.Series([None], dtype=pl.String), pl.Series(["several_lots"])
    named = many.fill_null(value=False)
    return Parsed(read.value.zip_with(~named, nothing), read.code.zip_with(~named, several))


def siret(text: pl.Series) -> Parsed:
    """14 digits; the zeros that a number lost at its start are put back (at most two, two only when the key agrees).

    Codes: ``not_a_siret``, ``siren_only`` (9 digits), ``siret_scientific`` (digits lost for good), ``cell_error``;
    and ``siret_key``, beside a value: the key disagrees, as some real ones do (La Poste's are checked their own way).
    """
    bare = text.str.replace(r"(?i)^(?:n ?[°º] ?)?siret ?:? ?", "").str.replace(r"[.,]0$", "")
    digits = bare.str.replace_all(_SIRET_SIGNS, "").str.extract("^([0-9]+)$", 1).alias("digits")
    size = pl.col("digits").str.len_bytes()
    full = pl.when(size.is_between(12, 14)).then(pl.col("digits").str.zfill(14))
    frame = pl.DataFrame([text.alias("text"), digits]).with_columns(full=full, size=size)
    frame = frame.with_columns(number=pl.col("full").cast(pl.Int64)).with_columns(right=_key_agrees())
    known = ((pl.col("size") >= 13) | pl.col("right")) & (pl.col("number") > 0)
    read = judged(text, frame.select(pl.when(known).then("full")).to_series(), "not_a_siret")
    unread = pl.col("code") == "not_a_siret"
    code = (
        pl.when(pl.col("value").is_not_null() & ~pl.col("right")).then(pl.lit("siret_key"))
        .when(unread & pl.col("text").str.contains(_SCIENTIFIC)).then(pl.lit("siret_scientific"))
        .when(unread & (pl.col("size") == 9)).then(pl.lit("siren_only"))
        .otherwise("code").alias("code")
    )  # fmt: skip
    return Parsed(
        read.value, frame.with_columns(read.value.alias("value"), read.code.alias("code")).select(code)["code"]
    )


def _key_agrees() -> pl.Expr:
    """Luhn's key over the 14 digits of ``number`` (INSEE); La Poste's add up to a multiple of 5."""
    digits = [pl.col("number") // 10**place % 10 for place in range(14)]
    doubled = [
        digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4).cast(pl.Int64) for place, digit in enumerate(digits)
    ]
    la_poste = (pl.col("number") // 10**5 == _LA_POSTE) & (pl.sum_horizontal(digits) % 5 == 0)
    return (pl.sum_horizontal(doubled) % 10 == 0) | la_poste


def cpv(text: pl.Series) -> Parsed:
    """A CPV code, ``45223220`` or ``45223220-4``; the zero that a number lost is put back. Code: ``not_a_cpv``."""
    found = text.str.extract(r"^([0-9]{7,8}(?:-[0-9])?)(?:[^0-9].*)?$", 1)
    return judged(text, found.str.replace(r"^([0-9]{7})(-.*)?$", "0${1}${2}"), "not_a_cpv")


def postal(text: pl.Series) -> Parsed:
    """Five digits; the zero that a number lost is put back. Code: ``not_a_postal_code``."""
    digits = text.str.replace_all(r" |\.0$", "").str.extract("^([0-9]{4,5}|2[AaBb][0-9]{3})$", 1)
    return judged(text, digits.str.zfill(5), "not_a_postal_code")


def plain(text: pl.Series) -> Parsed:
    """The text as it is; dashes only say nothing. Code: ``cell_error``."""
    return judged(text, text, _NEVER)


def several(text: pl.Series) -> Parsed:
    """``maçon ; coffreur`` → a list, in order, each once. Code: ``cell_error``."""
    read = plain(text)
    part = pl.element().str.strip_chars(" ")
    each = read.value.str.split(";").list.eval(part.filter(part != ""))
    return Parsed(each.list.unique(maintain_order=True), read.code)


_SHORTEST_SECRET = 15
_NIR = (
    r"(?:^|[^0-9])([12378] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:[0-9]{2}|2[ABab]) ?"
    r"[0-9]{3} ?[0-9]{3}[ /\-]?[0-9]{2})(?:[^0-9]|$)"
)
_IBAN = r"\b([A-Za-z]{2}[0-9]{2}(?: ?[0-9A-Za-z]{4}){2,7}(?: ?[0-9A-Za-z]{1,4})?)\b"


def secrets(texts: pl.Series) -> pl.Series:
    """For each distinct text, ``nir`` or ``iban`` when it holds one, null otherwise.

    A NIR is 15 digits with its key (97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18, INSEE); an
    IBAN carries its own (ISO 13616). Only the texts long enough to hold one are looked at one by one.
    """
    nothing = repeated(None, len(texts), pl.String()).alias(texts.name)
    places = (texts.str.len_bytes() >= _SHORTEST_SECRET).arg_true()
    if places.is_empty():
        return nothing
    long = pl.DataFrame([texts.gather(places).alias("text"), places.alias("at")])
    frame = long.select("at", nir=pl.col("text").str.extract(_NIR, 1), iban=pl.col("text").str.extract(_IBAN, 1))
    signs = pl.col("nir").str.replace_all(r"[ /\-]", "").str.to_uppercase()
    body = signs.str.slice(0, 13).str.replace("2A", "19", literal=True).str.replace("2B", "18", literal=True)
    number = body.cast(pl.Int64, strict=False)
    keyed = (97 - number % 97) == signs.str.slice(13, 2).cast(pl.Int64, strict=False)
    banked = pl.col("iban").map_elements(_is_iban, return_dtype=pl.Boolean, skip_nulls=True)
    found = frame.select("at", what=pl.when(keyed).then(pl.lit("nir")).when(banked).then(pl.lit("iban"))).drop_nulls()
    return nothing.scatter(found["at"], found["what"])


def _is_iban(text: str) -> bool:
    signs = text.replace(" ", "").upper()
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
