"""Standing × reach → needs and proposals: with their market, else with the company that asked, or with the person."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlmodel import col, select

from clauses.access import conditions as on
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.matching.models import NeedVersion, PostedNeed, Proposal


def need(standing: Standing, reach: Reach, today: date, column: Any = None) -> ColumnElement[bool]:
    """Needs, by the column that holds their id. A référent's own are not told apart yet: they see none."""
    number = col(PostedNeed.id) if column is None else column
    every = select(col(PostedNeed.id))
    match reach, standing.kind:
        case Reach.TERRITORY, _:
            return number.in_(every.where(on.market(standing, reach, today, col(PostedNeed.market_id))))
        case (Reach.OWN, ActorKind.E) | (Reach.ASSIGNED, ActorKind.O):
            held = on.contractor(standing, reach, today, col(NeedVersion.contractor_id))
            return number.in_(select(col(NeedVersion.need_id)).where(held))
        case _:
            return false()


def proposed_to(scope: Scope) -> ColumnElement[bool]:
    """Proposals for the needs of the companies that somebody stands for: theirs to answer while they are open."""
    return on.any_of(
        need(standing, grant.reach, scope.today, col(Proposal.need_id))
        for standing, grant in scope.rights(Resource.NEED, Act.READ)
        if standing.kind is ActorKind.E
    )


def proposal(standing: Standing, reach: Reach, today: date) -> ColumnElement[bool]:
    """Proposals: of the needs seen; of a référent's own participants."""
    if standing.kind is ActorKind.P:
        return on.person(standing, reach, today, col(Proposal.person_id))
    return need(standing, reach, today, col(Proposal.need_id))
