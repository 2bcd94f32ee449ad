"""When a lot runs at a day: its market's dates, the ends that amendments set, its closing. Pure."""

from __future__ import annotations

from datetime import date

from clauses.hours.compliance import Span
from clauses.reports.compliance_facts import Facts, LotHead


def span_of(facts: Facts, lot: LotHead, on: date) -> Span:
    """When a lot runs, by the last end that was in force that day: first agreed, amended, or written over.

    Of one day, an amendment of the lot goes before what was said of its market.
    """
    market = facts.markets[lot.market_id]
    ends_on, since = market.ends_on, date.min
    for key in ((market.id, None), (market.id, lot.id)):
        for day, end in facts.ends.get(key, ()):
            if since <= day <= on:
                ends_on, since = end, day
    closed_on = facts.closed.get(lot.id)
    return Span(market.notified_on, ends_on, closed_on if closed_on and closed_on <= on else None)
