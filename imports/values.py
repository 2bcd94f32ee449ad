"""A column of text → its typed value and what is wrong with it, once for each distinct text.

The way of reading each column stands in `imports.columns`; how each is read, in `imports.numbers` (hours, money),
`imports.moments` (days, months), `imports.identifiers` (SIRET, references) and `imports.vocabulary` (closed lists).
No function raises on any text: what cannot be read has a code.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from imports import identifiers, moments, numbers, vocabulary
from imports.attempts import Parsed
from imports.cells import marked
from imports.columns import Field, Parser

_PLAIN = {
    Parser.TEXT: identifiers.plain,
    Parser.NAME: identifiers.plain,
    Parser.REFERENCE: identifiers.reference,
    Parser.LOT: identifiers.lot,
    Parser.SIRET: identifiers.siret,
    Parser.CPV: identifiers.cpv,
    Parser.POSTAL: identifiers.postal,
    Parser.YEAR: moments.year,
    Parser.HOURS: numbers.hours,
    Parser.MONEY: numbers.money,
    Parser.COUNT: numbers.count,
    Parser.DISTANCE: numbers.distance,
    Parser.OBLIGATION: numbers.obligation,
    Parser.YES_NO: vocabulary.yes_no,
    Parser.LIST: identifiers.several,
}
_DATED = {Parser.DATE: moments.day, Parser.BIRTH: moments.birth, Parser.END: moments.end, Parser.MONTH: moments.month}

DTYPES: dict[Parser, pl.DataType] = {
    Parser.TEXT: pl.String(), Parser.NAME: pl.String(), Parser.REFERENCE: pl.String(), Parser.LOT: pl.String(),
    Parser.SIRET: pl.String(), Parser.CPV: pl.String(), Parser.POSTAL: pl.String(), Parser.YEAR: pl.Int32(),
    Parser.DATE: pl.Date(), Parser.BIRTH: pl.Date(), Parser.END: pl.Date(), Parser.MONTH: pl.Date(),
    Parser.HOURS: pl.Int64(), Parser.MONEY: pl.Int64(), Parser.COUNT: pl.Int64(), Parser.DISTANCE: pl.Int64(),
    Parser.YES_NO: pl.Boolean(), Parser.LIST: pl.List(pl.String), Parser.WORD: pl.String(),
    Parser.OBLIGATION: pl.Struct({"due": pl.Int64, "euros_per_hour_cents": pl.Int64, "threshold_cents": pl.Int64}),
}  # fmt: skip
"""The type of the values of each way of reading."""


def read(field: Field, text: pl.Series, *, today: date) -> Parsed:
    """The values and the codes of distinct tidy texts, by the way of reading of ``field``.

    Units: hours in hundredths, amounts in cents, months as their first day.
    """
    marks = marked(text)
    readable = text.zip_with(marks.is_null(), pl.Series([None], dtype=pl.String)).alias("text")
    if field.parser is Parser.WORD:
        value, code = vocabulary.coded(readable, field.name)
    elif field.parser in _DATED:
        value, code = _DATED[field.parser](readable, today=today)
    else:
        value, code = _PLAIN[field.parser](readable)
    return Parsed(value.cast(DTYPES[field.parser]).alias("value"), marks.fill_null(code).alias("code"))
