"""The counting rules of markets and their publics, as the values that rules take; the market of a declaration."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from clauses.hours.counting import Counting
from clauses.hours.models import ContractCap, CountingRule, Declaration
from clauses.hours.publics import MarketPublics
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.queries import befores
from clauses.people.publics import Criterion
from clauses.reference.rules import ContractKind


def counting_rules(session: Session, markets: Select[Any]) -> dict[int, list[Counting]]:
    """The versions of the rules of each market that ``markets`` selects and that has some. Two queries."""
    caps: dict[int, dict[ContractKind, int]] = defaultdict(dict)
    ruled = select(col(CountingRule.id)).where(col(CountingRule.market_id).in_(markets))
    for cap in session.scalars(select(ContractCap).where(col(ContractCap.counting_rule_id).in_(ruled))):
        caps[cap.counting_rule_id][cap.kind] = cap.months
    found: dict[int, list[Counting]] = defaultdict(list)
    rows = select(CountingRule).where(col(CountingRule.market_id).in_(markets)).order_by(col(CountingRule.version))
    for row in session.scalars(rows):
        found[row.market_id].append(
            Counting(
                number=row.version,
                in_force_on=row.in_force_on,
                training_counts=row.training_counts,
                proof_required=row.proof_required,
                publics=frozenset(map(Criterion, row.publics.split())) if row.publics else None,
                eligibility_months=row.eligibility_months,
                person_months=row.person_months,
                person_hours=row.person_hours,
                kind_months=caps.get(row.id or 0, {}),
                source=row.source,
            )
        )
    return dict(found)


def market_publics(session: Session, markets: Select[Any]) -> dict[int, MarketPublics]:
    """What each market that ``markets`` selects said of its publics. Four queries."""
    rules, before = counting_rules(session, markets), befores(session, markets)
    rows = session.execute(select(col(Market.id), col(Market.publics)).where(col(Market.id).in_(markets)))
    return {
        number: MarketPublics(rules.get(number, ()), before.get(number, ()), written)
        for number, written in rows
        if number is not None
    }


def market_of(session: Session, declaration_id: int) -> int:
    """The market whose hours a declaration gives, which is there."""
    held = (
        select(col(Lot.market_id))
        .join(Contractor, col(Contractor.lot_id) == col(Lot.id))
        .join(Declaration, col(Declaration.contractor_id) == col(Contractor.id))
        .where(col(Declaration.id) == declaration_id)
    )
    return int(session.execute(held).scalar_one())
