"""Hours that may be claimed twice: on two lots, by two employers or contractors, in this file or in an earlier one.

And what one person would have worked in a month, all lots together. Pure.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from clauses.dates import french_month
from clauses.files.rules import Issue, Severity
from clauses.hours.rules import DeclarationState, LineState
from clauses.quantities import french_hours
from imports.hours.known import Known
from imports.hours.months import last_days
from imports.said import Headers, Row, Saying, say

USUAL_HOURS = 220_00
"""Hundredths of an hour in a month above which someone must look (the full-time month is 151,67 h)."""

LONG_DAY = 12_00
"""Hundredths of an hour a day, over all the days of the contract: ten are allowed, twelve by derogation.

Source: Code du travail, L3121-18 and L3121-19.
"""

_UNIT = ["contractor_id", "employer_id", "month"]
_SAME = ["person_id", "month", "hours"]
_LOOKED_AT = [
    *_UNIT, "row_id", "person_id", "hours", "hours_text", "first_name", "last_name", "starts_on", "ends_on", "sheet",
    "row", "column",
]  # fmt: skip
"""What is compared and said: a national file has a million rows, of fifty columns."""

_DAYS = 1 << 23
"""More than there are days between the years 1 and 9999."""

_COUNTED = [LineState.SUBMITTED.value, LineState.VALIDATED.value]


def look(frame: pl.DataFrame, known: Known, headers: Headers) -> list[Issue]:
    """What to say of rows whose person is known; the units that this file declares again are not compared."""
    counted = _counted(frame)
    before = recorded(counted, known).filter(_is_seen())
    several = _several(counted)
    return [
        *_twice(counted.filter(several), headers),
        *_again(counted.filter(several), headers),
        *_already(counted, before, headers),
        *_too_much(counted, before, several, headers),
    ]


def unseen(frame: pl.DataFrame, known: Known) -> pl.Series:
    """The ``row_id`` of rows that only what their sender does not see makes doubtful; `look` says the others."""
    if known.seen is None:
        return frame["row_id"].clear()
    counted = _counted(frame)
    before = recorded(counted, known)
    hidden = before.filter(~_is_seen())
    if hidden.is_empty():
        return frame["row_id"].clear()
    seen = before.filter(_is_seen())
    twice = counted.join(hidden, on=_SAME, how="semi").join(seen, on=_SAME, how="anti")
    several = _several(counted)
    many = _beyond(counted, before, several).join(_beyond(counted, seen, several), on="row_id", how="anti")
    return pl.concat([twice["row_id"], many["row_id"]]).unique()


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    counts = frame.select((pl.col("person_id").is_not_null() & (pl.col("hours") > 0)).alias("counts")).to_series()
    looked_at = frame.select(_LOOKED_AT)
    return looked_at if counts.all() else looked_at.filter(counts)


def _several(counted: pl.DataFrame) -> pl.Series:
    """The rows of people who have another one that month: few have, and one number for both tells them soonest."""
    day = pl.col("month").to_physical().cast(pl.Int64)
    both = counted.select(pl.col("person_id") * _DAYS + day).to_series()
    ordered = both.sort()  # sooner done than groups are made
    return both.is_in(ordered.filter(ordered == ordered.shift(1)).unique().implode())


def _is_seen() -> pl.Expr:
    return pl.col("declared_by").is_not_null()


def recorded(frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Lines in force of the months of a file, but those of the units that it holds: who, when, how long, where.

    ``declared_by`` and ``declared_lot`` are null where the sender has nothing to see.
    """
    in_force = known.declarations.filter(pl.col("declaration_state") == DeclarationState.CURRENT.value)
    mine = frame.select(_UNIT)
    return (
        in_force.join(mine.unique() if in_force.height else mine.clear(), on=_UNIT, how="anti")
        .join(known.lines.filter(pl.col("state").is_in(_COUNTED)), on="declaration_id")
        .join(known.contracts.select("contract_id", "person_id"), on="contract_id")
        .join(
            known.contractors.select("contractor_id", "lot_id", pl.col("name").alias("declared_by")),
            on="contractor_id",
            how="left",
        )
        .join(known.lots.select("lot_id", pl.col("lot").alias("declared_lot")), on="lot_id", how="left")
        .select("person_id", "month", "hours", "declared_by", "declared_lot")
        .sort("declared_by", nulls_last=True, maintain_order=True)
    )


def _twice(counted: pl.DataFrame, headers: Headers) -> list[Issue]:
    """The same hours of the same person in the same month, at two places of this file."""
    place = pl.struct("contractor_id", "employer_id")
    twice = counted.filter(place.n_unique().over(_SAME) > 1)
    return say(twice, Saying("hours.same_on_two_lots", "hours", Severity.BLOCKING, _same_elsewhere), headers)


def _same_elsewhere(row: Row) -> str:
    return (
        f"Ligne {row['row']} : les mêmes {french_hours(row['hours'])} de {row['first_name']} {row['last_name']} en "
        f"{french_month(row['month'])} sont déclarées deux fois, sur deux lots ou par deux employeurs. "
        "Une heure ne compte qu'une fois : gardez celle du lot où elle a été faite."
    )


def _again(several: pl.DataFrame, headers: Headers) -> list[Issue]:
    """The same hours of the same person twice in one unit, under contracts that run together; or a sum of the others.

    Each row but the first: the line counts once.
    """
    there = [*_UNIT, "person_id"]
    ends = pl.col("ends_on").fill_null(date.max)
    alike = several.filter(pl.len().over(*there, "hours") > 1).sort("starts_on", "row_id", nulls_last=False)
    together = pl.col("starts_on").fill_null(date.min) <= ends.cum_max().shift(1).over(*there, "hours")
    place = [pl.col(name).first().over(*there, "hours").alias(f"first_{name}") for name in ("row", "sheet")]
    again = alike.with_columns(place).filter(together).sort("row_id")
    most = pl.col("hours") == pl.col("hours").max().over(there)
    sums = most & (2 * pl.col("hours") == pl.col("hours").sum().over(there)) & (pl.len().over(there) > 2)
    return [
        *say(again, Saying("hours.same_line_twice", "hours", Severity.BLOCKING, _said_again), headers),
        *say(several.filter(sums), Saying("hours.sum_of_others", "hours", Severity.BLOCKING, _sum_of_others), headers),
    ]


def _said_again(row: Row) -> str:
    elsewhere = "" if row["first_sheet"] == row["sheet"] else f" de la feuille « {row['first_sheet']} »"
    return (
        f"Ligne {row['row']} : les {french_hours(row['hours'])} de {row['first_name']} {row['last_name']} en "
        f"{french_month(row['month'])} sont déjà à la ligne {row['first_row']}{elsewhere}. Supprimez l'une des deux si "
        "c'est la même."
    )


def _sum_of_others(row: Row) -> str:
    return (
        f"Ligne {row['row']} : ces {french_hours(row['hours'])} sont la somme des autres lignes de {row['first_name']} "
        f"{row['last_name']} en {french_month(row['month'])}. Supprimez-la si c'est un total."
    )


def _already(counted: pl.DataFrame, before: pl.DataFrame, headers: Headers) -> list[Issue]:
    """The same hours already declared elsewhere, by an earlier file."""
    if before.is_empty():
        return []
    once = before.unique(subset=_SAME, maintain_order=True)
    found = counted.join(once, on=_SAME, how="inner", maintain_order="left").filter(_is_seen())
    return say(found, Saying("hours.already_declared", "hours", Severity.BLOCKING, _already_declared), headers)


def _already_declared(row: Row) -> str:
    return (
        f"Ligne {row['row']} : les mêmes {french_hours(row['hours'])} de {row['first_name']} {row['last_name']} en "
        f"{french_month(row['month'])} sont déjà déclarées par « {row['declared_by']} » sur le lot "
        f"{row['declared_lot']}. Une heure ne compte qu'une fois : vérifiez qui les a fait faire."
    )


def _too_much(counted: pl.DataFrame, before: pl.DataFrame, several: pl.Series, headers: Headers) -> list[Issue]:
    """What a person would have worked in a month, several lines together; and in the days of a short contract."""
    many = _beyond(counted, before, several)
    last = pl.min_horizontal(last_days(counted["month"]), "ends_on")
    days = (last - pl.max_horizontal("month", "starts_on")).dt.total_days() + 1
    dense = counted.with_columns(days.alias("days")).filter(
        pl.col("hours") > pl.col("days") * LONG_DAY, pl.col("hours") <= USUAL_HOURS
    )
    return [
        *say(many, Saying("hours.improbable_total", "hours", Severity.WARNING, _improbable_total), headers),
        *say(dense, Saying("hours.improbable_days", "hours", Severity.WARNING, _improbable_days), headers),
    ]


def _beyond(counted: pl.DataFrame, before: pl.DataFrame, several: pl.Series) -> pl.DataFrame:
    """Rows whose person has several lines that month, here and before, beyond `USUAL_HOURS` in ``total``."""
    on = ["person_id", "month"]
    elsewhere = before.group_by(on).agg(pl.col("hours").sum().alias("elsewhere"))
    here, alone = counted.filter(several), counted.filter(~several)
    summed = pl.concat([here, alone.join(elsewhere, on=on, how="semi") if elsewhere.height else alone.clear()])
    found = summed.with_columns(pl.col("hours").sum().over(on).alias("here")).join(elsewhere, on=on, how="left")
    total = pl.col("here") + pl.col("elsewhere").fill_null(0)
    return found.filter(total > USUAL_HOURS).with_columns(total.alias("total"))


def _improbable_total(row: Row) -> str:
    return (
        f"Ligne {row['row']} : avec ses autres lignes, {row['first_name']} {row['last_name']} aurait travaillé "
        f"{french_hours(row['total'])} en {french_month(row['month'])}. "
        "Vérifiez qu'aucune heure n'est comptée deux fois."
    )


def _improbable_days(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {french_hours(row['hours'])} pour {row['days']} jours de contrat en "
        f"{french_month(row['month'])}, plus de 12 h par jour. Vérifiez les heures, ou les dates du contrat."
    )
