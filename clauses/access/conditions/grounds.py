"""What every condition is made of: one of several, a territory, what is entrusted to a membership."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, false, not_, or_, select
from sqlmodel import col

from clauses.accounts.models import Assignment, TerritoryMarket
from clauses.accounts.rules import FIRST_TERRITORY
from clauses.accounts.scope import Standing

Condition = ColumnElement[bool]
Column = Any


def any_of(conditions: Iterable[Condition]) -> Condition:
    """One of them; none: nothing."""
    return or_(false(), *conditions)


def in_territory(number: Column, key: Any, territory: Any, territory_id: int) -> Condition:
    """Rows put in that territory; in the first one, whatever was put in no other."""
    if territory_id == FIRST_TERRITORY:
        return not_(exists().where(col(key) == number, col(territory) != FIRST_TERRITORY))
    there: Condition = number.in_(select(col(key)).where(col(territory) == territory_id))
    return there


def market_here(number: Column, standing: Standing) -> Condition:
    """Markets of the territory of a standing, by the column that holds their id."""
    return in_territory(number, TerritoryMarket.market_id, TerritoryMarket.territory_id, standing.territory_id)


def assigned(thing: Any, standing: Standing, today: date) -> Any:
    """What is entrusted today to a membership."""
    return select(col(thing)).where(
        col(Assignment.membership_id) == standing.membership_id,
        col(thing).is_not(None),
        col(Assignment.starts_on) <= today,
        or_(col(Assignment.ends_on).is_(None), col(Assignment.ends_on) >= today),
    )


def entrusted_lots(standing: Standing, today: date) -> Any:
    """The lots that a facilitateur has entrusted to a membership, as a sub-query."""
    return assigned(Assignment.lot_id, standing, today)
