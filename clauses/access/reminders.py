"""The months that nobody sent, as the facilitateur asks for them: by whom, since when, what was already asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from clauses.access.exchanges import last_talks
from clauses.access.queries import within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Membership, Organisation, User
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.audit import Journal
from clauses.dates import add_months, first_day
from clauses.hours.calendar import due_day
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Contractor, Lot, Market, Obligation

MONTHS = 3
"""Whole months looked back."""


@dataclass(frozen=True)
class Missing:
    """A month that a contractor has not sent. ``late`` in days past the day it was due; ``asked`` are the days when it
    was asked for; ``addresses`` those of the company's accounts; ``talked_on`` the day of the last exchange with it."""

    contractor_id: int
    organisation_id: int
    company: str
    market: str
    title: str
    lot: str
    month: date
    late: int
    asked: tuple[date, ...] = ()
    addresses: tuple[str, ...] = ()
    talked_on: date | None = None

    @property
    def key(self) -> str:
        """The contractor and the month, as a form carries them."""
        return f"{self.contractor_id}:{self.month:%Y-%m}"


def missing(session: Session, scope: Scope) -> list[Missing]:
    """The last whole months without a declaration, of contractors that owe hours on markets under way; latest first.

    Six queries, however many contractors there are.
    """
    last = add_months(first_day(scope.today), -1)
    months = [add_months(last, -back) for back in range(MONTHS)]
    owing = select(col(Obligation.contractor_id)).where(col(Obligation.contractor_id).is_not(None))
    rows = session.execute(
        select(
            col(Contractor.id), col(Organisation.id), col(Organisation.name), col(Market.reference), col(Market.title),
            col(Lot.number), col(Market.notified_on), col(Market.ends_on),
        )
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(
            within(scope, Contractor, Act.MODIFY, Resource.MARKET),
            col(Contractor.id).in_(owing),
            or_(col(Market.ends_on).is_(None), col(Market.ends_on) >= months[-1]),
        )
    ).all()  # fmt: skip
    contractors = [row[0] for row in rows]
    sent = {
        (contractor, month)
        for contractor, month in session.execute(
            select(col(Declaration.contractor_id), col(Declaration.month)).where(
                col(Declaration.contractor_id).in_(contractors),
                col(Declaration.month).in_(months),
                col(Declaration.state).in_([DeclarationState.CURRENT, DeclarationState.PROPOSED]),
            )
        )
    }
    asked = _asked(session, contractors)
    talks = last_talks(session, scope, contractors)
    addresses = _addresses(session, [row[1] for row in rows], scope.today)
    found = [
        Missing(
            contractor, body, company, market, title or "", lot, month,
            max((scope.today - due_day(month)).days, 0),
            tuple(asked.get((contractor, f"{month:%Y-%m}"), ())),
            tuple(addresses.get(body, ())),
            talks.get(contractor),
        )
        for contractor, body, company, market, title, lot, start, end in rows
        for month in months
        if (contractor, month) not in sent
        and (end is None or first_day(end) >= month)
        and (start is None or first_day(start) <= month)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.late, one.company, one.market, one.lot))


def _asked(session: Session, contractors: Sequence[int]) -> dict[tuple[int, str], list[date]]:
    """The days when each month was asked for, from the journal: what was done, not what was meant."""
    acts = session.execute(
        select(col(Journal.subject_id), col(Journal.details), col(Journal.at))
        .where(col(Journal.act) == "remind", col(Journal.subject) == "contractor",
               col(Journal.subject_id).in_(contractors))
        .order_by(col(Journal.number))
    )  # fmt: skip
    found: dict[tuple[int, str], list[date]] = {}
    for contractor, details, at in acts:
        found.setdefault((int(contractor or 0), str(json.loads(details).get("month", ""))), []).append(at.date())
    return found


def _addresses(session: Session, bodies: Sequence[int], today: date) -> dict[int, list[str]]:
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
