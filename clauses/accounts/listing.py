"""Accounts as they are listed: what they may do today, and whether they can sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from clauses.accounts.models import Membership, User
from clauses.accounts.queries import memberships_in_force


@dataclass(frozen=True)
class Account:
    """An account, as people read it."""

    id: int
    email: str
    name: str
    roles: list[str]
    state: str


def accounts(session: Session, today: date) -> list[Account]:
    """Every account, by its number."""
    found = session.exec(select(User).order_by(col(User.id))).all()
    return [
        Account(
            id=user.id or 0,
            email=user.email,
            name=user.name,
            roles=[held.kind.value for held in memberships_in_force(session, user.id or 0, today)],
            state=state_of(user),
        )
        for user in found
    ]


def state_of(user: User) -> str:
    """Whether somebody can sign in, in French."""
    if user.disabled_at is not None:
        return "fermé"
    return "invité" if user.password_hash is None else "ouvert"


def waiting_grants(session: Session) -> list[Membership]:
    """Roles granted by one person, that wait for a second one."""
    waiting = select(Membership).where(col(Membership.approved_by).is_(None)).order_by(col(Membership.id))
    return list(session.exec(waiting).all())
