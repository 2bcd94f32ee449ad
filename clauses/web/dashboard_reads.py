"""What needs a facilitateur today, and the figures of the year: read once, as far as they may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import case, func, or_
from sqlmodel import Session, col

from clauses.access.corrections import waiting_corrections
from clauses.access.counted import countable
from clauses.access.doubts import open_doubts
from clauses.access.exchanges import NextAction, next_actions
from clauses.access.queries import narrowed, within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.dates import add_months, first_day, local_day, months_between
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Market
from clauses.matching.models import Proposal, ProposalDecision
from clauses.matching.rules import ProposalState
from clauses.people.eligibility import Verdict, eligible
from clauses.people.models import Person
from clauses.people.queries import facts_of, known_values
from clauses.reference.rules import ContractKind
from clauses.reports import compliance_facts
from clauses.reports.awaited import Awaited, awaited_in
from clauses.reports.collecting import uncollected
from clauses.reports.compliance import Compliance, compliance
from clauses.web.lot_view import LotView
from clauses.web.markets_reads import late_among, seen

SOON: Final = timedelta(days=30)
"""Eligibility that ends within this is told in advance."""

WITHIN: Final = timedelta(days=7)
"""Next actions are told a week ahead."""

UNANSWERED: Final = timedelta(days=7)
"""A proposal sent so long ago without an answer is to be followed up: our choice, told on the page."""

MOST_SHOWN: Final = 5
_MOST_PEOPLE = 2_000


@dataclass(frozen=True)
class LateLot:
    """A lot that will miss its hours."""

    market: Compliance
    lot: LotView


@dataclass(frozen=True)
class MissingMonths:
    """The months that a contractor has not sent, and the days of delay of the oldest."""

    market_id: int
    reference: str
    lot: str
    name: str
    months: tuple[date, ...]
    late: int


@dataclass(frozen=True)
class Waiting:
    """Lines that wait for somebody, and their hundredths of an hour."""

    lines: int = 0
    hours: int = 0


@dataclass(frozen=True)
class EndingEligibility:
    """Somebody at work who will no longer be eligible after a day."""

    person_id: int
    name: str
    until: date


@dataclass(frozen=True)
class Unanswered:
    """Somebody proposed to a company that has not answered."""

    need_id: int
    person_id: int
    name: str
    since: date


@dataclass(frozen=True)
class Year:
    """Hours validated from January to the month of the day, by kind and month, against the same months before."""

    months: tuple[date, ...]
    by_kind: Mapping[ContractKind, tuple[int, ...]]
    total: int
    before: int
    people: int
    people_before: int


@dataclass(frozen=True)
class Dashboard:
    """What a facilitateur looks at in the morning."""

    late: tuple[LateLot, ...]
    missing: tuple[MissingMonths, ...]
    to_check: Waiting
    submitted: Waiting
    questions: int
    corrections: int
    ending: tuple[EndingEligibility, ...]
    unanswered: tuple[Unanswered, ...]
    actions: Sequence[NextAction]
    year: Year
    markets: int

    @property
    def months_missing(self) -> int:
        return sum(len(each.months) for each in self.missing)


def dashboard(session: Session, scope: Scope, on: date) -> Dashboard:
    """Everything at once: a number of queries that does not grow with the rows."""
    with uncollected():
        found = compliance(compliance_facts.read(session, on=on, only=countable(scope)), on)
    shown = seen(session, scope, found)
    waiting = _waiting(session, scope)
    return Dashboard(
        late=tuple(LateLot(*each) for each in late_among(found, shown, on)),
        missing=tuple(_missing(session, found, shown, on)),
        to_check=waiting.get(LineState.TO_CHECK, Waiting()),
        submitted=waiting.get(LineState.SUBMITTED, Waiting()),
        questions=open_doubts(session, scope) if scope.may(Resource.HOURS, Act.DECIDE) else 0,
        corrections=waiting_corrections(session, scope),
        ending=tuple(_ending(session, scope, on)),
        unanswered=tuple(_unanswered(session, scope, on)),
        actions=next_actions(session, scope, until=on + WITHIN),
        year=_year(session, scope, on),
        markets=session.scalar(narrowed(scope, Market).with_only_columns(func.count(col(Market.id)))) or 0,
    )


def _missing(
    session: Session, found: Sequence[Compliance], shown: Mapping[int, tuple[LotView, ...]], on: date
) -> list[MissingMonths]:
    """The months awaited of the contractors that show, contractor by contractor."""
    seen_ones = {each.contractor.id for lots in shown.values() for lot in lots for each in lot.positions}
    by_contractor: dict[int, list[Awaited]] = defaultdict(list)
    for one in awaited_in(session, found, seen_ones, on):
        by_contractor[one.contractor_id].append(one)
    return [
        MissingMonths(
            held[0].market_id,
            held[0].market,
            held[0].lot,
            held[0].company,
            tuple(sorted(one.month for one in held)),
            max(one.late for one in held),
        )
        for held in by_contractor.values()
    ]


def _waiting(session: Session, scope: Scope) -> dict[LineState, Waiting]:
    query = (
        narrowed(scope, Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(
            col(Declaration.state) == DeclarationState.CURRENT,
            col(Line.state).in_([LineState.SUBMITTED, LineState.TO_CHECK]),
        )
        .with_only_columns(col(Line.state), func.count(), func.sum(Line.hours))
        .group_by(col(Line.state))
    )
    rows: Any = session.execute(query)
    return {LineState(state): Waiting(count, int(hours)) for state, count, hours in rows}


def _ending(session: Session, scope: Scope, on: date) -> list[EndingEligibility]:
    """Those at work whose eligibility ends soon, or ended while they work."""
    contracts = (
        narrowed(scope, Contract)
        .where(
            col(Contract.starts_on) <= on,
            or_(col(Contract.ends_on) >= on, col(Contract.ends_on).is_(None)),
            within(scope, Person),
        )
        .join(Person, col(Person.id) == col(Contract.person_id))
        .with_only_columns(col(Person.id), col(Person.last_name), col(Person.first_name))
        .distinct()
        .order_by(col(Person.id))
        .limit(_MOST_PEOPLE)
    )
    rows: Any = session.execute(contracts).all()
    names = {number: f"{first} {last}" for number, last, first in rows}
    values = known_values(session)
    found = []
    for number, facts in facts_of(session, names).items():
        answer = eligible(facts, None, on, values=values)
        if answer.verdict is Verdict.ELIGIBLE and answer.until is not None and answer.until <= on + SOON:
            found.append(EndingEligibility(number, names[number], answer.until))
    return sorted(found, key=lambda each: (each.until, each.name))


def _unanswered(session: Session, scope: Scope, on: date) -> list[Unanswered]:
    """Proposals sent to a company at least a week ago."""
    last = (
        narrowed(scope, Proposal)
        .join(ProposalDecision, col(ProposalDecision.proposal_id) == col(Proposal.id))
        .join(Person, col(Person.id) == col(Proposal.person_id))
        .where(col(Proposal.state) == ProposalState.SENT)
        .with_only_columns(
            col(Proposal.need_id),
            col(Person.id),
            col(Person.last_name),
            col(Person.first_name),
            func.max(ProposalDecision.at).label("since"),
        )
        .group_by(
            col(Proposal.id), col(Proposal.need_id), col(Person.id), col(Person.last_name), col(Person.first_name)
        )
        .having(func.max(ProposalDecision.at) < datetime.combine(on - UNANSWERED, time.max, UTC))
        .order_by(func.max(ProposalDecision.at), col(Person.id))
    )
    rows: Any = session.execute(last)
    return [Unanswered(need, number, f"{first} {name}", local_day(since)) for need, number, name, first, since in rows]


def _year(session: Session, scope: Scope, on: date) -> Year:
    start, last = date(on.year, 1, 1), first_day(on)
    months = tuple(months_between(start, last))
    earlier = add_months(start, -12), add_months(last, -12)
    lines = (
        narrowed(scope, Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .where(
            col(Declaration.state) == DeclarationState.CURRENT,
            col(Line.state) == LineState.VALIDATED,
            or_(col(Declaration.month).between(start, last), col(Declaration.month).between(*earlier)),
        )
    )
    sums: Any = session.execute(
        lines.with_only_columns(col(Declaration.month), col(Contract.kind), func.sum(Line.hours)).group_by(
            col(Declaration.month), col(Contract.kind)
        )
    )
    by_kind: dict[ContractKind, dict[date, int]] = defaultdict(dict)
    total = before = 0
    for month, kind, hours in sums:
        if month >= start:
            by_kind[ContractKind(kind)][month] = int(hours)
            total += int(hours)
        else:
            before += int(hours)
    counted = lines.where(col(Line.hours) > 0).with_only_columns(
        func.count(func.distinct(case((col(Declaration.month) >= start, col(Contract.person_id))))),
        func.count(func.distinct(case((col(Declaration.month) < start, col(Contract.person_id))))),
    )
    people: Any = session.execute(counted).one()
    return Year(
        months=months,
        by_kind={
            kind: tuple(by_kind[kind].get(month, 0) for month in months) for kind in ContractKind if kind in by_kind
        },
        total=total,
        before=before,
        people=int(people[0]),
        people_before=int(people[1]),
    )
