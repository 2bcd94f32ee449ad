"""Whether someone may count for a market on a day: the facts read, the one rule asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.hours.counting import rule_on
from clauses.hours.queries import counting_rules
from clauses.markets.before import said_on
from clauses.markets.models import Market
from clauses.markets.queries import befores
from clauses.markets.rules import MarketField
from clauses.people.eligibility import Answer, eligible
from clauses.people.publics import Criterion, named
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
        asked = select(col(Market.id)).where(col(Market.id) == chosen.id)
        rule = rule_on(counting_rules(session, asked).get(chosen.id, ()), on)
        now = session.scalar(select(col(Market.publics)).where(col(Market.id) == chosen.id))
        written = said_on(befores(session, asked).get(chosen.id, ()), MarketField.PUBLICS, now, on)
        publics = rule.publics if rule.publics is not None else named(written)
    facts = facts_of(session, [person_id])[person_id]
    return Asked(eligible(facts, publics, on, values=known_values(session)), market, publics, on)
