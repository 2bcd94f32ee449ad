"""A Pôle of one person: a setting of the territory lets its only facilitateur validate what they deposited themselves.

Source: the security note, « Author ≠ validator […] a Pôle of one person works in a single-validator mode, a journalised
setting ». Set from the command line alone, where whoever holds the machine stands for the second person. It holds only
while the territory has one facilitateur: a second one, and the rule of two people is back by itself.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from clauses import audit
from clauses.accounts.models import Membership, Territory, TerritoryMarket, User
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, NotFound


def facilitateurs(session: Session, territory_id: int, today: date) -> int:
    """How many accounts, open, are facilitateurs of a territory today."""
    held = (
        select(func.count(func.distinct(col(User.id))))
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(
            col(Membership.kind) == ActorKind.F,
            func.coalesce(col(Membership.territory_id), FIRST_TERRITORY) == territory_id,
            col(Membership.approved_by).is_not(None),
            col(Membership.starts_on) <= today,
            or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= today),
            col(User.disabled_at).is_(None),
        )
    )
    return session.exec(held).one()


def set_single_validator(session: Session, *, territory_id: int, on: bool, today: date, by: str) -> Territory:
    """Opens or ends the single-validator mode of a territory.

    Raises ``NotFound``; ``Conflict`` when it is so already, or while the territory has not one facilitateur.
    """
    place = session.get(Territory, territory_id)
    if place is None:
        raise NotFound("Ce territoire n'existe pas.")
    if place.single_validator == on:
        said = "est déjà" if on else "n'est pas"
        raise Conflict(f"« {place.name} » {said} en validateur unique. Rechargez la page.", code="account.single")
    count = facilitateurs(session, territory_id, today)
    if on and count != 1:
        words = (
            f"« {place.name} » a {count} facilitateurs : le validateur unique est pour un Pôle d'une personne. "
            "Laissez la validation à deux."
        )
        raise Conflict(words, code="account.not_single")
    place.single_validator = on
    session.add(place)
    session.flush()
    audit.record(session, "single_validator", by=by, subject="territory", subject_id=territory_id, on=on)
    return place


def validates_alone(session: Session, scope: Scope, *, market_id: int) -> bool:
    """Whether somebody is the only facilitateur of the territory of a market, and that territory works in that mode.

    Their being alone in another territory says nothing of this one.
    """
    put = session.exec(select(TerritoryMarket.territory_id).where(col(TerritoryMarket.market_id) == market_id)).first()
    here = FIRST_TERRITORY if put is None else put
    if not any(one.kind is ActorKind.F and one.territory_id == here for one in scope.standings):
        return False
    place = session.get(Territory, here)
    return place is not None and place.single_validator and facilitateurs(session, here, scope.today) == 1
