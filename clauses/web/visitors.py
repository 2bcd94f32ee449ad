"""Who is asking: a session's cookie, a program's token, or nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from litestar.connection import ASGIConnection
from sqlmodel import Session

from clauses.accounts.glass import open_now
from clauses.accounts.queries import needs_second_factor, scope_of, scope_of_token
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.accounts.sessions import find_session, mark_seen, needs_seen, proven_lately, rotate
from clauses.dates import local_day
from clauses.db import reading, writing
from clauses.web.installation import Installation
from clauses.web.rule import Step

Connection = ASGIConnection[Any, Any, Any, Any]
NOBODY = "personne"
"""How the journal names whoever is not signed in."""


@dataclass(frozen=True)
class Visitor:
    """Who asks, and how far they have come. ``raw`` is the secret of their cookie, which binds their forms."""

    scope: Scope
    step: Step = Step.NOBODY
    session_id: int | None = None
    raw: str = ""
    name: str = ""
    email: str = ""
    proven: bool = False
    program: bool = False
    new_cookie: str = ""


def now() -> datetime:
    """The moment of a request."""
    return datetime.now(UTC)


def today() -> date:
    """The day of a request, in France, wherever the machine is: a month is in the future for its users."""
    return local_day(now())


def nobody() -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(Scope(user_id=0, author=NOBODY, standings=(), today=today()))


def visitor_of(connection: Connection) -> Visitor:
    """Who asks, once the guard has found out."""
    found = connection.scope["state"].get("visitor")
    return found if isinstance(found, Visitor) else nobody()


def asker(connection: Connection) -> Scope:
    """The scope of whoever asks: what `clauses.access` narrows by."""
    return visitor_of(connection).scope


def place_of(connection: Connection) -> Installation:
    """The installation that serves this request."""
    made: Installation = connection.app.state.place
    return made


def identify(connection: Connection) -> Visitor:
    """Finds out who asks. A token only speaks in the Authorization header, a session only in its cookie."""
    place = place_of(connection)
    given = connection.headers.get("authorization", "")
    if given:
        return _program(place, given)
    raw = connection.cookies.get(place.session_cookie, "")
    if not raw or len(raw) > 200:
        return nobody()
    moment = now()
    with reading(place.engine) as session:
        found = find_session(session, raw, now=moment)
        if found is None:
            return nobody()
        visitor = _signed_in(session, place, found, raw, moment)
        session_id, seen = found.session.id or 0, needs_seen(found.session, moment)
        stale = found.stale
    if stale or seen:
        visitor = _written(place, visitor, session_id, stale=stale, moment=moment)
    return visitor


def _signed_in(session: Session, place: Installation, found: Any, raw: str, moment: datetime) -> Visitor:
    scope = _through_glass(session, scope_of(session, found.user, today()), moment)
    step = Step.SIGNED_IN
    if not found.session.complete:
        step, scope = Step.PASSWORD, replace(scope, standings=())
    elif place.settings.in_production and needs_second_factor(scope) and found.user.totp_confirmed_at is None:
        step, scope = Step.ENROLLING, replace(scope, standings=())
    return Visitor(
        scope=scope,
        step=step,
        session_id=found.session.id,
        raw=raw,
        name=found.user.name,
        email=found.user.email,
        proven=proven_lately(found.session, moment),
    )


def _through_glass(session: Session, scope: Scope, moment: datetime) -> Scope:
    """An administrator's scope, with the territories that an emergency access opens to them now."""
    if ActorKind.A not in scope.kinds:
        return scope
    opened = frozenset(open_now(session, scope.user_id, now=moment))
    held = (replace(one, glass=opened) if one.kind is ActorKind.A else one for one in scope.standings)
    return replace(scope, standings=tuple(held))


def _written(place: Installation, visitor: Visitor, session_id: int, *, stale: bool, moment: datetime) -> Visitor:
    """The session used again, under another id where rights have changed since."""
    with writing(place.engine) as session:
        if not stale:
            mark_seen(session, session_id, now=moment)
            return visitor
        raw = rotate(session, session_id, now=moment)
    return nobody() if raw is None else replace(visitor, new_cookie=raw)


def _program(place: Installation, given: str) -> Visitor:
    kind, _, raw = given.partition(" ")
    if kind.lower() != "bearer" or not raw or len(raw) > 200:
        return nobody()
    with reading(place.engine) as session:
        found = scope_of_token(session, raw.strip(), now=now(), today=today())
    if found is None:
        return nobody()
    return Visitor(found[0], Step.SIGNED_IN, name=found[0].author, program=True)
