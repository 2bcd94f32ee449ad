"""Accounts, capacities that wait for a second person, and the journal, as far as somebody may see them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.access.queries import narrowed, within
from clauses.accounts.listing import state_of
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.models import BreakGlass, Membership, Organisation, Territory, User
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.audit import Journal


@dataclass(frozen=True)
class AccountRow:
    """An account and its capacities of today, in words."""

    id: int
    name: str
    email: str
    state: str
    roles: Sequence[str]


@dataclass(frozen=True)
class Waiting:
    """A capacity granted by one person, that waits for a second."""

    id: int
    name: str
    role: str
    granted_by: str


def account_rows(session: Session, scope: Scope, *, page: int, size: int) -> tuple[list[AccountRow], int]:
    """A page of accounts, by name; and how many they are. Three queries."""
    total = session.execute(select(func.count()).select_from(User).where(within(scope, User))).scalar_one()
    users = session.exec(
        narrowed(scope, User).order_by(col(User.name), col(User.id)).offset((page - 1) * size).limit(size)
    ).all()
    held: dict[int, list[str]] = {}
    shown = _memberships(scope).where(col(Membership.user_id).in_([user.id for user in users]))
    for membership, body in session.execute(shown):
        if membership.approved_by is not None and (membership.ends_on is None or membership.ends_on >= scope.today):
            held.setdefault(membership.user_id, []).append(_role(membership, body))
    return [
        AccountRow(user.id or 0, user.name, user.email, state_of(user), held.get(user.id or 0, [])) for user in users
    ], int(total)


def waiting(session: Session, scope: Scope) -> list[Waiting]:
    """The capacities that a second person must approve."""
    query = _memberships(scope).add_columns(col(User.name)).join(User, col(User.id) == col(Membership.user_id))
    rows = session.execute(query.where(col(Membership.approved_by).is_(None)).order_by(col(Membership.id)))
    return [Waiting(one.id or 0, name, _role(one, body), one.granted_by) for one, body, name in rows]


def _memberships(scope: Scope) -> Any:
    return (
        select(Membership, col(Organisation.name))
        .outerjoin(Organisation, col(Organisation.id) == col(Membership.organisation_id))
        .where(within(scope, Membership))
    )


def _role(membership: Membership, body: str | None) -> str:
    return f"{membership.kind.label} ({body})" if body else membership.kind.label


@dataclass(frozen=True)
class ActRow:
    """One act of the journal; ``details`` is blank for whoever reads it without values."""

    number: int
    at: datetime
    author: str
    act: str
    subject: str
    subject_id: int | None
    details: str


def acts(session: Session, scope: Scope, *, page: int, size: int) -> tuple[list[ActRow], int]:
    """A page of the journal, the last act first; and how many acts there are."""
    nameless = all(grant.reach is Reach.NAMELESS for _, grant in scope.rights(Resource.JOURNAL, Act.READ))
    named = not nameless or ActorKind.A in scope.kinds
    total = session.execute(select(func.count()).select_from(Journal).where(within(scope, Journal))).scalar_one()
    rows = session.exec(
        narrowed(scope, Journal).order_by(col(Journal.number).desc()).offset((page - 1) * size).limit(size)
    ).all()
    return [
        ActRow(
            row.number, row.at, row.author if named or scope.author == row.author else "–", row.act, row.subject,
            row.subject_id, "" if nameless else _words(row.details),
        )
        for row in rows
    ], int(total)  # fmt: skip


def _words(details: str) -> str:
    told = json.loads(details or "{}")
    return ", ".join(f"{name} : {value}" for name, value in told.items())


@dataclass(frozen=True)
class GlassRow:
    """An emergency access; ``open`` while it lasts."""

    id: int
    territory: str
    motive: str
    opened_by: str
    opened_at: datetime
    ends_at: datetime
    open: bool


def glass_rows(session: Session, scope: Scope, *, page: int, size: int, now: datetime) -> tuple[list[GlassRow], int]:
    """A page of the emergency accesses that one sees, the last first; and how many there are."""
    total = session.execute(select(func.count()).select_from(BreakGlass).where(within(scope, BreakGlass))).scalar_one()
    rows = session.execute(
        select(BreakGlass, col(Territory.name))
        .join(Territory, col(Territory.id) == col(BreakGlass.territory_id))
        .where(within(scope, BreakGlass))
        .order_by(col(BreakGlass.id).desc())
        .offset((page - 1) * size)
        .limit(size)
    )
    return [
        GlassRow(
            one.id or 0, name, one.motive, one.opened_by, one.opened_at, one.closed_at or one.ends_at,
            one.closed_at is None and one.ends_at > now,
        )
        for one, name in rows
    ], int(total)  # fmt: skip


def territories(session: Session) -> list[tuple[str, str]]:
    """Every territory, by name: (number as text, name)."""
    rows = session.execute(select(col(Territory.id), col(Territory.name)).order_by(col(Territory.name)))
    return [(str(number), str(name)) for number, name in rows]
