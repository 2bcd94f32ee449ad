"""Signing in with a provider of identities, confirming with it, and leaving it too."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from clauses import audit
from clauses.accounts.elsewhere import TRIP_LIFE, Identity, Provider, Stray, Trip, come_back, meet
from clauses.accounts.identities import user_of
from clauses.accounts.models import User
from clauses.accounts.rules import RECENT
from clauses.accounts.secrets_drawn import keyed
from clauses.accounts.sessions import close_session, forget_old_sessions, open_session, rotate
from clauses.accounts.tries import allowed, forgive
from clauses.db import writing
from clauses.errors import NotFound, TooMany
from clauses.web.installation import Installation
from clauses.web.leaving import token_of
from clauses.web.rule import OPEN, Step
from clauses.web.sign_in_pages import LATER, AnyRequest, Next, doors_of, local, second_factor, with_cookie
from clauses.web.visitors import NOBODY, now, place_of, visitor_of

_SEAL = "trip to the provider"
Again = Annotated[bool, QueryParameter(name="confirmer")]


def _provider(place: Installation) -> Provider:
    if place.provider is None:
        raise NotFound("Cette page n'existe pas, ou ne vous est pas ouverte.")
    return place.provider


def _back(place: Installation) -> str:
    """Where the provider sends people back: the installation's own address, never that of a request."""
    return f"{place.settings.public_url}/connexion/retour"


@get("/connexion/ailleurs", rule=OPEN, sync_to_thread=True)
def leave(request: AnyRequest, suite: Next = "/", again: Again = False) -> Response[Any]:
    """Sends somebody to the provider; what must be found again is sealed in their own browser."""
    place, moment = place_of(request), now()
    provider = _provider(place)
    if not allowed(place.engine, _leaving(place, request), now=moment):
        raise TooMany(LATER)
    trip = Trip.begun(local(suite), again=again, now=moment)
    try:
        address = place.acquaintance.met(provider, now=moment).address(trip, _back(place))
    except Stray as fault:
        return _refused(place, fault, subject_id=None)
    return _with_trip(place, Redirect(address, status_code=303), place.seals.seal(trip.written(), about=_SEAL))


def _leaving(place: Installation, request: AnyRequest) -> list[str]:
    """What is counted of those who leave: apart from passwords, so that leaving often closes no other door."""
    return [keyed(place.secret, "leaving", door) for door in doors_of(place, request)]


@get("/connexion/retour", rule=OPEN, sync_to_thread=True)
def returned(request: AnyRequest) -> Response[Any]:
    """Somebody back from the provider: opens a session, or confirms the one that is open."""
    place, moment, visitor = place_of(request), now(), visitor_of(request)
    provider = _provider(place)
    doors = doors_of(place, request)
    if not allowed(place.engine, doors, now=moment):
        raise TooMany(LATER)
    try:
        trip = _trip(request, place, moment)
        answer = {name: value for name, value in request.query_params.items() if isinstance(value, str)}
        identity = come_back(meet(provider), trip, answer, back=_back(place), now=moment)
        with writing(place.engine) as session:
            confirming = trip.again and visitor.step >= Step.ENROLLING
            only = visitor.scope.user_id if confirming else None
            user = user_of(session, provider, identity, only=only, now=moment)
            if confirming:
                raw = rotate(session, visitor.session_id or 0, now=moment, proven=True) or ""
                audit.record(session, "confirm", by=user.author, subject="user", subject_id=user.id, elsewhere=True)
            else:
                raw = _open(session, place, user, identity, before=visitor.session_id, moment=moment)
            complete = confirming or user.totp_confirmed_at is None
    except Stray as fault:
        return _refused(place, fault, subject_id=visitor.scope.user_id or None)
    forgive(place.engine, [*doors, *_leaving(place, request)])
    target = trip.suite if complete else second_factor(trip.suite)
    return with_cookie(request, _with_trip(place, Redirect(target, status_code=303), ""), raw)


def _open(
    session: Any, place: Installation, user: User, identity: Identity, *, before: int | None, moment: datetime
) -> str:
    """A session under an id drawn now; the second factor is asked for all the same, where there is one.

    Coming in by a session that the provider kept open proves nothing of now: what matters asks who it is again.
    """
    forget_old_sessions(session, now=moment)
    if before is not None:
        close_session(session, before)
    token = place.seals.seal(identity.token.encode(), about=token_of(user.id))
    complete = user.totp_confirmed_at is None
    proven = moment if identity.entered_lately(moment) else moment - RECENT
    raw = open_session(session, user, complete=complete, now=moment, proven_at=proven, id_token=token)
    told = {"complete": complete, "elsewhere": True}
    audit.record(session, "sign_in", by=user.author, subject="user", subject_id=user.id, **told)
    return raw


def _trip(request: AnyRequest, place: Installation, moment: datetime) -> Trip:
    sealed = request.cookies.get(place.trip_cookie, "")
    opened = place.seals.open(sealed, about=_SEAL) if len(sealed) < 4000 else None
    trip = None if opened is None else Trip.read(opened.secret, now=moment)
    if trip is None:
        raise Stray("Cette connexion a trop attendu, ou n'a pas commencé ici. Recommencez.", code="no_trip")
    return trip


def _with_trip(place: Installation, response: Response[Any], sealed: str) -> Response[Any]:
    response.set_cookie(
        place.trip_cookie,
        sealed,
        max_age=TRIP_LIFE if sealed else 0,
        path="/",
        secure=place.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _refused(place: Installation, fault: Stray, *, subject_id: int | None) -> Response[Any]:
    """Nobody is let in; why is in the journal, without anything of the person."""
    with writing(place.engine) as session:
        audit.record(session, "sign_in_failed", by=NOBODY, subject="user", subject_id=subject_id, elsewhere=fault.code)
    shown = Template("refused.html", context={"message": fault.message}, status_code=401)
    return _with_trip(place, shown, "")


HANDLERS = [leave, returned]
