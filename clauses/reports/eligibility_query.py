"""Whether someone may count for a market on a day: the facts read, the one rule asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.hours.queries import market_publics
from clauses.markets.models import Market
from clauses.people.eligibility import Answer, eligible
from clauses.people.publics import Criterion
from clauses.people.queries import facts_of, known_values
from clauses.reports.bilan_query import chosen_market


@dataclass(frozen=True)
class Asked:
    """An answer, with the market (None: any clause), its publics (None: all of them) and the day it is about."""

    answer: Answer
    market: str | None
    publics: frozenset[Criterion] | None
    on: date


def eligibility_at(
    session: Session, person_id: int, *, on: date, reference: str | None = None, buyer: str | None = None
) -> Asked:
    """The answer for a person recorded and a market, whose publics are those of its rule that day, else as written.

    Raises ``NotFound`` and ``Misused`` as ``market_at`` does.
    """
    market, publics = None, None
    if reference is not None:
        chosen = chosen_market(session, reference, buyer=buyer)
        market = chosen.name
        publics = market_publics(session, select(col(Market.id)).where(col(Market.id) == chosen.id))[chosen.id].on(on)
    facts = facts_of(session, [person_id])[person_id]
    return Asked(eligible(facts, publics, on, values=known_values(session)), market, publics, on)
