"""Session → frames: what the bilan is computed from, one query a frame, only the columns needed.

Everything that a rule must judge is kept (states, dates, decisions); the queries only narrow by period and market.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Integer, Select, cast, func, literal_column, or_
from sqlmodel import Session, col

from clauses.access.counted import Countable
from clauses.dates import Period
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.pathways.models import Exit
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.reference.qpv import BUILT_IN, Quartiers
from clauses.reference.qpv_queries import quartiers
from clauses.reports.figures import Selection
from clauses.reports.frame_columns import (
    CONTRACTS,
    EXITS,
    LINES,
    ORIENTATIONS,
    PARTICIPATIONS,
    PEOPLE,
    RESIDENCES,
    STATE,
    WORKED,
)
from clauses.reports.line_conditions import nature_of, of_contract, of_market
from clauses.reports.packed import code, packed, select

_PROPOSED: ColumnElement[str] = literal_column(f"'{DeclarationState.PROPOSED.value}'")
"""Written out: an index holds those alone, and a database does not think of it for a value that it is given apart."""


@dataclass(frozen=True)
class Frames:
    """What a bilan is computed from.

    ``lines``: those of the declarations in force whose month is in the period, validated, submitted or to check.
    ``worked``: those of the people of ``exits``, up to the end of the period, whatever their month.
    ``contracts``, ``people``, ``participations`` and ``residences`` hold at least those of the frames above.
    ``corrections``: declarations of the period proposed over validated lines, to be accepted or refused.
    """

    lines: pl.DataFrame
    contracts: pl.DataFrame
    people: pl.DataFrame
    participations: pl.DataFrame
    residences: pl.DataFrame
    orientations: pl.DataFrame
    exits: pl.DataFrame
    worked: pl.DataFrame
    corrections: int = 0
    quartiers: Quartiers = BUILT_IN


@dataclass(frozen=True)
class Heads:
    """Contracts, and what is known of people: at least those of a period, whoever may be counted."""

    contracts: pl.DataFrame
    people: pl.DataFrame
    participations: pl.DataFrame
    residences: pl.DataFrame

    def hold(self, *frames: pl.DataFrame) -> bool:
        """Whether everybody of some frames (``person_id``) is among them."""
        return all(frame["person_id"].is_in(self.people["person_id"].implode()).all() for frame in frames)


def read(
    session: Session,
    selection: Selection,
    only: Countable | None = None,
    *,
    lines: pl.DataFrame | None = None,
    heads: Heads | None = None,
) -> Frames:
    """The frames of a selection. Thirteen queries at most, however many rows; the perimeter is left to the rules.

    ``only`` is what the reader may count; without it (the command line), everything. ``lines`` and ``heads``: those
    known already, as the queries of this transaction would find them; heads that miss somebody are read again.
    """
    period = selection.period
    if lines is None:
        lines = lines_of(session, selection, only)
    orientations = packed(session, _kept(_orientations(period), only, "orientations"), ORIENTATIONS)
    exits = packed(session, _kept(_exits(period), only, "exits"), EXITS)
    worked = packed(session, _kept(_worked(selection), only, "lines"), WORKED)
    if heads is None or not heads.hold(orientations, exits):
        heads = heads_of(session, period, lines["contract_id"], only, (orientations, exits))
    return Frames(
        lines=lines,
        contracts=heads.contracts,
        people=heads.people,
        participations=heads.participations,
        residences=heads.residences,
        orientations=orientations,
        exits=exits,
        worked=worked,
        corrections=int(
            session.connection().execute(_kept(_corrections(selection), only, "declarations")).scalar_one()
        ),
        quartiers=quartiers(session),
    )


def lines_of(
    session: Session, selection: Selection, only: Countable | None = None, *, without: Collection[date] = ()
) -> pl.DataFrame:
    """The lines of a selection, ``without`` those of some months, each by its first day."""
    query = _kept(lines_query(selection), only, "lines")
    if without:
        query = query.where(col(Declaration.month).not_in(sorted(without)))
    return packed(session, query, LINES, chunk=col(Declaration.month))


def heads_of(
    session: Session,
    period: Period,
    used: pl.Series,
    only: Countable | None = None,
    others: Iterable[pl.DataFrame] = (),
) -> Heads:
    """The heads of the contracts ``used`` and of those that start in a period, of their people and of ``others``."""
    contracts = packed(session, _contracts(period, used), CONTRACTS)
    if only is not None:
        own = packed(session, _kept(_contracts(period, used), only, "contracts"), CONTRACTS)
        kept = pl.concat([used, own["contract_id"]]).drop_nulls().unique()
        contracts = contracts.filter(pl.col("contract_id").is_in(kept.implode()))
    heads = pl.concat([frame["person_id"] for frame in (contracts, *others)])
    return Heads(
        contracts=contracts,
        people=packed(session, _people(heads), PEOPLE),
        participations=packed(session, _participations(heads), PARTICIPATIONS),
        residences=packed(session, _residences(heads), RESIDENCES),
    )


def people_met(session: Session, period: Period) -> list[pl.DataFrame]:
    """Everybody oriented in a period, then everybody who left in it (``person_id``)."""
    return [
        packed(session, _orientations(period), ORIENTATIONS).select("person_id"),
        packed(session, _exits(period), EXITS).select("person_id"),
    ]


def _kept(query: Select[Any], only: Countable | None, what: str) -> Select[Any]:
    return query if only is None else query.where(getattr(only, what))


def empty() -> Frames:
    """Frames without a row, of the right columns."""
    return Frames(
        lines=pl.DataFrame(schema=LINES),
        contracts=pl.DataFrame(schema=CONTRACTS),
        people=pl.DataFrame(schema=PEOPLE),
        participations=pl.DataFrame(schema=PARTICIPATIONS),
        residences=pl.DataFrame(schema=RESIDENCES),
        orientations=pl.DataFrame(schema=ORIENTATIONS),
        exits=pl.DataFrame(schema=EXITS),
        worked=pl.DataFrame(schema=WORKED),
    )


def _in_period(period: Period) -> ColumnElement[bool]:
    """A month is in the period when its first day is."""
    return col(Declaration.month).between(period.starts_on, period.ends_on)


def lines_query(selection: Selection) -> Select[Any]:
    """The lines of a selection, columns in the order of `LINES`."""
    return (
        select(
            Declaration.month,
            nature_of(),
            Line.contract_id,
            Line.hours,
            Line.training,
            code(Line.state),
        )
        .select_from(Declaration)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .where(
            _in_period(selection.period),
            code(Declaration.state) == DeclarationState.CURRENT.value,
            code(Line.state).in_(STATE.categories.to_list()),
            *of_market(selection),
            *of_contract(selection),
        )
    )


def _contracts(period: Period, used: pl.Series) -> Select[Any]:
    """Those of the lines, which imports number one after the other, and those that start in the period."""
    return select(Contract.id, Contract.person_id, code(Contract.kind), Contract.starts_on).where(
        or_(_between(col(Contract.id), used), col(Contract.starts_on).between(period.starts_on, period.ends_on))
    )


def _worked(selection: Selection) -> Select[Any]:
    period = selection.period
    leaving = select(Exit.person_id).where(col(Exit.exited_on).between(period.starts_on, period.ends_on))
    return (
        select(Contract.person_id, Contract.starts_on, Declaration.month, Line.hours, code(Line.state))
        .select_from(Contract)
        .join(Line, col(Line.contract_id) == col(Contract.id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(
            col(Contract.person_id).in_(leaving),
            col(Declaration.month) <= period.ends_on,
            code(Declaration.state) == DeclarationState.CURRENT.value,
            code(Line.state).in_([LineState.VALIDATED.value, LineState.SUBMITTED.value]),
            *of_market(selection),
            *of_contract(selection),
        )
    )


def _orientations(period: Period) -> Select[Any]:
    return select(
        Orientation.id,
        Orientation.person_id,
        Orientation.oriented_on,
        code(Orientation.sector),
        code(Orientation.origin),
        Orientation.prescriber,
        code(Orientation.decision),
        Orientation.decided_on,
    ).where(col(Orientation.oriented_on).between(period.starts_on, period.ends_on))


def _exits(period: Period) -> Select[Any]:
    return select(
        Exit.id,
        Exit.person_id,
        Exit.exited_on,
        code(Exit.reason),
        cast(Exit.decided, Integer),
        code(Exit.contract_kind),
        code(Exit.protocol),
        cast(Exit.verdict_positive, Integer),
    ).where(col(Exit.exited_on).between(period.starts_on, period.ends_on))


def _people(heads: pl.Series) -> Select[Any]:
    return select(Person.id, code(Person.sex)).where(_between(col(Person.id), heads))


def _participations(heads: pl.Series) -> Select[Any]:
    return select(Participation.person_id, Participation.starts_on, Participation.ends_on).where(
        _between(col(Participation.person_id), heads)
    )


def _residences(heads: pl.Series) -> Select[Any]:
    return select(Residence.person_id, Residence.since, Residence.qpv_key, Residence.qpv_name).where(
        _between(col(Residence.person_id), heads)
    )


def _corrections(selection: Selection) -> Select[Any]:
    return (
        select(func.count())
        .select_from(Declaration)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(
            _in_period(selection.period),
            code(Declaration.state) == _PROPOSED,
            *of_market(selection),
        )
    )


def _between(column: Any, ids: pl.Series) -> ColumnElement[bool]:
    """From the least to the greatest of ``ids``: at least them, in one range of the index; no id is no row."""
    known = ids.drop_nulls()
    least, most = (known.min(), known.max()) if len(known) else (0, -1)
    between: ColumnElement[bool] = column.between(least, most)
    return between
