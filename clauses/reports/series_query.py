"""Session → the frame of series: validated hours by month and by what they are compared by. Two queries."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy import func
from sqlmodel import Session, col

from clauses.access.counted import Countable
from clauses.accounts.models import Organisation
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.reports.bilan_query import chosen_market
from clauses.reports.compliance import compliance
from clauses.reports.compliance_facts import read
from clauses.reports.packed import Schema, code, packed
from clauses.reports.packed import select as columns
from clauses.reports.series import Asked, BurnUp, Dimension, burn_ups, series

_WORKED: Schema = {
    "month": pl.Date(),
    "lot_id": pl.Int64(),
    "kind": pl.String(),
    "modality": pl.String(),
    "employer_kind": pl.String(),
    "hours": pl.Int64(),
}
_LOTS: Schema = {
    "lot_id": pl.Int64(),
    "lot": pl.String(),
    "sector": pl.String(),
    "nature": pl.String(),
    "market": pl.String(),
    "buyer": pl.String(),
}


def hours(
    session: Session, *, since: date, until: date, market_id: int | None = None, only: Countable | None = None
) -> pl.DataFrame:
    """`series.HOURS` of a period: the validated lines whose month's first day is in it."""
    wanted = [] if market_id is None else [col(Market.id) == market_id]
    if only is not None:
        wanted.append(only.markets)
    worked = (
        columns(
            Declaration.month,
            Contractor.lot_id,
            code(Contract.kind),
            code(Contract.modality),
            func.coalesce(code(Contract.employer_kind), code(Organisation.employer_kind)),
            Line.hours,
        )
        .select_from(Declaration)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Organisation, col(Organisation.id) == col(Contract.employer_id))
        .where(
            col(Declaration.month).between(since, until),
            code(Declaration.state) == DeclarationState.CURRENT.value,
            code(Line.state) == LineState.VALIDATED.value,
            *wanted,
        )
    )
    lots = (
        columns(
            Lot.id,
            Lot.number,
            Lot.sector,
            func.coalesce(code(Lot.nature), code(Market.nature)),
            Market.reference,
            Organisation.name,
        )
        .select_from(Lot)
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Market.buyer_id))
        .where(*wanted)
    )
    found = packed(session, worked, _WORKED, chunk=col(Declaration.month))
    sums = found.group_by("month", "lot_id", "kind", "modality", "employer_kind").agg(pl.col("hours").sum())
    return sums.join(packed(session, lots, _LOTS), on="lot_id").drop("lot_id")


def series_at(
    session: Session,
    dimension: Dimension,
    *,
    since: date,
    until: date,
    reference: str | None = None,
    buyer: str | None = None,
    only: Countable | None = None,
) -> Asked:
    """The series of a period; of one market, with the burn-up of its lots on the last day. Raises as ``market_at``."""
    chosen = chosen_market(session, reference, buyer=buyer, only=only) if reference else None
    frame = hours(session, since=since, until=until, market_id=chosen.id if chosen else None, only=only)
    charts: list[BurnUp] = []
    if chosen is not None:
        facts = read(session, on=until, market_id=chosen.id, only=only)
        charts = burn_ups(facts, compliance(facts, until), until)
    return Asked(dimension, since, until, tuple(series(frame, dimension, since, until)), tuple(charts))
