"""Who signs in, and in what capacities today."""

from datetime import date, datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from clauses.accounts.keys import Token
from clauses.accounts.models import Membership, User
from clauses.accounts.rules import FIRST_TERRITORY, WITH_SECOND_FACTOR, ActorKind, tidy_email
from clauses.accounts.scope import Scope, Standing
from clauses.accounts.secrets_drawn import kept


def user_by_email(session: Session, email: str) -> User | None:
    """The account of an address, in any case."""
    return session.exec(select(User).where(col(User.email) == tidy_email(email))).one_or_none()


def memberships_in_force(session: Session, user_id: int, today: date) -> list[Membership]:
    """The capacities of someone today: approved, begun, not ended."""
    return list(
        session.exec(
            select(Membership)
            .where(
                col(Membership.user_id) == user_id,
                col(Membership.approved_by).is_not(None),
                col(Membership.starts_on) <= today,
                or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= today),
            )
            .order_by(col(Membership.id))
        ).all()
    )


def emails_of(session: Session, kind: ActorKind, today: date, *, territory_id: int) -> list[str]:
    """The addresses of those who hold a capacity today in a territory, and whose account is open."""
    query = (
        select(User.email)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(
            col(Membership.kind) == kind,
            func.coalesce(col(Membership.territory_id), FIRST_TERRITORY) == territory_id,
            col(Membership.approved_by).is_not(None),
            col(Membership.starts_on) <= today,
            or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= today),
            col(User.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(User.email))
    )
    return list(session.exec(query).all())


def standing_of(membership: Membership) -> Standing:
    """A membership as a value."""
    return Standing(
        membership_id=membership.id or 0,
        kind=membership.kind,
        organisation_id=membership.organisation_id,
        territory_id=membership.territory_id or FIRST_TERRITORY,
        manager=membership.manager,
    )


def scope_of(session: Session, user: User, today: date) -> Scope:
    """Who asks, as of today."""
    held = tuple(standing_of(membership) for membership in memberships_in_force(session, user.id or 0, today))
    return Scope(user_id=user.id or 0, author=user.author, standings=held, today=today)


def needs_second_factor(scope: Scope) -> bool:
    """Whether one of their capacities asks for a second factor."""
    return bool(scope.kinds & WITH_SECOND_FACTOR)


def scope_of_token(session: Session, raw: str, *, now: datetime, today: date) -> tuple[Scope, int] | None:
    """Who a program acts for, and the token's id; None for a token unknown, expired, revoked, or whose membership
    or account has ended."""
    found = session.exec(
        select(Token, Membership, User)
        .join(Membership, col(Membership.id) == col(Token.membership_id))
        .join(User, col(User.id) == col(Membership.user_id))
        .where(
            col(Token.token_hash) == kept(raw),
            col(Token.revoked_at).is_(None),
            col(Token.expires_at) > now,
            col(User.disabled_at).is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    token, membership, user = found
    if all(one.id != membership.id for one in memberships_in_force(session, user.id or 0, today)):
        return None
    author = f"{token.name} (jeton {token.id}, {user.author})"
    scope = Scope(user.id or 0, author, (standing_of(membership),), today, token=token.allows)
    return scope, token.id or 0
