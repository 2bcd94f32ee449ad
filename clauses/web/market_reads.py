"""What the pages of one market show, as far as its reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.access.queries import narrowed, within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.dates import first_day, months_between
from clauses.files.models import ImportRun
from clauses.hours.calendar import Month, expected, months_of
from clauses.hours.models import Contract, Declaration, Line, LockedMonth
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Amendment, Contractor, Lot, Market
from clauses.markets.queries import ends_changed
from clauses.matching.models import PostedNeed
from clauses.people.models import Person
from clauses.reports import compliance_facts
from clauses.reports.compliance import compliance
from clauses.web.lot_view import LotView
from clauses.web.markets_reads import seen

_MOST_MONTHS = 36
_MOST_ROWS = 200


@dataclass(frozen=True)
class MarketHead:
    """A market with the names around it, and its end as it stood that day."""

    market: Market
    buyer: str
    ends_on: date | None


def head(session: Session, scope: Scope, market_id: int, on: date | None = None) -> MarketHead:
    """The market that the guard has let in, with its buyer's name."""
    query = narrowed(scope, Market).join(Organisation, col(Organisation.id) == col(Market.buyer_id))
    found: Any = session.execute(query.add_columns(col(Organisation.name)).where(col(Market.id) == market_id)).one()
    changed = ends_changed(session, col(Market.id) == market_id).get(market_id)
    return MarketHead(found[0], found[1], found[0].ends_on if changed is None else changed.on(on or scope.today))


def lots(session: Session, scope: Scope, market_id: int, on: date) -> tuple[LotView, ...]:
    """Where its lots stand, reduced to what the reader may see."""
    found = compliance(compliance_facts.read(session, on=on, market_id=market_id), on)
    return seen(session, scope, found).get(market_id, ())


def amendments(session: Session, scope: Scope, market_id: int) -> Sequence[Amendment]:
    """What changed the market since it was signed, the last first: of the lots whose hours due the reader sees."""
    query = narrowed(scope, Amendment).where(col(Amendment.market_id) == market_id)
    return session.scalars(query.order_by(col(Amendment.effective_on).desc(), col(Amendment.id).desc())).all()


@dataclass(frozen=True)
class CalendarRow:
    """The months of one contractor of one lot."""

    lot: str
    contractor_id: int
    name: str
    months: tuple[Month, ...]


@dataclass(frozen=True)
class Calendar:
    """A market's months, and for each contractor where they stand."""

    months: tuple[date, ...]
    rows: tuple[CalendarRow, ...]

    @property
    def missing(self) -> int:
        return sum(month.state == "missing" for row in self.rows for month in row.months)


def calendar(session: Session, views: Sequence[LotView], on: date) -> Calendar:
    """The calendar of the contractors shown: the last three years at most. Two queries."""
    holders = {position.contractor.id for view in views for position in view.positions}
    sent = _sent(session, holders)
    locked = frozenset(session.scalars(select(col(LockedMonth.month)).where(col(LockedMonth.reopened_at).is_(None))))
    awaited = {
        position.contractor.id: expected(view.span, on, owes=position.due.hours > 0)
        for view in views
        for position in view.positions
    }
    known = [month for months in (*sent.values(), *awaited.values()) for month in months]
    if not known:
        return Calendar((), ())
    shown = tuple(months_between(min(known), min(max(known), first_day(on))))[-_MOST_MONTHS:]
    rows = tuple(
        CalendarRow(
            view.lot.lot.number,
            position.contractor.id,
            position.contractor.name,
            months_of(
                shown,
                sent.get(position.contractor.id, {}),
                awaited[position.contractor.id],
                locked=locked,
                on=on,
            ),
        )
        for view in views
        for position in view.positions
    )
    return Calendar(shown, rows)


def _sent(session: Session, contractors: Any) -> Mapping[int, dict[date, dict[LineState, int]]]:
    """Hundredths by state of each month declared. The contractors are those that the reader may see."""
    found: dict[int, dict[date, dict[LineState, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = session.execute(
        _declared()
        .where(col(Declaration.contractor_id).in_(contractors))
        .with_only_columns(
            col(Declaration.contractor_id), col(Declaration.month), col(Line.state), func.sum(col(Line.hours))
        )
        .group_by(col(Declaration.contractor_id), col(Declaration.month), col(Line.state))
    )
    for contractor, month, state, hours in rows:
        states = found[contractor][month]
        if state is not None:
            states[LineState(state)] = int(hours)
    return found


def _declared() -> Any:
    """Declarations in force with their lines, to be narrowed by contractors already seen."""
    return (
        select(Contractor)
        .join(Declaration, col(Declaration.contractor_id) == col(Contractor.id))
        .outerjoin(Line, col(Line.declaration_id) == col(Declaration.id))
        .where(col(Declaration.state) == DeclarationState.CURRENT)
    )


@dataclass(frozen=True)
class Worker:
    """Somebody at work on a market, with their validated hours there, in hundredths."""

    id: int
    name: str
    employer: str
    hours: int
    last_month: date


def workers(session: Session, scope: Scope, market_id: int) -> list[Worker]:
    """The people whose hours of this market the reader sees, the most recent first; two hundred at most."""
    query = (
        narrowed(scope, Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Person, col(Person.id) == col(Contract.person_id))
        .join(Organisation, col(Organisation.id) == col(Contract.employer_id))
        .where(
            col(Lot.market_id) == market_id,
            col(Declaration.state) == DeclarationState.CURRENT,
            col(Line.state) == LineState.VALIDATED,
            within(scope, Person),
        )
        .with_only_columns(
            col(Person.id),
            col(Person.last_name),
            col(Person.first_name),
            func.max(Organisation.name),
            func.sum(Line.hours),
            func.max(Declaration.month),
        )
        .group_by(col(Person.id), col(Person.last_name), col(Person.first_name))
        .order_by(func.max(Declaration.month).desc(), col(Person.last_name), col(Person.id))
        .limit(_MOST_ROWS)
    )
    rows: Any = session.execute(query)
    return [
        Worker(number, f"{last} {first}", employer, int(hours), month)
        for number, last, first, employer, hours, month in rows
    ]


def needs(session: Session, scope: Scope, market_id: int) -> Sequence[PostedNeed]:
    """The needs posted on a market."""
    query = narrowed(scope, PostedNeed).where(col(PostedNeed.market_id) == market_id)
    return session.exec(query.order_by(col(PostedNeed.reference_key))).all()


@dataclass(frozen=True)
class Deposited:
    """A file that brought hours of the market."""

    id: int
    name: str
    author: str
    at: Any
    accepted: int


def documents(session: Session, scope: Scope, market_id: int) -> list[Deposited]:
    """The files that brought hours of the market, the last first."""
    of_market = (
        narrowed(scope, Declaration)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .where(col(Lot.market_id) == market_id)
        .with_only_columns(col(Declaration.run_id))
    )
    query = narrowed(scope, ImportRun).where(col(ImportRun.id).in_(of_market)).order_by(col(ImportRun.id).desc())
    return [
        Deposited(run.id or 0, run.file_name, run.author, run.at, run.rows_accepted)
        for run in session.exec(query.limit(_MOST_ROWS))
    ]
