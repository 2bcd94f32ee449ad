"""The second factor: enrolled with a QR code, asked for at each sign-in, with codes written down beside."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect, Template
from markupsafe import Markup

from clauses import audit
from clauses.accounts.models import User
from clauses.accounts.second_factor import (
    address_of,
    draw_recovery_codes,
    drawn_secret,
    keep_secret,
    qr_code,
    secret_of,
    step_of,
    take_code,
    take_recovery_code,
)
from clauses.accounts.sessions import rotate
from clauses.accounts.tries import allowed, forgive
from clauses.db import writing
from clauses.errors import Conflict, TooMany
from clauses.web.rule import ENROLLING, HALF
from clauses.web.sign_in_pages import LATER, AnyRequest, Form, Next, doors_of, field, local, with_cookie
from clauses.web.visitors import now, place_of, visitor_of

_SMALL = 16_000
_WRONG = "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant, puis recommencez."
_ENROLLED = "Un second facteur est déjà enregistré. Demandez à qui tient l'installation de le retirer."


@get("/second-facteur", rule=HALF, sync_to_thread=False)
def code_page(suite: Next = "/") -> Template:
    """The page that asks for the code."""
    return Template("accounts/second_factor.html", context={"suite": local(suite), "fault": ""})


@post("/second-facteur", rule=HALF, sync_to_thread=True, request_max_body_size=_SMALL, status_code=200)
def give_code(request: AnyRequest, data: Form) -> Response[Any]:
    """Takes a code once; the session is complete, under another id."""
    place, visitor, moment = place_of(request), visitor_of(request), now()
    suite, code = local(field(data, "suite")), field(data, "code")[:40]
    doors = doors_of(place, request, f"code:{visitor.scope.user_id}")
    if not allowed(place.engine, doors, now=moment):
        raise TooMany(LATER)
    with writing(place.engine) as session:
        user = session.get_one(User, visitor.scope.user_id)
        taken = take_code(session, user, code, seals=place.seals, now=moment) or take_recovery_code(
            session, user, code, now=moment
        )
        raw = rotate(session, visitor.session_id or 0, now=moment, complete=True) if taken else None
        audit.record(
            session,
            "second_factor" if taken else "second_factor_failed",
            by=user.author,
            subject="user",
            subject_id=user.id,
        )
    if raw is None:
        context = {"suite": suite, "fault": _WRONG}
        return Template("accounts/second_factor.html", context=context, status_code=401)
    forgive(place.engine, doors)
    return with_cookie(request, Redirect(suite, status_code=303), raw)


@get("/second-facteur/inscription", rule=ENROLLING, sync_to_thread=True)
def enrol_page(request: AnyRequest, suite: Next = "/") -> Response[Any]:
    """The page with the QR code of a secret that counts once its first code is given."""
    visitor, place = visitor_of(request), place_of(request)
    with writing(place.engine) as session:
        user = session.get_one(User, visitor.scope.user_id)
        if user.totp_confirmed_at is not None:
            raise Conflict(_ENROLLED, code="account.enrolled")
        secret, email = secret_of(session, user, place.seals), user.email
        if secret is None:  # none yet, or one that no secret of this installation opens any more
            secret = drawn_secret()
            keep_secret(session, user, secret, place.seals)
            audit.record(session, "begin_second_factor", by=user.author, subject="user", subject_id=user.id)
    return _enrolling(secret, email, local(suite))


def _enrolling(secret: str, email: str, suite: str, *, fault: str = "", status: int = 200) -> Template:
    drawing = Markup(qr_code(address_of(secret, email)))  # noqa: S704  # our own SVG, without anything of the person's
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"qr": drawing, "secret": spaced, "suite": suite, "fault": fault}
    return Template("accounts/enrol.html", context=context, status_code=status)


@post("/second-facteur/inscription", rule=ENROLLING, sync_to_thread=True, request_max_body_size=_SMALL, status_code=200)
def enrol(request: AnyRequest, data: Form) -> Response[Any]:
    """Enrols the second factor with its first code; shows, once, the codes to write down."""
    place, visitor, moment = place_of(request), visitor_of(request), now()
    suite = local(field(data, "suite"))
    doors = doors_of(place, request, f"code:{visitor.scope.user_id}")
    if not allowed(place.engine, doors, now=moment):
        raise TooMany(LATER)
    codes: list[str] = []
    raw: str | None = None
    with writing(place.engine) as session:
        user = session.get_one(User, visitor.scope.user_id)
        secret, email = secret_of(session, user, place.seals), user.email
        if user.totp_confirmed_at is not None or secret is None:
            raise Conflict(_ENROLLED, code="account.enrolled")
        step = step_of(secret, field(data, "code")[:40], now=moment)
        if step is not None:
            user.totp_confirmed_at, user.totp_step = moment, step
            user.rights_version += 1
            session.add(user)
            session.flush()
            codes = draw_recovery_codes(session, user)
            raw = rotate(session, visitor.session_id or 0, now=moment, complete=True)
            audit.record(session, "enrol_second_factor", by=user.author, subject="user", subject_id=user.id)
    if raw is None:
        return _enrolling(secret, email, suite, fault=_WRONG, status=422)
    forgive(place.engine, doors)
    shown = Template("accounts/recovery_codes.html", context={"codes": codes, "suite": suite})
    return with_cookie(request, shown, raw)


HANDLERS = [code_page, give_code, enrol_page, enrol]
