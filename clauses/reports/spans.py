"""When a lot runs at a day: its market's dates, the ends that amendments set, its closing. Pure."""

from __future__ import annotations

from datetime import date

from clauses.hours.compliance import Span
from clauses.reports.compliance_facts import Facts, LotHead


def span_of(facts: Facts, lot: LotHead, on: date) -> Span:
    """When a lot runs, with the ends that amendments in force that day set: its own, else its market's."""
    market = facts.markets[lot.market_id]
    ends_on = market.ends_on
    for key in ((market.id, None), (market.id, lot.id)):
        ends_on = next((end for since, end in reversed(facts.ends.get(key, ())) if since <= on), ends_on)
    closed_on = facts.closed.get(lot.id)
    return Span(market.notified_on, ends_on, closed_on if closed_on and closed_on <= on else None)
