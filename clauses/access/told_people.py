"""How many people a donneur d'ordre is told of: few numbers, chosen so that none gives a small group back.

Any period, market, nature or perimeter could be asked for, and two answers subtracted. So people are counted for a
market since its start (its state, to print), and for a calendar year that is over, of all its markets at once; a year
is told only where no market leaves a small group beside it. Anything else reads « n.c. ».
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.access.counted import countable, told
from clauses.access.small_cells import FEW, tellable
from clauses.accounts.scope import Scope
from clauses.dates import Period
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot

NOT_TOLD = "n.c."
"""« Non communiqué »."""


def people_told(session: Session, scope: Scope, number: int, period: Period, *, narrowed: bool) -> int | None:
    """The number of people of a bilan, or None where it is not told. ``narrowed``: it counts less than all the people
    of the reader's markets (a market, a nature, a perimeter). One query."""
    if told(scope).people:
        return number
    year = period.starts_on.year
    whole = (period.starts_on, period.ends_on) == (date(year, 1, 1), date(year, 12, 31))
    if narrowed or not whole or period.ends_on >= scope.today:
        return None
    worked: dict[int, set[int]] = defaultdict(set)
    in_year: set[int] = set()
    for market, person, month in session.execute(_worked(scope)):
        worked[market].add(person)
        if month.year == year:
            in_year.add(person)
    states = [frozenset(people) for people in worked.values() if len(people) >= FEW]
    return len(in_year) if tellable(frozenset(in_year), states) else None


def _worked(scope: Scope) -> Any:
    """(market, person, month) of the hours that the reader may count, once each."""
    return (
        select(col(Lot.market_id), col(Contract.person_id), col(Declaration.month))
        .select_from(Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .where(
            col(Line.state) == LineState.VALIDATED,
            col(Declaration.state) == DeclarationState.CURRENT,
            countable(scope).lines,
        )
        .distinct()
    )
