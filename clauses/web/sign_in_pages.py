"""Signing in and out, giving the password again, choosing one with a link."""

from __future__ import annotations

from datetime import datetime
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, QueryParameter
from litestar.response import Redirect, Template

from clauses import audit
from clauses.accounts.mailing import deliver
from clauses.accounts.mailing import post as post_mail
from clauses.accounts.models import User
from clauses.accounts.passwords import hashed, matches, outdated
from clauses.accounts.queries import user_by_email
from clauses.accounts.rules import LinkKind, tidy_email
from clauses.accounts.secrets_drawn import drawn, keyed
from clauses.accounts.sessions import close_session, forget_old_sessions, open_session, rotate
from clauses.accounts.tries import allowed, forgive
from clauses.accounts.users import make_link, use_link, user_of_link
from clauses.db import reading, writing
from clauses.errors import Misused, NotFound, TooMany
from clauses.web.installation import Installation
from clauses.web.leaving import farewell, token_kept
from clauses.web.rule import ENROLLING, HALF, OPEN
from clauses.web.shell import session_cookie, visit_cookie
from clauses.web.visitors import Visitor, now, place_of, visitor_of

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
Next = Annotated[str, QueryParameter(name="suite")]

WRONG = "L'adresse et le mot de passe ne vont pas ensemble. Vérifiez les deux, ou demandez un nouveau mot de passe."
"""One sentence for an unknown account, a closed one and a wrong password."""

LATER = "Trop d'essais. Attendez cinq minutes, puis recommencez."
_DEAD_LINK = "Ce lien a déjà servi, ou il a expiré. Demandez-en un autre."
_SMALL = 16_000


def field(data: dict[str, Any], name: str) -> str:
    """The text of a field of a form; nothing for what is absent, repeated or a file."""
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def local(suite: str) -> str:
    """Where to go next, if it is a page of this application: never elsewhere."""
    plain = suite.startswith("/") and not suite.startswith("//") and "\\" not in suite
    return suite if plain and suite.isprintable() and len(suite) < 500 else "/"


def second_factor(suite: str) -> str:
    """The page that asks for the code, then goes on to ``suite``: its filters with it."""
    return f"/second-facteur?suite={quote(local(suite), safe='/')}"


@get("/connexion", rule=OPEN, sync_to_thread=False)
def sign_in_page(request: AnyRequest, suite: Next = "/") -> Response[Any]:
    """The page where one signs in."""
    return _sign_in(request, suite=suite)


def _sign_in(request: AnyRequest, *, suite: str, email: str = "", fault: str = "", status: int = 200) -> Response[Any]:
    context = {"suite": local(suite), "email": email[:200], "fault": fault, "elsewhere": _elsewhere(request)}
    return _visited(request, Template("accounts/sign_in.html", context=context, status_code=status))


def _elsewhere(request: AnyRequest) -> str:
    """The name of the provider with which one may sign in too; nothing without one."""
    provider = place_of(request).provider
    return "" if provider is None else provider.name


def _visited(request: AnyRequest, shown: Template) -> Template:
    """The page of somebody who is not signed in, with the cookie that binds its form."""
    place = place_of(request)
    visit = request.cookies.get(place.visit_cookie, "")
    if not 20 <= len(visit) <= 100:
        visit = drawn()
        shown.headers["set-cookie"] = visit_cookie(place, visit)
    request.scope["state"]["visit"] = visit
    return shown


@post("/connexion", rule=OPEN, sync_to_thread=True, request_max_body_size=_SMALL, status_code=200)
def sign_in(request: AnyRequest, data: Form) -> Response[Any]:
    """Signs in: tries counted first, then the password, in the same time whoever is asked about."""
    place, moment = place_of(request), now()
    email, password, suite = tidy_email(field(data, "email"))[:200], field(data, "password"), field(data, "suite")
    doors = doors_of(place, request, f"account:{email}")
    if not allowed(place.engine, doors, now=moment):
        _journalised(place, "sign_in_blocked", subject_id=None)
        return _sign_in(request, suite=suite, email=email, fault=LATER, status=429)
    with reading(place.engine) as session:
        user = user_by_email(session, email)
        known = user.password_hash if user is not None and user.disabled_at is None else None
    if not matches(known, password) or user is None or known is None:
        _journalised(place, "sign_in_failed", subject_id=None)
        return _sign_in(request, suite=suite, email=email, fault=WRONG, status=401)
    forgive(place.engine, doors)
    raw, complete = _open(
        place, user, visitor_of(request), moment, rehashed=hashed(password) if outdated(known) else None
    )
    target = local(suite) if complete else second_factor(suite)
    return with_cookie(request, Redirect(target, status_code=303), raw)


def _open(
    place: Installation, user: User, before: Visitor, moment: datetime, *, rehashed: str | None
) -> tuple[str, bool]:
    """A session under an id drawn now, whatever cookie the browser came with; its former one is closed."""
    complete = user.totp_confirmed_at is None
    with writing(place.engine) as session:
        forget_old_sessions(session, now=moment)
        if before.session_id is not None:
            close_session(session, before.session_id)
        fresh = session.get_one(User, user.id)
        if rehashed is not None:
            fresh.password_hash = rehashed
        raw = open_session(session, fresh, complete=complete, now=moment)
        audit.record(session, "sign_in", by=fresh.author, subject="user", subject_id=fresh.id, complete=complete)
    return raw, complete


def doors_of(place: Installation, request: AnyRequest, *names: str) -> list[str]:
    """What is counted: the account, and the address (the whole /64 of an IPv6 one: it is a single subscriber)."""
    host = request.scope["client"][0] if request.scope.get("client") else ""  # type: ignore[index]
    try:
        address = ip_address(host)
        if isinstance(address, IPv6Address):
            host = str(address.ipv4_mapped or int(address) >> 64)
    except ValueError:
        pass
    return [keyed(place.secret, "door", name) for name in (*names, f"address:{host}")]


def with_cookie(request: AnyRequest, response: Response[Any], raw: str) -> Response[Any]:
    """The answer, with the session's cookie; an empty ``raw`` takes it away."""
    request.scope["state"]["cookie_written"] = True
    response.headers["set-cookie"] = session_cookie(place_of(request), raw)
    return response


def _journalised(place: Installation, act: str, *, subject_id: int | None) -> None:
    with writing(place.engine) as session:
        audit.record(session, act, by="personne", subject="user", subject_id=subject_id)


@post("/deconnexion", rule=HALF, sync_to_thread=True, request_max_body_size=_SMALL, status_code=200)
def sign_out(request: AnyRequest) -> Response[Any]:
    """Ends the session at once, on the server; the cookie goes too."""
    place, visitor = place_of(request), visitor_of(request)
    token = None
    with writing(place.engine) as session:
        if visitor.session_id is not None:
            token = token_kept(session, place, visitor.session_id)
            close_session(session, visitor.session_id)
        audit.record(session, "sign_out", by=visitor.scope.author, subject="user", subject_id=visitor.scope.user_id)
    address = farewell(place, token)
    if address is None:
        return with_cookie(request, Redirect("/connexion", status_code=303), "")
    # A link, not a redirection: the policy of our pages lets no form end on another site.
    context = {"address": address, "elsewhere": _elsewhere(request)}
    return with_cookie(request, Template("accounts/signed_out.html", context=context), "")


@get("/confirmer", rule=ENROLLING, sync_to_thread=False)
def confirm_page(request: AnyRequest, suite: Next = "/") -> Template:
    """The page that asks for the password again, before an act that matters."""
    context = {"suite": local(suite), "fault": "", "elsewhere": _elsewhere(request)}
    return Template("accounts/confirm.html", context=context)


@post("/confirmer", rule=ENROLLING, sync_to_thread=True, request_max_body_size=_SMALL, status_code=200)
def confirm(request: AnyRequest, data: Form) -> Response[Any]:
    """Takes the password again; the session gets another id."""
    place, visitor, moment = place_of(request), visitor_of(request), now()
    suite = local(field(data, "suite"))
    doors = doors_of(place, request, f"account:{visitor.email}")
    if not allowed(place.engine, doors, now=moment):
        raise TooMany(LATER)
    with reading(place.engine) as session:
        user = user_by_email(session, visitor.email)
        kept = None if user is None else user.password_hash
    if not matches(kept, field(data, "password")):
        fault = "Ce n'est pas votre mot de passe. Recommencez."
        context = {"suite": suite, "fault": fault, "elsewhere": _elsewhere(request)}
        return Template("accounts/confirm.html", context=context, status_code=401)
    forgive(place.engine, doors)
    with writing(place.engine) as session:
        raw = rotate(session, visitor.session_id or 0, now=moment, proven=True)
        audit.record(session, "confirm", by=visitor.scope.author, subject="user", subject_id=visitor.scope.user_id)
    return with_cookie(request, Redirect(suite, status_code=303), raw or "")


@get("/mot-de-passe-oublie", rule=OPEN, sync_to_thread=False)
def forgotten_page(request: AnyRequest) -> Response[Any]:
    """The page that asks for a link."""
    return _forgotten(request, sent=False)


def _forgotten(request: AnyRequest, *, sent: bool) -> Template:
    return _visited(request, Template("accounts/forgotten.html", context={"sent": sent}))


@post("/mot-de-passe-oublie", rule=OPEN, sync_to_thread=True, request_max_body_size=_SMALL, status_code=200)
def forgotten(request: AnyRequest, data: Form) -> Response[Any]:
    """Sends a link, if there is such an account; the answer is the same, and the mail leaves after it."""
    place, moment = place_of(request), now()
    email = tidy_email(field(data, "email"))[:200]
    if not allowed(place.engine, doors_of(place, request, f"reset:{email}"), now=moment):
        raise TooMany(LATER)
    with writing(place.engine) as session:
        user = user_by_email(session, email)
        if user is not None and user.disabled_at is None:
            raw = make_link(session, kind=LinkKind.RESET, user=user, now=moment, by=user.author)
            send_link(session, place, LinkKind.RESET, user, raw=raw, moment=moment)
    shown = _forgotten(request, sent=True)
    shown.background = BackgroundTask(deliver, place.engine, place.settings)
    return shown


def send_link(session: Any, place: Installation, kind: LinkKind, user: User, *, raw: str, moment: datetime) -> str:
    """Puts the mail of a link in the outbox. The address is the installation's own, never that of a request."""
    address = f"{place.settings.public_url}/lien/{raw}"
    if kind is LinkKind.INVITATION:
        subject, what = "Votre compte Clauses", "Un compte vous a été ouvert. Choisissez votre mot de passe (7 jours) :"
    else:
        subject, what = "Votre mot de passe Clauses", "Choisissez un nouveau mot de passe (1 heure) :"
    body = f"Bonjour,\n\n{what}\n\n{address}\n\nSi vous n'attendiez pas ce message, ne faites rien.\n"
    post_mail(session, recipient=user.email, subject=subject, body=body, now=moment)
    return address


@get("/lien/{raw:str}", rule=OPEN, sync_to_thread=True)
def link_page(request: AnyRequest, raw: FromPath[str]) -> Response[Any]:
    """The page of an invitation or a reset: looking at it does not use it."""
    place = place_of(request)
    with reading(place.engine) as session:
        if user_of_link(session, raw, now=now()) is None:
            raise NotFound(_DEAD_LINK)
    return _link(request, fault="")


def _link(request: AnyRequest, *, fault: str, status: int = 200) -> Template:
    return _visited(request, Template("accounts/choose_password.html", context={"fault": fault}, status_code=status))


@post("/lien/{raw:str}", rule=OPEN, sync_to_thread=True, request_max_body_size=_SMALL, status_code=200)
def choose_password(request: AnyRequest, raw: FromPath[str], data: Form) -> Response[Any]:
    """Sets the password, once; the person then signs in with it."""
    place = place_of(request)
    password = field(data, "password")
    if password != field(data, "again"):
        return _link(request, fault="Les deux mots de passe diffèrent. Recommencez.", status=422)
    if not allowed(place.engine, doors_of(place, request), now=now()):
        raise TooMany(LATER)
    try:
        with writing(place.engine) as session:
            user = use_link(session, raw, password, now=now())
    except Misused as refusal:
        return _link(request, fault=refusal.message, status=422)
    if user is None:
        raise NotFound(_DEAD_LINK)
    return Redirect("/connexion", status_code=303)


HANDLERS = [
    sign_in_page, sign_in, sign_out, confirm_page, confirm, forgotten_page, forgotten, link_page, choose_password,
]  # fmt: skip
