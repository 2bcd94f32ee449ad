"""Sessions: opened, found again, given another id, closed. An id is always drawn here; its hash alone is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from clauses.accounts.keys import SignedIn
from clauses.accounts.models import User
from clauses.accounts.rules import ABSOLUTE, IDLE, RECENT, SEEN_EVERY
from clauses.accounts.secrets_drawn import drawn, kept


@dataclass(frozen=True)
class Found:
    """A session that holds. ``stale``: rights changed since it was opened, it must get another id."""

    session: SignedIn
    user: User
    stale: bool


def open_session(
    session: Session,
    user: User,
    *,
    complete: bool,
    now: datetime,
    proven_at: datetime | None = None,
    id_token: str | None = None,
) -> str:
    """Opens a session; the secret to put in the cookie. ``proven_at``: when they said who they are, now without it."""
    raw = drawn()
    session.add(
        SignedIn(
            token_hash=kept(raw),
            user_id=user.id or 0,
            rights_version=user.rights_version,
            complete=complete,
            opened_at=now,
            seen_at=now,
            proven_at=proven_at or now,
            id_token=id_token,
        )
    )
    session.flush()
    return raw


def find_session(session: Session, raw: str, *, now: datetime) -> Found | None:
    """The session of a cookie; None when it was never issued, is closed, or has lasted too long."""
    found = session.exec(
        select(SignedIn, User)
        .join(User, col(User.id) == col(SignedIn.user_id))
        .where(
            col(SignedIn.token_hash) == kept(raw),
            col(SignedIn.seen_at) > now - IDLE,
            col(SignedIn.opened_at) > now - ABSOLUTE,
            col(User.disabled_at).is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    signed_in, user = found
    return Found(signed_in, user, stale=signed_in.rights_version != user.rights_version)


def needs_seen(signed_in: SignedIn, now: datetime) -> bool:
    """Whether the last use is old enough to be written again."""
    return now - signed_in.seen_at >= SEEN_EVERY


def mark_seen(session: Session, signed_in_id: int, *, now: datetime) -> None:
    """Writes that the session was used."""
    session.execute(update(SignedIn).where(col(SignedIn.id) == signed_in_id).values(seen_at=now))


def proven_lately(signed_in: SignedIn, now: datetime) -> bool:
    """Whether they said who they are lately enough to validate, export or change rights."""
    return now - signed_in.proven_at < RECENT


def rotate(
    session: Session, signed_in_id: int, *, now: datetime, complete: bool | None = None, proven: bool = False
) -> str | None:
    """Gives a session another id, with the rights of today; None when it was closed meanwhile.

    The absolute limit stays that of the first sign-in.
    """
    held = session.exec(select(SignedIn).where(col(SignedIn.id) == signed_in_id).with_for_update()).one_or_none()
    if held is None:
        return None
    user = session.exec(select(User).where(col(User.id) == held.user_id)).one()
    raw = drawn()
    held.token_hash, held.rights_version, held.seen_at = kept(raw), user.rights_version, now
    if complete is not None:
        held.complete = complete
    if proven:
        held.proven_at = now
    session.add(held)
    session.flush()
    return raw


def ends_at(session: Session, signed_in_id: int) -> datetime:
    """When a session ends at the latest, whatever is done with it."""
    return session.get_one(SignedIn, signed_in_id).opened_at + ABSOLUTE


def close_session(session: Session, signed_in_id: int) -> None:
    """Ends a session at once."""
    session.execute(delete(SignedIn).where(col(SignedIn.id) == signed_in_id))


def close_every_session(session: Session, user_id: int) -> None:
    """Ends every session of someone, and forgets those that lasted too long."""
    session.execute(delete(SignedIn).where(col(SignedIn.user_id) == user_id))


def forget_old_sessions(session: Session, *, now: datetime) -> None:
    """Removes what no longer opens anything."""
    session.execute(delete(SignedIn).where(col(SignedIn.opened_at) <= now - ABSOLUTE))
