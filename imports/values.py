"""A column of text → its typed value and what is wrong with it, once for each distinct text.

The way of reading each column stands in `imports.columns`; how each is read, in `imports.numbers` (hours, money),
`imports.moments` (days, months), `imports.identifiers` (SIRET, references) and `imports.vocabulary` (closed lists).
No function raises on any text: what cannot be read has a code.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from imports import identifiers, moments, numbers, vocabulary
from imports.cells import marked
from imports.columns import Field, Parser
from imports.numbers import Parsed

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


def read(field: Field, text: pl.Expr, *, today: date) -> Parsed:
    """The value and the code of a column of tidy texts, by the way of reading of ``field``.

    Units: hours in hundredths, amounts in cents, months as their first day.
    """
    if field.parser is Parser.WORD:
        return vocabulary.coded(text, field.name)
    if field.parser in _DATED:
        return _DATED[field.parser](text, today=today)
    return _PLAIN[field.parser](text)


def read_each(field: Field, texts: pl.Series, *, today: date) -> pl.DataFrame:
    """Distinct texts → ``value`` and ``code``, in the same order."""
    frame = texts.alias("text").to_frame().with_columns(mark=marked(pl.col("text")))
    value, code = read(field, pl.when(pl.col("mark").is_null()).then("text"), today=today)
    return frame.select(
        value.cast(DTYPES[field.parser]).alias("value"), pl.coalesce("mark", code.cast(pl.String)).alias("code")
    )
