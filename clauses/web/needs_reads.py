"""Needs and who is put forward for them, as far as somebody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from clauses.access.needs import proposed_to
from clauses.access.queries import narrowed, within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.markets.models import Contractor, Lot, Market
from clauses.matching.decisions import NeedState
from clauses.matching.models import NeedVersion, PostedNeed, Proposal, ProposalDecision
from clauses.matching.rules import ProposalState
from clauses.people.models import Person
from clauses.reports.joined_cv import OPEN, sent_with
from clauses.web.lists import Asked, holds, paged, unaccented

SORTS: Final = ("debut", "reference", "metier")
FILTERS: Final = {"etat": [state.value for state in NeedState]}


@dataclass(frozen=True)
class NeedRow:
    """A need in its last version, with how many were retained."""

    need: PostedNeed
    version: NeedVersion
    market: Market
    lot: str
    company: str
    retained: int

    @property
    def left(self) -> int:
        return max(0, self.version.posts - self.retained)


@dataclass(frozen=True)
class ProposalRow:
    """Somebody put forward, and the last thing decided of it."""

    proposal: Proposal
    name: str
    decision: ProposalDecision


def _rows(scope: Scope) -> Any:
    latest = select(func.max(NeedVersion.version)).where(col(NeedVersion.need_id) == col(PostedNeed.id))
    return (
        narrowed(scope, PostedNeed)
        .join(NeedVersion, col(NeedVersion.need_id) == col(PostedNeed.id))
        .join(Market, col(Market.id) == col(PostedNeed.market_id))
        .join(Contractor, col(Contractor.id) == col(NeedVersion.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(col(NeedVersion.version) == latest.correlate(PostedNeed).scalar_subquery())
    )


def list_needs(session: Session, scope: Scope, wanted: Asked) -> tuple[list[NeedRow], int]:
    """The needs of one page, and how many there are in all."""
    matching = _rows(scope).where(*_conditions(wanted))
    total = session.scalar(matching.with_only_columns(func.count(col(PostedNeed.id)))) or 0
    return _read(session, paged(matching.order_by(*_order(wanted)), wanted)), total


def one_need(session: Session, scope: Scope, need_id: int) -> NeedRow:
    """The need that the guard has let in."""
    return _read(session, _rows(scope).where(col(PostedNeed.id) == need_id))[0]


def _read(session: Session, query: Any) -> list[NeedRow]:
    rows: Any = session.execute(query.add_columns(NeedVersion, Market, col(Lot.number), col(Organisation.name))).all()
    retained = _retained(session, [need.id for need, *_ in rows])
    return [
        NeedRow(need, version, market, lot, company, retained.get(need.id, 0))
        for need, version, market, lot, company in rows
    ]


def _retained(session: Session, needs: Sequence[int]) -> dict[int, int]:
    """How many were retained for each need: of those already narrowed."""
    counted = (
        select(col(Proposal.need_id), func.count())
        .where(col(Proposal.need_id).in_(needs), col(Proposal.state) == ProposalState.RETAINED)
        .group_by(col(Proposal.need_id))
    )
    rows: Any = session.execute(counted)
    return dict(list(rows))


def proposals(session: Session, scope: Scope, need_id: int) -> list[ProposalRow]:
    """Who was put forward for a need, the furthest on first."""
    last = select(func.max(ProposalDecision.number)).where(col(ProposalDecision.proposal_id) == col(Proposal.id))
    rows: Any = session.execute(
        narrowed(scope, Proposal)
        .join(ProposalDecision, col(ProposalDecision.proposal_id) == col(Proposal.id))
        .join(Person, col(Person.id) == col(Proposal.person_id))
        .where(
            col(Proposal.need_id) == need_id,
            col(ProposalDecision.number) == last.correlate(Proposal).scalar_subquery(),
            within(scope, Person),
        )
        .add_columns(col(Person.first_name), col(Person.last_name), ProposalDecision)
        .order_by(col(ProposalDecision.at).desc(), col(Proposal.id))
    )
    return [ProposalRow(proposal, f"{first} {name}", decision) for proposal, first, name, decision in rows]


def open_to_company(session: Session, scope: Scope, need_id: int) -> list[int]:
    """The proposals before the company of whoever asks, with whose CV they were sent: theirs to read while open."""
    rows: Any = session.scalars(
        narrowed(scope, Proposal)
        .where(col(Proposal.need_id) == need_id, col(Proposal.state).in_(OPEN), proposed_to(scope))
        .with_only_columns(col(Proposal.id))
        .order_by(col(Proposal.id))
    )
    before: list[int] = list(rows)
    with_cv = sent_with(session, before)
    return [number for number in before if number in with_cv]


def visible_people(session: Session, scope: Scope) -> frozenset[int]:
    """The people whom somebody may propose: those whom they see."""
    seen = narrowed(scope, Person).with_only_columns(col(Person.id))
    numbers: Any = session.scalars(seen)
    return frozenset(numbers)


def visible_needs(session: Session, scope: Scope) -> frozenset[int]:
    """The needs whom somebody may fill: those whom they see."""
    numbers: Any = session.scalars(narrowed(scope, PostedNeed).with_only_columns(col(PostedNeed.id)))
    return frozenset(numbers)


def _conditions(wanted: Asked) -> list[ColumnElement[bool]]:
    found = holds(
        wanted.terms,
        col(PostedNeed.reference_key),
        unaccented(NeedVersion.job),
        col(Organisation.name_key),
        col(Market.reference_key),
    )
    if state := wanted.filters["etat"]:
        found.append(col(PostedNeed.state) == state)
    return found


def _order(wanted: Asked) -> list[Any]:
    columns: dict[str, Any] = {
        "debut": col(NeedVersion.starts_on),
        "reference": col(PostedNeed.reference_key),
        "metier": unaccented(NeedVersion.job),
    }
    chosen = columns[wanted.key]
    return [chosen.desc() if wanted.descending else chosen.asc(), col(PostedNeed.id)]


def need_of(session: Session, scope: Scope, proposal_id: int) -> int:
    """The need of a proposal that the guard has let in."""
    found: Any = session.scalars(
        narrowed(scope, Proposal).where(col(Proposal.id) == proposal_id).with_only_columns(col(Proposal.need_id))
    ).one()
    return int(found)
