"""Files deposited, and what was said of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import false, not_, or_, select
from sqlmodel import col

from clauses.access.conditions.grounds import Condition, market_here
from clauses.accounts.matrix import Reach
from clauses.accounts.models import Deposit
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Standing
from clauses.files.models import ImportIssue, ImportRun
from clauses.hours.models import Declaration
from clauses.markets.models import Contractor, Lot


def run(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Files deposited: for one's body, or in one's territory (those of the command line are the first one's)."""
    number = col(ImportRun.id)
    match reach, standing.kind:
        case Reach.TERRITORY, _:
            return not_(run_listed(standing)) if standing.territory_id == FIRST_TERRITORY else run_listed(standing)
        case Reach.OWN, ActorKind.E | ActorKind.O:
            return number.in_(
                select(col(Deposit.run_id)).where(col(Deposit.organisation_id) == standing.organisation_id)
            )
        case _:
            return false()


def run_listed(standing: Standing) -> Condition:
    """Files deposited for a territory, or whose hours are of its markets; for the first one, those of the others."""
    first = standing.territory_id == FIRST_TERRITORY
    there = (
        col(Deposit.territory_id) != FIRST_TERRITORY if first else col(Deposit.territory_id) == standing.territory_id
    )
    here = market_here(col(Lot.market_id), standing)
    lots = select(col(Lot.id)).where(not_(here) if first else here)
    held = select(col(Contractor.id)).where(col(Contractor.lot_id).in_(lots))
    declared = select(col(Declaration.run_id)).where(col(Declaration.contractor_id).in_(held))
    number = col(ImportRun.id)
    return or_(number.in_(select(col(Deposit.run_id)).where(there)), number.in_(declared))


def issue(standing: Standing, reach: Reach, today: date) -> Condition:
    """What was said of a file, with the file."""
    return col(ImportIssue.run_id).in_(select(col(ImportRun.id)).where(run(standing, reach, today)))
