"""Session → what compliance is computed from: markets, obligations, invoices, lines. Pure values and frames.

A number of queries that does not grow with the rows: each table is read once for all the lots looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select
from sqlmodel import Session, col

from clauses.access.counted import Countable
from clauses.accounts.models import Organisation
from clauses.hours.counting import LINES, Counting
from clauses.hours.globalisation import Loan
from clauses.hours.models import Allocation, Contract, CountingRule, Declaration, Line, Signature
from clauses.hours.queries import counting_rules
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.before import Before
from clauses.markets.ends import End, ends_said
from clauses.markets.holding import Holding, HoldingBefore, held_on
from clauses.markets.models import Amendment, Closing, Contractor, Lot, Market, MarketBefore
from clauses.markets.obligations import Invoiced, Version
from clauses.markets.penalties import Notice, Tariff
from clauses.markets.queries import (
    amended,
    befores,
    groupings,
    holdings_before,
    invoices,
    notices,
    tariffs,
    versions,
    waivers,
)
from clauses.markets.rules import GroupingKind, MarketField
from clauses.markets.waivers import Waiver
from clauses.people.eligibility import PersonFacts
from clauses.people.queries import doubted_people, facts_of, known_values
from clauses.reference.parameters import Dated
from clauses.reference.rules import Nature, Role
from clauses.reports.packed import Schema, code, packed
from clauses.reports.packed import select as columns

SUMS: Schema = {
    "contractor_id": pl.Int64(),
    "month": pl.Date(),
    "hours": pl.Int64(),
    "training": pl.Int64(),
    "state": pl.Enum([LineState.VALIDATED.value, LineState.SUBMITTED.value, LineState.TO_CHECK.value]),
}


@dataclass(frozen=True)
class MarketHead:
    """A market as its report names it; ``ends_on`` is the end first agreed, ``publics`` what it says of them today."""

    id: int
    reference: str
    title: str
    buyer_id: int
    buyer: str
    nature: Nature
    notified_on: date | None
    ends_on: date | None
    publics: str | None


@dataclass(frozen=True)
class LotHead:
    """A lot; ``nature`` is its own, else its market's."""

    id: int
    market_id: int
    number: str
    title: str | None
    sector: str | None
    nature: Nature


@dataclass(frozen=True)
class ContractorHead:
    """A company on a lot, as it stood that day; ``credits``: whom its hours credit, itself but for a subcontractor."""

    id: int
    lot_id: int
    name: str
    siret: str | None
    role: Role
    credits: int


@dataclass(frozen=True)
class Facts:
    """Everything that the compliance of some lots is computed from, as recorded today.

    ``loans`` are those of the contractors read; their borrowers may be elsewhere.

    ``ends`` gives, by market and by (market, lot), the new ends that amendments set and those written over the one
    first agreed, each from its day on, in the order of the days; ``befores`` what markets said before they were written
    over; ``closed`` the day a lot was closed. ``sums`` holds the lines of the months up to the day asked, or what they
    add up to, `SUMS`; ``detail`` the validated ones of the markets where people must be looked at, `LINES`.
    """

    asked: frozenset[int]
    markets: Mapping[int, MarketHead]
    lots: Mapping[int, LotHead]
    contractors: Mapping[int, ContractorHead]
    obligations: Mapping[int, Sequence[Version]]
    lot_obligations: Mapping[int, Sequence[Version]]
    invoices: Mapping[int, Sequence[Invoiced]]
    tariffs: Mapping[int, Sequence[Tariff]]
    notices: Mapping[int, Sequence[Notice]]
    groupings: Mapping[int, Sequence[tuple[date | None, GroupingKind]]]
    ends: Mapping[tuple[int, int | None], Sequence[End]]
    closed: Mapping[int, date]
    loans: Sequence[Loan]
    rules: Mapping[int, Sequence[Counting]]
    sums: pl.DataFrame
    detail: pl.DataFrame
    people: Mapping[int, PersonFacts] = field(default_factory=dict)
    values: Sequence[Dated] = ()
    befores: Mapping[int, Sequence[Before]] = field(default_factory=dict)
    waivers: Mapping[int, Sequence[Waiver]] = field(default_factory=dict)


def read(
    session: Session,
    *,
    on: date,
    market_id: int | None = None,
    markets: Collection[int] | None = None,
    only: Countable | None = None,
) -> Facts:
    """The facts of one market, of some, or of every market that may run at a day; with those that lend it hours."""
    if market_id is not None:
        markets = [market_id]
    asked = _may_run(on) if markets is None else col(Market.id).in_(markets)
    if only is not None:
        asked &= only.markets
    scope, numbers = _narrow(session, asked)
    heads, lots, contractors = _heads(session, scope)
    written = befores(session, select(col(Market.id)).where(scope))
    agreed, ends = ends_said(written, {number: head.ends_on for number, head in heads.items()}, amended(session, scope))
    heads |= {number: replace(heads[number], ends_on=end) for number, end in agreed.items()}
    in_scope = select(col(Lot.id)).join(Market, col(Market.id) == col(Lot.market_id)).where(scope)
    for number, held in holdings_before(session, in_scope).items():
        contractors[number] = _as_held(contractors[number], held, on)
    obligations, lot_obligations = versions(session, in_scope)
    rules = counting_rules(session, select(col(Market.id)).where(scope))
    doubted = frozenset(session.scalars(doubted_people()))
    detail = _detail(session, scope, on) if rules or doubted else pl.DataFrame(schema=LINES)
    return Facts(
        asked=numbers,
        markets=heads,
        lots=lots,
        contractors=contractors,
        obligations=obligations,
        lot_obligations=lot_obligations,
        invoices=invoices(session, in_scope),
        tariffs=tariffs(session, in_scope),
        notices=notices(session, in_scope),
        groupings=groupings(session, in_scope),
        ends=ends,
        closed=_closed(session, in_scope),
        loans=_loans(session, contractors),
        rules=rules,
        sums=packed(session, _sums(session, scope, on), SUMS, chunk=col(Declaration.month)),
        detail=detail,
        people=facts_of(session, _to_judge(detail, rules, doubted)),
        values=known_values(session),
        befores=written,
        waivers=waivers(session, in_scope),
    )


_FEW = 1_000
"""Markets named one by one in the queries; past it, most of the tables are read anyway."""


def _narrow(session: Session, asked: ColumnElement[bool]) -> tuple[ColumnElement[bool], frozenset[int]]:
    """The condition that holds the markets asked for and those that lend to them; and the numbers of those asked for.

    A few markets are named by their numbers: a condition made of sub-queries joined by « or » hides from PostgreSQL
    that they are few, and it then read every line of the database (16 s for one territory among six hundred).
    """
    numbers = frozenset(number or 0 for number in session.scalars(select(col(Market.id)).where(asked)))
    if len(numbers) > _FEW:
        return or_(asked, col(Market.id).in_(_lenders(asked))), numbers
    lending = session.scalars(_lenders(col(Market.id).in_(sorted(numbers))))
    return col(Market.id).in_(sorted(numbers.union(lending))), numbers


def _may_run(on: date) -> ColumnElement[bool]:
    """Wider than « runs that day », which amendments and closings of a lot decide."""
    prolonged = select(col(Amendment.market_id)).where(col(Amendment.ends_on).is_not(None))
    shortened = select(col(MarketBefore.market_id)).where(col(MarketBefore.field) == MarketField.ENDS_ON)
    started = or_(col(Market.notified_on).is_(None), col(Market.notified_on) <= on)
    ends = or_(
        col(Market.ends_on).is_(None),
        col(Market.ends_on) >= on,
        col(Market.id).in_(prolonged),
        col(Market.id).in_(shortened),
    )
    return started & ends


def _lenders(asked: ColumnElement[bool]) -> Select[Any]:
    """The markets that lend hours to those asked."""
    of = select(col(Contractor.id)).join(Lot, col(Lot.id) == col(Contractor.lot_id))
    borrowers = of.join(Market, col(Market.id) == col(Lot.market_id)).where(asked)
    lenders = select(col(Allocation.lender_id)).where(col(Allocation.borrower_id).in_(borrowers))
    return (
        select(col(Lot.market_id))
        .join(Contractor, col(Contractor.lot_id) == col(Lot.id))
        .where(col(Contractor.id).in_(lenders))
    )


def _heads(
    session: Session, scope: ColumnElement[bool]
) -> tuple[dict[int, MarketHead], dict[int, LotHead], dict[int, ContractorHead]]:
    # Columns, not rows of tables: of twenty thousand lots, making objects took longer than all the rules.
    market_rows = session.execute(
        columns(
            Market.id,
            Market.reference,
            Market.title,
            Market.buyer_id,
            Organisation.name,
            Market.nature,
            Market.notified_on,
            Market.ends_on,
            Market.publics,
        )
        .join(Organisation, col(Organisation.id) == col(Market.buyer_id))
        .where(scope)
    )
    markets = {row[0]: MarketHead(*row) for row in market_rows}
    lot_rows = session.execute(
        columns(Lot.id, Lot.market_id, Lot.number, Lot.title, Lot.sector, Lot.nature)
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(scope)
    )
    lots = {
        number: LotHead(number, market, name, title, sector, nature or markets[market].nature)
        for number, market, name, title, sector, nature in lot_rows
    }
    contractor_rows = session.execute(
        columns(
            Contractor.id,
            Contractor.lot_id,
            Organisation.name,
            Organisation.siret,
            Contractor.role,
            func.coalesce(Contractor.credits_id, Contractor.id),
        )
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(scope)
    )
    contractors = {row[0]: ContractorHead(*row) for row in contractor_rows}
    return markets, lots, contractors


def _as_held(head: ContractorHead, before: Sequence[HoldingBefore], on: date) -> ContractorHead:
    """A company with its role and whom it credits as they stood on a day."""
    credited = None if head.credits == head.id else head.credits
    held = held_on(before, Holding(head.role, credited), on)
    return replace(head, role=held.role, credits=held.credits_id or head.id)


def _closed(session: Session, lots: Select[Any]) -> dict[int, date]:
    rows = select(Closing).where(col(Closing.lot_id).in_(lots), col(Closing.reopened_at).is_(None))
    return {row.lot_id: row.closed_on for row in session.scalars(rows)}


def _loans(session: Session, contractors: Mapping[int, ContractorHead]) -> list[Loan]:
    """What the contractors read lend, to anybody, in the order of the tables."""
    signed: dict[int, dict[int, date]] = defaultdict(dict)
    for row in session.scalars(select(Signature)):
        signed[row.convention_id][row.buyer_id] = row.signed_on
    lending, borrowing = _buyer_of("lender"), _buyer_of("borrower")
    kept = (
        select(Allocation, lending.c.buyer_id, borrowing.c.buyer_id)
        .join(lending, lending.c.id == col(Allocation.lender_id))
        .join(borrowing, borrowing.c.id == col(Allocation.borrower_id))
        .where(col(Allocation.withdrawn_at).is_(None))
        .order_by(col(Allocation.id))
    )
    return [
        Loan(row.lender_id, row.borrower_id, row.month, row.hours, frozenset(buyers), signed[row.convention_id])
        for row, *buyers in session.execute(kept)
        if row.lender_id in contractors
    ]


def _buyer_of(name: str) -> Subquery:
    """The buyer of every contractor."""
    lots = select(col(Contractor.id), col(Market.buyer_id)).join(Lot, col(Lot.id) == col(Contractor.lot_id))
    return lots.join(Market, col(Market.id) == col(Lot.market_id)).subquery(name)


def _sums(session: Session, scope: ColumnElement[bool], on: date) -> Select[Any]:
    """The lines; on PostgreSQL added up by month, for it sends a message a row, and adds faster than it sends."""
    added = session.get_bind().dialect.name == "postgresql"
    hours, training = (
        (func.sum(Line.hours), func.sum(Line.training)) if added else (col(Line.hours), col(Line.training))
    )
    key = (col(Declaration.contractor_id), col(Declaration.month), code(Line.state))
    rows = (
        columns(key[0], key[1], hours, training, key[2])
        .select_from(Declaration)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .where(
            scope,
            col(Declaration.month) <= on,
            code(Declaration.state) == DeclarationState.CURRENT.value,
            code(Line.state).in_([LineState.VALIDATED.value, LineState.SUBMITTED.value, LineState.TO_CHECK.value]),
        )
    )
    return rows.group_by(*key) if added else rows


def _detail(session: Session, scope: ColumnElement[bool], on: date) -> pl.DataFrame:
    """The validated lines, with their person and contract, of the markets that have rules or someone doubted."""
    theirs = (
        select(col(Lot.market_id))
        .join(Contractor, col(Contractor.lot_id) == col(Lot.id))
        .join(Declaration, col(Declaration.contractor_id) == col(Contractor.id))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .where(col(Contract.person_id).in_(doubted_people()))
    )
    looked_at = or_(col(Market.id).in_(select(col(CountingRule.market_id))), col(Market.id).in_(theirs))
    statement = (
        columns(
            Line.id,
            Market.id,
            Declaration.contractor_id,
            Contract.person_id,
            code(Contract.kind),
            Contract.starts_on,
            Contract.ends_on,
            Declaration.month,
            Line.hours,
            Line.training,
        )
        .select_from(Declaration)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .where(
            scope,
            looked_at,
            col(Declaration.month) <= on,
            code(Declaration.state) == DeclarationState.CURRENT.value,
            code(Line.state) == LineState.VALIDATED.value,
        )
    )
    return packed(session, statement, dict(LINES), chunk=col(Declaration.month))


def _to_judge(detail: pl.DataFrame, rules: Mapping[int, Sequence[Counting]], doubted: frozenset[int]) -> Iterable[int]:
    """Whose eligibility must be asked: those doubted, and everyone where a market asks for proofs."""
    asking = [market for market, held in rules.items() if any(rule.proof_required for rule in held)]
    asked = detail.filter(pl.col("market_id").is_in(asking) | pl.col("person_id").is_in(list(doubted)))
    return [int(person) for person in asked["person_id"].unique()]
