"""What matching reads: the needs as they stand, people as far as it may see them, proposals, and the weights in force.

Every read is of everyone at once: the number of queries does not grow with people, needs or proposals.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.hours.models import Contract
from clauses.hours.queries import market_publics
from clauses.markets.models import Contractor, Lot, Market
from clauses.matching.decisions import NeedState
from clauses.matching.models import (
    NeedVersion,
    PostedNeed,
    Proposal,
    ProposalDecision,
    Suggestion,
    WeightsVersion,
)
from clauses.matching.records import Record
from clauses.matching.rules import Engagement, ProposalState, RefusalReason, Verdict, Weights
from clauses.matching.seekers import Home, Oriented, Seeker
from clauses.matching.weighing import from_data
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.people.publics import Criterion
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Nature

_SECTORS = {Nature.BTP: Sector.BTP, Nature.MS: Sector.MS, Nature.PI: Sector.PI}
_OPEN_ENDED = (ContractKind.CDI, ContractKind.CDI_INTERIMAIRE)


@dataclass(frozen=True)
class StoredNeed:
    """A need in its last version. ``key`` tells it apart: its reference, with its market's where two share it.

    ``weekly_hours`` are hundredths of an hour. ``retained``: how many people were retained for it.
    """

    id: int
    version_id: int
    version: int
    key: str
    reference: str
    market: str
    lot: str
    contractor: str
    state: NeedState
    job: str
    posts: int
    retained: int
    starts_on: date
    ends_on: date | None
    commune: str | None
    contract_kind: ContractKind | None
    weekly_hours: int | None
    qpv_only: bool
    record: Record

    @property
    def left(self) -> int:
        """The posts that await someone."""
        return max(0, self.posts - self.retained)

    def is_over(self, today: date) -> bool:
        """Whether its last day is past."""
        return self.ends_on is not None and self.ends_on < today


def needs(session: Session) -> list[StoredNeed]:
    """Every need in its last version, the first to start first."""
    last = select(col(NeedVersion.need_id), func.max(NeedVersion.version).label("version")).group_by(
        col(NeedVersion.need_id)
    )
    latest = last.subquery()
    rows = session.execute(
        select(PostedNeed, NeedVersion, Market, Lot, col(Organisation.name))
        .join(latest, latest.c.need_id == col(PostedNeed.id))
        .join(
            NeedVersion,
            (col(NeedVersion.need_id) == latest.c.need_id) & (col(NeedVersion.version) == latest.c.version),
        )
        .join(Market, col(Market.id) == col(PostedNeed.market_id))
        .join(Contractor, col(Contractor.id) == col(NeedVersion.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .order_by(col(NeedVersion.starts_on), col(PostedNeed.reference_key), col(PostedNeed.id))
    ).all()
    retained = _retained(session)
    publics = market_publics(session, select(col(PostedNeed.market_id)))
    shared: dict[str, int] = defaultdict(int)
    for need, *_ in rows:
        shared[need.reference_key] += 1
    return [
        _stored(
            need, version, market, lot,
            company=company, retained=retained.get(need.id, 0), alone=shared[need.reference_key] == 1,
            publics=publics[need.market_id].on(version.starts_on),
        )
        for need, version, market, lot, company in rows
    ]  # fmt: skip


def _stored(
    need: PostedNeed,
    version: NeedVersion,
    market: Market,
    lot: Lot,
    *,
    company: str,
    retained: int,
    alone: bool,
    publics: frozenset[Criterion] | None,
) -> StoredNeed:
    key = need.reference if alone else f"{market.reference}/{need.reference}"
    sector = _SECTORS.get(Nature(lot.nature or market.nature))
    record: Record = {
        "key": key,
        "job": version.job,
        "skills": version.skills,
        "licences": version.licences,
        "french_level": version.french_level,
        "commune": version.commune,
        "posts": version.posts,
        "starts_on": version.starts_on,
        "ends_on": version.ends_on,
        "weekly_hours": version.weekly_hours,
        "sector": sector.value if sector else None,
        "qpv_only": version.qpv_only,
        "publics": publics,
    }
    return StoredNeed(
        id=need.id or 0,
        version_id=version.id or 0,
        version=version.version,
        key=key,
        reference=need.reference,
        market=market.reference,
        lot=lot.number,
        contractor=company,
        state=NeedState(need.state),
        job=version.job,
        posts=version.posts,
        retained=retained,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        commune=version.commune,
        contract_kind=version.contract_kind,
        weekly_hours=version.weekly_hours,
        qpv_only=version.qpv_only,
        record=record,
    )


def _retained(session: Session) -> dict[int, int]:
    counted = select(col(Proposal.need_id), func.count()).where(col(Proposal.state) == ProposalState.RETAINED)
    return dict(list(session.execute(counted.group_by(col(Proposal.need_id)))))


def seekers(
    session: Session, *, exits: Mapping[int, Sequence[date]], promised: Sequence[StoredNeed] = ()
) -> list[Seeker]:
    """Everyone recorded, as far as matching may see them, in the order of their ids.

    ``exits``: the days people left, by person. ``promised``: the needs for which someone may have been retained.
    """
    homes: dict[int, dict[date, Home]] = defaultdict(dict)
    for person, since, commune, postal_code, key, outside in session.execute(
        select(
            col(Residence.person_id), col(Residence.since), col(Residence.commune), col(Residence.postal_code),
            col(Residence.qpv_key), col(Residence.outside_qpv),
        )
    ):  # fmt: skip
        homes[person][since] = Home(commune, postal_code, key, outside)
    orientations: dict[int, list[Oriented]] = defaultdict(list)
    for person, day, sector, decision, decided_on in session.execute(
        select(
            col(Orientation.person_id), col(Orientation.oriented_on), col(Orientation.sector),
            col(Orientation.decision), col(Orientation.decided_on),
        )
    ):  # fmt: skip
        orientations[person].append(Oriented(day, Sector(sector), decision, decided_on))
    times: dict[int, list[date]] = defaultdict(list)
    for person, start in session.execute(select(col(Participation.person_id), col(Participation.starts_on))):
        times[person].append(start)
    contracts = _contracts(session, promised)
    rows = session.execute(
        select(
            col(Person.id), col(Person.identifier), col(Person.jobs), col(Person.skills), col(Person.licences),
            col(Person.french_level), col(Person.mobility_km), col(Person.available_on), col(Person.work_permit_until),
        ).order_by(col(Person.id))
    )  # fmt: skip
    return [
        Seeker(
            id=number,
            key=key_of(number, identifier),
            jobs=jobs,
            skills=skills,
            licences=licences,
            french_level=french_level,
            mobility_km=mobility_km,
            available_on=available_on,
            work_permit_until=work_permit_until,
            homes=homes.get(number, {}),
            orientations=tuple(orientations.get(number, ())),
            participations=tuple(times.get(number, ())),
            contracts=tuple(contracts.get(number, ())),
            exits=tuple(exits.get(number, ())),
        )
        for (
            number, identifier, jobs, skills, licences, french_level, mobility_km, available_on, work_permit_until,
        ) in rows
    ]  # fmt: skip


def key_of(number: int, identifier: str | None) -> str:
    """How someone is named to programs and commands: the Identifiant of the file of people where there is one."""
    return identifier or f"personne-{number}"


def _contracts(session: Session, promised: Sequence[StoredNeed]) -> dict[int, list[Engagement]]:
    found: dict[int, list[Engagement]] = defaultdict(list)
    for person, start, end, kind in session.execute(
        select(col(Contract.person_id), col(Contract.starts_on), col(Contract.ends_on), col(Contract.kind))
    ):
        found[person].append(Engagement(start, end, open_ended=end is None and kind in _OPEN_ENDED))
    by_id = {need.id: need for need in promised}
    retained = select(col(Proposal.person_id), col(Proposal.need_id)).where(
        col(Proposal.state) == ProposalState.RETAINED
    )
    for person, number in session.execute(retained):
        need = by_id.get(number)
        if need is not None:
            found[person].append(Engagement(need.starts_on, need.ends_on, need=need.key))
    return found


@dataclass(frozen=True)
class NamedPerson:
    """Who someone is, for people to read and for reports; scoring never sees it."""

    id: int
    key: str
    name: str
    sex: str | None


def named_people(session: Session) -> dict[int, NamedPerson]:
    """Everyone recorded, by id."""
    rows = session.execute(
        select(col(Person.id), col(Person.identifier), col(Person.first_name), col(Person.last_name), col(Person.sex))
    )
    return {
        number: NamedPerson(number, key_of(number, identifier), f"{first} {last}", sex)
        for number, identifier, first, last, sex in rows
    }


@dataclass(frozen=True)
class StoredProposal:
    """A proposal with what the machine last said of it and what was last decided."""

    id: int
    need_id: int
    person_id: int
    state: ProposalState
    version: int
    score: int
    verdict: Verdict
    weights: str
    author: str
    at: datetime
    reason: RefusalReason | None
    comment: str | None


def proposals(session: Session) -> list[StoredProposal]:
    """Every proposal, the last decided first."""
    last = (
        select(col(ProposalDecision.proposal_id), func.max(ProposalDecision.number).label("number"))
        .group_by(col(ProposalDecision.proposal_id))
        .subquery()
    )
    rows: Sequence[Any] = session.execute(
        select(Proposal, ProposalDecision, Suggestion, col(WeightsVersion.name))
        .join(last, last.c.proposal_id == col(Proposal.id))
        .join(
            ProposalDecision,
            (col(ProposalDecision.proposal_id) == last.c.proposal_id) & (col(ProposalDecision.number) == last.c.number),
        )
        .join(Suggestion, col(Suggestion.id) == col(ProposalDecision.suggestion_id))
        .join(WeightsVersion, col(WeightsVersion.id) == col(Suggestion.weights_id))
        .order_by(col(ProposalDecision.at).desc(), col(Proposal.id))
    ).all()
    return [
        StoredProposal(
            id=proposal.id,
            need_id=proposal.need_id,
            person_id=proposal.person_id,
            state=ProposalState(proposal.state),
            version=proposal.version,
            score=suggestion.score,
            verdict=Verdict(suggestion.verdict),
            weights=weights,
            author=decision.author,
            at=decision.at,
            reason=decision.reason,
            comment=decision.comment,
        )
        for proposal, decision, suggestion, weights in rows
    ]


@dataclass(frozen=True)
class StoredWeights:
    """One version of the weights, from a day on."""

    id: int
    since: date
    weights: Weights
    source: str
    author: str


def every_weights(session: Session) -> list[StoredWeights]:
    """Every version of the weights, in the order of their first day."""
    rows = session.scalars(select(WeightsVersion).order_by(col(WeightsVersion.since), col(WeightsVersion.id))).all()
    return [
        StoredWeights(
            row.id or 0,
            row.since,
            from_data(row.name, json.loads(row.points), json.loads(row.limits)),
            row.source,
            row.author,
        )
        for row in rows
    ]


def weights_in_force(session: Session, day: date) -> tuple[int, Weights]:
    """The id and the content of the last weights in force by a day: those of the product when none is."""
    known = every_weights(session)
    by_then = [each for each in known if each.since <= day]
    chosen = by_then[-1] if by_then else known[0]
    return chosen.id, chosen.weights
