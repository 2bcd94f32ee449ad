"""When a lot runs at a day: its market's dates, the ends that amendments set, its closing. Pure."""

from __future__ import annotations

from datetime import date

from clauses.hours.compliance import Span
from clauses.markets.ends import end_on
from clauses.reports.compliance_facts import Facts, LotHead


def span_of(facts: Facts, lot: LotHead, on: date) -> Span:
    """When a lot runs, by the end that was in force that day (`clauses.markets.ends`)."""
    market = facts.markets[lot.market_id]
    ends_on = end_on(market.ends_on, (facts.ends.get((market.id, each), ()) for each in (None, lot.id)), on)
    closed_on = facts.closed.get(lot.id)
    return Span(market.notified_on, ends_on, closed_on if closed_on and closed_on <= on else None)
