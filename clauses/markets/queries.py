"""What is recorded of obligations, invoices, penalties and groups, as the values that the rules take.

Each question is asked once for all the lots that ``lots`` selects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.files.models import ImportRun
from clauses.markets.before import Before
from clauses.markets.ends import End, Ends, ends_said
from clauses.markets.holding import Held, Holding, HoldingBefore
from clauses.markets.holding_models import ContractorBefore
from clauses.markets.models import (
    Amendment,
    Contractor,
    Derogation,
    FormalNotice,
    Grouping,
    Invoice,
    Lot,
    Market,
    MarketBefore,
    MentionCheck,
    Obligation,
    PenaltyRule,
    Shortfall,
)
from clauses.markets.obligations import Formula, Invoiced, Version
from clauses.markets.penalties import Notice, Tariff
from clauses.markets.preparation import Checked, Dispensed, Dossier, Explained
from clauses.markets.rules import GroupingKind, MarketField
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.markets.waivers import Waiver


def versions(session: Session, lots: Select[Any]) -> tuple[dict[int, list[Version]], dict[int, list[Version]]]:
    """The versions of the obligations of each contractor, and those of each lot while nobody holds it.

    Those that a withdrawn amendment brought are left out.
    """
    held: dict[int, list[Version]] = defaultdict(list)
    unheld: dict[int, list[Version]] = defaultdict(list)
    withdrawn = select(col(Amendment.id)).where(col(Amendment.withdrawn_at).is_not(None))
    # Columns, not rows of the table: there are twenty thousand of them in an overview of a country.
    table = Obligation.__table__  # type: ignore[attr-defined]  # every table class has one
    wanted = ("contractor_id", "lot_id", "version", "kind", "due", "cents_per_hour", "threshold_cents", "effect")
    rows = select(*(table.c[name] for name in (*wanted, "in_force_on", "source"))).where(
        table.c.lot_id.in_(lots), or_(table.c.amendment_id.is_(None), table.c.amendment_id.not_in(withdrawn))
    )
    for row in session.execute(rows.order_by(table.c.version)):
        formula = Formula(row.kind, row.due, row.cents_per_hour, row.threshold_cents)
        version = Version(row.version, formula, row.effect, row.in_force_on, row.source)
        if row.contractor_id is None:
            unheld[row.lot_id].append(version)
        else:
            held[row.contractor_id].append(version)
    return held, unheld


def invoices(session: Session, lots: Select[Any]) -> dict[int, list[Invoiced]]:
    """What each contractor invoiced, without what was withdrawn."""
    found: dict[int, list[Invoiced]] = defaultdict(list)
    rows = select(Invoice).where(col(Invoice.contractor_id).in_(_on(lots)), col(Invoice.withdrawn_at).is_(None))
    for row in session.scalars(rows.order_by(col(Invoice.invoiced_on), col(Invoice.id))):
        found[row.contractor_id].append(Invoiced(row.invoiced_on, row.cents))
    return found


def tariffs(session: Session, lots: Select[Any]) -> dict[int, list[Tariff]]:
    """The versions of the penalties of each contractor."""
    found: dict[int, list[Tariff]] = defaultdict(list)
    table = PenaltyRule.__table__  # type: ignore[attr-defined]  # every table class has one
    priced = ("version", "kind", "cents_per_hour", "multiple", "reference_rate", "cents_per_late_day", "cap_cents")
    wanted = [table.c[name] for name in ("contractor_id", *priced, "in_force_on", "source")]
    for holder, *values in session.execute(select(*wanted).where(table.c.contractor_id.in_(_on(lots)))):
        found[holder].append(Tariff(*values))
    return found


def notices(session: Session, lots: Select[Any]) -> dict[int, list[Notice]]:
    """The mises en demeure of each contractor."""
    found: dict[int, list[Notice]] = defaultdict(list)
    rows = select(FormalNotice).where(col(FormalNotice.contractor_id).in_(_on(lots)))
    for row in session.scalars(rows.order_by(col(FormalNotice.served_on))):
        found[row.contractor_id].append(Notice(row.served_on, row.received_on))
    return found


def waivers(session: Session, lots: Select[Any]) -> dict[int, list[Waiver]]:
    """What was given up of the penalty of each contractor, and holds."""
    found: dict[int, list[Waiver]] = defaultdict(list)
    rows = select(PenaltyWaiver).where(col(PenaltyWaiver.contractor_id).in_(_on(lots)))
    for row in session.scalars(rows.order_by(col(PenaltyWaiver.granted_on), col(PenaltyWaiver.id))):
        if row.holds:
            found[row.contractor_id].append(Waiver(row.granted_on, row.cents))
    return found


def groupings(session: Session, lots: Select[Any]) -> dict[int, list[tuple[date | None, GroupingKind]]]:
    """How the companies of each lot answer for it, version after version."""
    found: dict[int, list[tuple[date | None, GroupingKind]]] = defaultdict(list)
    for row in session.scalars(select(Grouping).where(col(Grouping.lot_id).in_(lots)).order_by(col(Grouping.version))):
        found[row.lot_id].append((row.in_force_on, row.kind))
    return found


def _on(lots: Select[Any]) -> Select[Any]:
    return select(col(Contractor.id)).where(col(Contractor.lot_id).in_(lots))


def befores(session: Session, markets: Select[Any]) -> dict[int, list[Before]]:
    """What each market said before it was written over, in the order of the writings."""
    found: dict[int, list[Before]] = defaultdict(list)
    rows = (
        select(MarketBefore, col(ImportRun.file_name))
        .join(ImportRun, col(ImportRun.id) == col(MarketBefore.run_id), isouter=True)
        .where(col(MarketBefore.market_id).in_(markets))
        .order_by(col(MarketBefore.id))
    )
    for row, file in session.execute(rows):
        found[row.market_id].append(Before(row.field, row.said, row.until, row.rewriting, row.author, file))
    return found


def amended(session: Session, markets: ColumnElement[bool]) -> dict[tuple[int, int | None], list[End]]:
    """The ends that amendments set, by market and by (market, lot), in the order of their days."""
    table = Amendment.__table__  # type: ignore[attr-defined]  # every table class has one
    rows = session.execute(
        select(table.c.market_id, table.c.lot_id, table.c.effective_on, table.c.ends_on)
        .join(Market, col(Market.id) == table.c.market_id)
        .where(markets, table.c.ends_on.is_not(None), table.c.withdrawn_at.is_(None))
        .order_by(table.c.effective_on, table.c.id)
    )
    found: dict[tuple[int, int | None], list[End]] = defaultdict(list)
    for market, lot, effective_on, ends_on in rows:
        found[market, lot].append((effective_on, ends_on))
    return found


def first_amended(session: Session, markets: Select[Any]) -> dict[int, date]:
    """The first day on which each market is amended, what was withdrawn apart."""
    first = select(col(Amendment.market_id), func.min(col(Amendment.effective_on))).where(
        col(Amendment.market_id).in_(markets), col(Amendment.withdrawn_at).is_(None)
    )
    return dict(list(session.execute(first.group_by(col(Amendment.market_id)))))


def ends_changed(session: Session, markets: ColumnElement[bool]) -> dict[int, Ends]:
    """The ends of the markets where one was amended or written over; of the others, that of their row holds.

    Three queries, however many markets.
    """
    set_by = amended(session, markets)
    rewritten = col(MarketBefore.field) == MarketField.ENDS_ON
    written = befores(
        session,
        select(col(MarketBefore.market_id))
        .join(Market, col(Market.id) == col(MarketBefore.market_id))
        .where(markets, rewritten),
    )
    changed = set(written) | {market for market, _ in set_by}
    rows = session.execute(
        select(col(Market.id), col(Market.ends_on), col(Lot.id))
        .join(Lot, col(Lot.market_id) == col(Market.id), isouter=True)
        .where(col(Market.id).in_(_changed(markets, rewritten)))
    ).all()
    agreed, said = ends_said(written, {market: end for market, end, _ in rows}, set_by)
    lots: dict[int, dict[int, list[End]]] = defaultdict(dict)
    for market, _, lot in rows:
        if lot is not None:
            lots[market][lot] = said.get((market, lot), [])
    return {
        market: Ends(agreed.get(market, end), said.get((market, None), ()), lots[market])
        for market, end, _ in rows
        if market in changed
    }


def ended(changed: Mapping[int, date | None], on: date) -> ColumnElement[bool]:
    """The markets over on a day; ``changed``: the ends, as they stood, of those whose row no longer says them."""
    over = sorted(number for number, end in changed.items() if end is not None and end < on)
    by_row = func.coalesce(col(Market.ends_on), date.max) < on
    return or_(and_(col(Market.id).not_in(sorted(changed)), by_row), col(Market.id).in_(over))


def _changed(markets: ColumnElement[bool], rewritten: ColumnElement[bool]) -> Select[Any]:
    over = select(col(MarketBefore.market_id)).where(rewritten)
    by_amendment = select(col(Amendment.market_id)).where(
        col(Amendment.ends_on).is_not(None), col(Amendment.withdrawn_at).is_(None)
    )
    return select(col(Market.id)).where(markets, or_(col(Market.id).in_(over), col(Market.id).in_(by_amendment)))


def holdings_before(session: Session, lots: Select[Any]) -> dict[int, list[HoldingBefore]]:
    """What each contractor was before it was written over, in the order of the writings."""
    found: dict[int, list[HoldingBefore]] = defaultdict(list)
    rows = select(ContractorBefore).where(col(ContractorBefore.contractor_id).in_(_on(lots)))
    for row in session.scalars(rows.order_by(col(ContractorBefore.id))):
        was = Holding(row.role, row.credits_id)
        found[row.contractor_id].append(HoldingBefore(was, row.until, row.rewriting))
    return found


def holdings(session: Session, lots: Select[Any]) -> dict[int, Held]:
    """All that each contractor was, by id. Two queries."""
    before = holdings_before(session, lots)
    rows = session.execute(
        select(col(Contractor.id), col(Contractor.role), col(Contractor.credits_id)).where(
            col(Contractor.lot_id).in_(lots)
        )
    )
    return {
        int(number): Held(Holding(role, credited), tuple(before.get(number, ()))) for number, role, credited in rows
    }


def dossier_of(session: Session, market_id: int) -> Dossier:
    """What is recorded of a market besides its hours. Five queries."""
    market = session.scalars(select(Market).where(col(Market.id) == market_id)).one()
    checks = select(MentionCheck).where(col(MentionCheck.market_id) == market_id).order_by(col(MentionCheck.id))
    reasons = select(Derogation).where(col(Derogation.market_id) == market_id).order_by(col(Derogation.id))
    missed = (
        select(Shortfall, col(Lot.number), col(Organisation.name))
        .join(Contractor, col(Contractor.id) == col(Shortfall.contractor_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .where(col(Lot.market_id) == market_id)
        .order_by(col(Shortfall.id))
    )
    return Dossier(
        consulted_on=market.consulted_on,
        notified_on=market.notified_on,
        ends_on=market.ends_on,
        social_consideration=market.social_consideration,
        before=tuple(befores(session, select(col(Market.id)).where(col(Market.id) == market_id)).get(market_id, ())),
        mentions=tuple(Checked(row.mention, row.given, row.place) for row in session.scalars(checks)),
        derogations=tuple(Dispensed(row.motive, row.details, row.author) for row in session.scalars(reasons)),
        shortfalls=tuple(
            Explained(f"Lot {number}, {name}", row.stated_on, row.motive, row.details)
            for row, number, name in session.execute(missed)
        ),
    )
