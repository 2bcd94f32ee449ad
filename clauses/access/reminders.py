"""Asking for the months that nobody sent: of whom somebody may, at what addresses, and what was already asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from clauses.access.queries import within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Membership, User
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.audit import Journal
from clauses.dates import local_day
from clauses.markets.models import Contractor, Lot


@dataclass(frozen=True)
class Asked:
    """A contractor whose months somebody may ask for."""

    contractor_id: int
    organisation_id: int
    market_id: int


def to_ask(session: Session, scope: Scope) -> dict[int, Asked]:
    """The contractors whose months ``scope`` asks for, by id."""
    rows = session.execute(
        select(col(Contractor.id), col(Contractor.organisation_id), col(Lot.market_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .where(within(scope, Contractor, Act.MODIFY, Resource.MARKET))
    )
    return {number: Asked(number, body, market) for number, body, market in rows}


def days_asked(session: Session, contractors: Sequence[int]) -> dict[tuple[int, str], list[date]]:
    """The days when each month was asked for, from the journal: what was done, not what was meant."""
    acts = session.execute(
        select(col(Journal.subject_id), col(Journal.details), col(Journal.at))
        .where(col(Journal.act) == "remind", col(Journal.subject) == "contractor",
               col(Journal.subject_id).in_(contractors))
        .order_by(col(Journal.number))
    )  # fmt: skip
    found: dict[tuple[int, str], list[date]] = {}
    for contractor, details, at in acts:
        found.setdefault((int(contractor or 0), str(json.loads(details).get("month", ""))), []).append(local_day(at))
    return found


def addresses_of(session: Session, bodies: Sequence[int], today: date) -> dict[int, list[str]]:
    """The addresses of the open accounts of each company."""
    query = (
        select(col(Membership.organisation_id), col(User.email))
        .join(User, col(User.id) == col(Membership.user_id))
        .where(
            col(Membership.kind) == ActorKind.E,
            col(Membership.organisation_id).in_(bodies),
            col(Membership.approved_by).is_not(None),
            col(Membership.starts_on) <= today,
            or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= today),
            col(User.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(User.email))
    )
    found: dict[int, list[str]] = {}
    for body, email in session.execute(query):
        found.setdefault(int(body or 0), []).append(email)
    return found
