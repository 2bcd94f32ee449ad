"""The end of a contract that a file gives against the one recorded: which of the two holds.

The last to speak is believed: a later end prolongs, an earlier one shortens and somebody must look. A file of months
past knows nothing of what was agreed since: where hours of later months are recorded, it shortens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import func
from sqlmodel import Session, col, select

from clauses.dates import french_day
from clauses.files.rules import Issue, Severity
from clauses.hours.models import Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from imports.said import Headers, Row, Saying, say

LATER = {"contract_id": pl.Int64, "last_month": pl.Date}
"""The last month, after those of a file, that has hours under a contract."""

_FOREVER = date.max
_AT_ONCE = 5_000
_TERMS = ["birth_date", "contract_kind", "starts_on"]


def may_shorten(rows: pl.DataFrame, contracts: pl.DataFrame, people: pl.DataFrame, told: pl.DataFrame) -> list[int]:
    """The recorded contracts that a row may shorten: same kind, start and birth date, and an earlier end.

    ``told`` are the people found under another name or birth date (`known.CONFIRMED`): any end may be about theirs.
    """
    if contracts.is_empty() or rows["ends_on"].null_count() == rows.height:
        return []
    ends = rows.select(*_TERMS, "ends_on").drop_nulls().group_by(_TERMS).agg(pl.col("ends_on").min().alias("told"))
    sooner = pl.col("told") < pl.col("ends_on").fill_null(_FOREVER)
    alike = contracts.join(ends, on=_TERMS[1:]).filter(sooner)
    born = alike.join(people.select("person_id", pl.col("birth_date").alias("born")), on="person_id", how="left")
    theirs = (pl.col("birth_date") == pl.col("born")) | pl.col("person_id").is_in(told["person_id"].implode())
    return born.filter(theirs)["contract_id"].unique().sort().to_list()


def later_months(session: Session, contracts: Sequence[int], *, after: date) -> pl.DataFrame:
    """`LATER` of some contracts: what stands, validated or not, beyond a month."""
    found: list[tuple[int, date]] = []
    for start in range(0, len(contracts), _AT_ONCE):
        asked = (
            select(col(Line.contract_id), func.max(col(Declaration.month)))
            .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
            .where(
                col(Line.contract_id).in_(contracts[start : start + _AT_ONCE]),
                col(Line.state) != LineState.REJECTED,
                col(Declaration.state) == DeclarationState.CURRENT,
                col(Declaration.month) > after,
            )
            .group_by(col(Line.contract_id))
        )
        found += [(number, month) for number, month in session.execute(asked) if number is not None]
    return pl.DataFrame(found, schema=LATER, orient="row")


def settled(told: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """``contract_id``, ``ends_on``, ``known_end`` of recorded contracts whose end a file says otherwise, and ``how``.

    ``how``: ``moved``, ``shortened`` (moved too, to be looked at) or ``kept`` (the file is of months past).
    """
    seen = told.join(later, on="contract_id", how="left")
    end, known = pl.col("ends_on"), pl.col("known_end")
    sooner = end < known.fill_null(_FOREVER)
    past = pl.col("last_month").is_not_null() & (known.is_not_null() | (end < pl.col("last_month")))
    how = (
        pl.when(sooner & past).then(pl.lit("kept"))
        .when(sooner & known.is_not_null()).then(pl.lit("shortened"))
        .otherwise(pl.lit("moved"))
    )  # fmt: skip
    return seen.filter(end.ne_missing(known)).select("contract_id", "ends_on", "known_end", how.alias("how"))


def said_of(rows: pl.DataFrame, found: pl.DataFrame, headers: Headers) -> list[Issue]:
    """What to say of the rows whose own end is before the one recorded."""
    few = found.filter(pl.col("how") != "moved").select("contract_id", "known_end", "how")
    if few.is_empty():
        return []
    told = rows.filter(~pl.col("end_recorded")).join(few, on="contract_id", maintain_order="left")
    once = told.filter(pl.col("ends_on") < pl.col("known_end").fill_null(_FOREVER)).unique(
        subset=["sheet", "row"], maintain_order=True
    )
    shortened, kept = once.filter(how="shortened"), once.filter(how="kept")
    return [
        *say(shortened, Saying("hours.contract_shortened", "ends_on", Severity.BLOCKING, _shortened), headers),
        *say(kept, Saying("hours.contract_end_kept", "ends_on", Severity.WARNING, _kept), headers),
    ]


def _shortened(row: Row) -> str:
    return (
        f"Ligne {row['row']} : ce contrat finit maintenant le {french_day(row['ends_on'])}, et non plus le "
        f"{french_day(row['known_end'])}. Vérifiez qu'il a bien été interrompu."
    )


def _kept(row: Row) -> str:
    recorded = f"la fin enregistrée, {french_day(row['known_end'])}," if row["known_end"] else "l'absence de fin"
    return (
        f"Ligne {row['row']} : {recorded} est gardée, et non le {french_day(row['ends_on'])} : des heures de mois plus "
        "récents ont été déclarées depuis pour ce contrat."
    )
