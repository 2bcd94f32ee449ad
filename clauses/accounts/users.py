"""Accounts opened, given capacities by two people, closed; links that work once; tokens of programs.

Every verb is signed (``by``) and journalised, without the address of anybody: the account's number is enough.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from clauses import audit
from clauses.accounts.keys import OnceLink, Token
from clauses.accounts.models import Assignment, Membership, User
from clauses.accounts.passwords import hashed
from clauses.accounts.rules import (
    LINK_LIFE,
    ActorKind,
    LinkKind,
    TokenScope,
    email_fault,
    password_fault,
    tidy_email,
)
from clauses.accounts.secrets_drawn import drawn, drawn_token, kept
from clauses.accounts.sessions import close_every_session
from clauses.errors import Conflict, Misused, NotFound
from clauses.words import tidy


def create_user(session: Session, *, email: str, name: str, now: datetime, by: str) -> User:
    """Opens an account, without a password. Raises ``Misused`` for an odd address, ``Conflict`` for a known one."""
    email, name = tidy_email(email), tidy(name)
    fault = email_fault(email)
    if fault is not None:
        raise Misused(fault, code="account.email")
    if not 0 < len(name) <= 120:
        raise Misused("Donnez un nom, de 120 caractères au plus.", code="account.name")
    if session.exec(select(User.id).where(col(User.email) == email)).first() is not None:
        raise Conflict(
            "Un compte a déjà cette adresse. Donnez-en une autre, ou cherchez ce compte.", code="account.exists"
        )
    user = User(email=email, name=name, created_at=now)
    session.add(user)
    session.flush()
    audit.record(session, "create", by=by, subject="user", subject_id=user.id)
    return user


def set_password(session: Session, user: User, password: str, *, now: datetime, by: str) -> None:
    """Writes a password; ends every session opened with the former one, and every link that could set another.

    Raises ``Misused`` for a weak one.
    """
    fault = password_fault(password, email=user.email, name=user.name)
    if fault is not None:
        raise Misused(fault, code="account.password")
    user.password_hash = hashed(password)
    session.add(user)
    session.flush()
    close_every_session(session, user.id or 0)
    session.execute(
        update(OnceLink).where(col(OnceLink.user_id) == user.id, col(OnceLink.used_at).is_(None)).values(used_at=now)
    )
    audit.record(session, "set_password", by=by, subject="user", subject_id=user.id)


def disable_user(session: Session, *, user_id: int, now: datetime, by: str) -> User:
    """Closes an account at once, with its sessions and tokens. Raises ``NotFound``, ``Conflict`` when it is closed."""
    user = _user(session, user_id)
    if user.disabled_at is not None:
        raise Conflict("Ce compte est déjà fermé. Rechargez la page.", code="account.disabled")
    user.disabled_at = now
    user.rights_version += 1
    session.add(user)
    session.flush()
    close_every_session(session, user_id)
    audit.record(session, "disable", by=by, subject="user", subject_id=user_id)
    return user


def grant(
    session: Session,
    *,
    user_id: int,
    kind: ActorKind,
    organisation_id: int | None = None,
    territory_id: int | None = None,
    manager: bool = False,
    starts_on: date,
    ends_on: date | None = None,
    by: str,
    approved_by: str | None = None,
) -> Membership:
    """Grants a capacity; without ``approved_by`` it waits for a second person (`approve`)."""
    membership = Membership(
        user_id=user_id,
        kind=kind,
        organisation_id=organisation_id,
        territory_id=territory_id,
        manager=manager,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
        approved_by=approved_by,
    )
    session.add(membership)
    session.flush()
    _rights_changed(session, user_id)
    _recorded(session, "grant", membership, by=by)
    return membership


def approve(session: Session, *, membership_id: int, by: str) -> Membership:
    """The second person of a grant. Raises ``NotFound``; ``Conflict`` when it is done, or by the one who granted."""
    membership = _membership(session, membership_id)
    if membership.approved_by is not None:
        raise Conflict("Ce rôle est déjà accordé. Rechargez la page.", code="account.granted")
    if membership.granted_by == by:
        raise Conflict("Un rôle est accordé par deux personnes. Demandez à un collègue.", code="account.two_people")
    membership.approved_by = by
    session.add(membership)
    session.flush()
    _rights_changed(session, membership.user_id)
    _recorded(session, "approve", membership, by=by)
    return membership


def end_membership(session: Session, *, membership_id: int, today: date, by: str) -> Membership:
    """Ends a capacity: its last day was yesterday. Raises ``NotFound``, ``Conflict`` when it has ended."""
    membership = _membership(session, membership_id)
    last = today - timedelta(days=1)
    if membership.ends_on is not None and membership.ends_on <= last:
        raise Conflict("Cette appartenance est déjà terminée. Rechargez la page.", code="account.ended")
    membership.starts_on = min(membership.starts_on, last)
    membership.ends_on = last
    session.add(membership)
    session.flush()
    _rights_changed(session, membership.user_id)
    _recorded(session, "end", membership, by=by)
    return membership


def entrust(
    session: Session,
    *,
    membership_id: int,
    today: date,
    by: str,
    person_id: int | None = None,
    lot_id: int | None = None,
) -> Assignment:
    """Entrusts a person or a lot to a membership."""
    assignment = Assignment(
        membership_id=membership_id, person_id=person_id, lot_id=lot_id, starts_on=today, assigned_by=by
    )
    session.add(assignment)
    session.flush()
    audit.record(session, "entrust", by=by, subject="assignment", subject_id=assignment.id, membership_id=membership_id)
    return assignment


def make_link(session: Session, *, kind: LinkKind, user: User, now: datetime, by: str) -> str:
    """A secret that works once; those of the same kind made before no longer do."""
    session.execute(
        update(OnceLink)
        .where(col(OnceLink.user_id) == user.id, col(OnceLink.kind) == kind, col(OnceLink.used_at).is_(None))
        .values(used_at=now)
    )
    raw = drawn()
    session.add(
        OnceLink(
            kind=kind,
            token_hash=kept(raw),
            user_id=user.id or 0,
            created_by=by,
            created_at=now,
            expires_at=now + LINK_LIFE[kind],
        )
    )
    session.flush()
    audit.record(session, kind.value, by=by, subject="user", subject_id=user.id)
    return raw


def user_of_link(session: Session, raw: str, *, now: datetime) -> User | None:
    """Whose link this is, while it works; looking does not use it."""
    return session.exec(
        select(User)
        .join(OnceLink, col(OnceLink.user_id) == col(User.id))
        .where(
            col(OnceLink.token_hash) == kept(raw),
            col(OnceLink.used_at).is_(None),
            col(OnceLink.expires_at) > now,
            col(User.disabled_at).is_(None),
        )
    ).one_or_none()


def use_link(session: Session, raw: str, password: str, *, now: datetime) -> User | None:
    """Sets a password with a link, once: of two uses at once, the database lets one pass. None: it does not work."""
    user = user_of_link(session, raw, now=now)
    if user is None:
        return None
    used = session.execute(
        update(OnceLink)
        .where(col(OnceLink.token_hash) == kept(raw), col(OnceLink.used_at).is_(None))
        .values(used_at=now)
        .returning(col(OnceLink.id))
    )
    if used.first() is None:
        return None
    set_password(session, user, password, now=now, by=user.author)
    return user


def make_token(
    session: Session,
    *,
    membership_id: int,
    name: str,
    allows: TokenScope,
    now: datetime,
    expires_at: datetime,
    by: str,
) -> tuple[Token, str]:
    """A token for a program, and its secret, shown once. Raises ``Misused`` for a name or an end that cannot be."""
    name = tidy(name)
    if not 0 < len(name) <= 80:
        raise Misused("Donnez au jeton un nom, de 80 caractères au plus.", code="token.name")
    if expires_at <= now:
        raise Misused("Un jeton expire plus tard que maintenant. Choisissez une date à venir.", code="token.expires_at")
    raw = drawn_token()
    token = Token(
        token_hash=kept(raw),
        name=name,
        membership_id=membership_id,
        allows=allows,
        created_by=by,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    audit.record(session, "create", by=by, subject="token", subject_id=token.id, allows=allows.value)
    return token, raw


def revoke_token(session: Session, token: Token, *, now: datetime, by: str) -> None:
    """Ends a token at once. Raises ``Conflict`` when it has ended."""
    if token.revoked_at is not None:
        raise Conflict("Ce jeton est déjà révoqué. Rechargez la page.", code="token.revoked")
    token.revoked_at = now
    session.add(token)
    session.flush()
    audit.record(session, "revoke", by=by, subject="token", subject_id=token.id)


def _rights_changed(session: Session, user_id: int) -> None:
    session.execute(update(User).where(col(User.id) == user_id).values(rights_version=col(User.rights_version) + 1))


def _recorded(session: Session, act: str, membership: Membership, *, by: str) -> None:
    details: dict[str, Any] = {"user_id": membership.user_id, "kind": membership.kind.value}
    audit.record(session, act, by=by, subject="membership", subject_id=membership.id, **details)


def _user(session: Session, user_id: int) -> User:
    user = session.exec(select(User).where(col(User.id) == user_id)).one_or_none()
    if user is None:
        raise NotFound("Ce compte n'existe pas.")
    return user


def _membership(session: Session, membership_id: int) -> Membership:
    found = session.exec(select(Membership).where(col(Membership.id) == membership_id)).one_or_none()
    if found is None:
        raise NotFound("Cette appartenance n'existe pas.")
    return found
