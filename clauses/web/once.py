"""A form sent twice acts once: the key drawn when it was shown is kept with what it did, as the API keeps its own."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

from sqlmodel import Session, col, select

from clauses.accounts.keys import Answered
from clauses.accounts.scope import Scope
from clauses.db import one_at_a_time
from clauses.errors import Conflict
from clauses.web.visitors import now

LONGEST_KEY = 64
"""Signs of a key that are read."""


def drawn_key() -> str:
    """A key for a form about to be shown."""
    return secrets.token_urlsafe(24)


def answered(session: Session, actor: str, key: str) -> Answered | None:
    """What was answered to ``actor`` for that key."""
    return session.exec(select(Answered).where(col(Answered.actor) == actor, col(Answered.key) == key)).one_or_none()


def was_done(session: Session, scope: Scope, key: str, address: str, told: Mapping[str, str]) -> bool:
    """Whether this sending has acted already; waits for the one under way, as two clicks give.

    Raises ``Conflict`` for a key that served for another sending.
    """
    one_at_a_time(session)
    before = answered(session, _actor(scope), key)
    if before is not None and before.fingerprint != _fingerprint(address, told):
        raise Conflict("Ce formulaire a déjà servi. Rouvrez la page, puis recommencez.", code="idempotency.other")
    return before is not None


def keep_done(session: Session, scope: Scope, key: str, address: str, told: Mapping[str, str], *, then: str) -> None:
    """Keeps that this sending acted; ``then`` is where it led."""
    session.add(
        Answered(
            actor=_actor(scope),
            key=key,
            fingerprint=_fingerprint(address, told),
            status=303,
            location=then,
            body="",
            at=now(),
        )
    )


def _actor(scope: Scope) -> str:
    return f"form:{scope.user_id}"


def _fingerprint(address: str, told: Mapping[str, str]) -> str:
    said = "\n".join([address, *(f"{name}={value}" for name, value in sorted(told.items()))])
    return hashlib.sha256(said.encode()).hexdigest()
