"""Administration: accounts opened and closed, capacities granted by two people, the journal."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session, col, select

from clauses.access import account_lists as reads
from clauses.access.queries import found, narrowed
from clauses.accounts import keepers
from clauses.accounts.keepers import PLACED, is_house, keeps_as
from clauses.accounts.mailing import deliver
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Membership, Organisation, Territory, User
from clauses.accounts.rules import OF_A_TERRITORY, ActorKind, LinkKind
from clauses.accounts.scope import Scope
from clauses.accounts.users import create_user, make_link
from clauses.db import reading, writing
from clauses.errors import ClausesError, Conflict, Misused
from clauses.web.lists import asked
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form, field, send_link
from clauses.web.visitors import asker, now, place_of

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 25
_TYPED: Final = ("email", "nom", "titre", "siret")
_WAITS: Final = " Son titre attend l'accord d'un second administrateur."


@get("/administration", rule=every(Resource.ACCOUNT, programs=False), sync_to_thread=True)
def accounts(request: AnyRequest) -> Template:
    """The accounts, and what waits for a second person."""
    return _accounts(request, dict.fromkeys(_TYPED, ""), {}, "")


def _accounts(
    request: AnyRequest, typed: dict[str, str], errors: dict[str, str], done: str, status: int = 200
) -> Template:
    scope = asker(request)
    wanted = asked(request, sorts=(), default="", filters={})
    with reading(place_of(request).engine) as session:
        rows, total = reads.account_rows(session, scope, page=wanted.page, size=SIZE)
        waits = reads.waiting(session, scope)
        titles = _titles(session, scope)
    context: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "size": SIZE,
        "wanted": wanted,
        "waits": waits,
        "typed": typed,
        "errors": errors,
        "done": done,
        "kinds": titles,
        "opens": scope.may(Resource.ACCOUNT, Act.CREATE),
        "author": scope.author,
    }
    return Template("admin/accounts.html", context=context, status_code=status)


_WRITES = every(Resource.ACCOUNT, Act.MODIFY, proven=True, programs=False)


@post("/administration", rule=_WRITES, sync_to_thread=True, status_code=200)
def invite(request: AnyRequest, data: Form) -> Response[Any]:
    """Opens an account and sends its invitation; a capacity given by an administrator waits for a second one."""
    place = place_of(request)
    typed = {name: field(data, name).strip()[:200] for name in _TYPED}
    try:
        with writing(place.engine) as session:
            waits = _open(session, request, typed)
    except (Misused, Conflict) as refusal:
        return _accounts(request, typed, {_field_of(refusal): refusal.message}, "", 422)
    done = f"{typed['nom']} est invité.{_WAITS if waits else ''}"
    shown = _accounts(request, dict.fromkeys(_TYPED, ""), {}, done)
    shown.background = BackgroundTask(deliver, place.engine, place.settings)
    return shown


def _titles(session: Session, scope: Scope) -> list[tuple[str, str]]:
    """The roles that somebody may give; with its territory, where there are several to choose among."""
    if not is_house(scope, Act.CREATE):
        kept = {standing.kind for standing, _ in scope.rights(Resource.ACCOUNT, Act.CREATE)}
        return [(kind.value, kind.label) for kind in ActorKind if kind in kept]
    territories = session.exec(select(Territory).order_by(col(Territory.name))).all()
    if len(territories) == 1:
        return [(kind.value, kind.label) for kind in ActorKind]
    return [
        (f"{kind.value}-{place.id}", f"{kind.label}, {place.name}") if place else (kind.value, kind.label)
        for kind in ActorKind
        for place in (territories if kind in PLACED else [None])
    ]


def _field_of(refusal: ClausesError) -> str:
    told = {"account.name": "nom", "account.kind": "titre", "account.territory": "titre", "account.siret": "siret"}
    return told.get(refusal.code, "email")


def _open(session: Session, request: AnyRequest, typed: dict[str, str]) -> bool:
    """Opens it; whether its capacity waits for a second person."""
    place, scope = place_of(request), asker(request)
    if typed["titre"] not in dict(_titles(session, scope)):
        raise Misused("Choisissez un titre parmi ceux que vous accordez.", code="account.kind")
    letter, _, territory = typed["titre"].partition("-")
    kind = ActorKind(letter)
    body = None
    if kind not in OF_A_TERRITORY and kind is not ActorKind.A:
        siret = "".join(typed["siret"].split())
        body = session.exec(narrowed(scope, Organisation).where(col(Organisation.siret) == siret)).first()
        if body is None:
            raise Misused("Donnez le SIRET d'un organisme enregistré.", code="account.siret")
        if keeps_as(scope, Act.CREATE, kind, body.id) is None:
            raise Misused(
                "Vous ouvrez des comptes de votre organisme, au même titre que vous. Donnez son SIRET.",
                code="account.siret",
            )
    user = create_user(session, email=typed["email"], name=typed["nom"], now=now(), by=scope.author)
    held = keepers.grant(
        session,
        scope,
        user_id=user.id or 0,
        kind=kind,
        organisation_id=None if body is None else body.id,
        territory_id=int(territory) if territory else None,
    )
    raw = make_link(session, kind=LinkKind.INVITATION, user=user, now=now(), by=scope.author)
    send_link(session, place, LinkKind.INVITATION, user, raw=raw, moment=now())
    return held.approved_by is None


@post("/administration/titres/{number:int}/accorder", sync_to_thread=True, status_code=200,
      rule=on(Membership, "number", Act.MODIFY, proven=True, programs=False))  # fmt: skip
def second(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """The second person of a capacity."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        keepers.approve(session, scope, found(session, scope, Membership, number, Act.MODIFY))
    return Redirect("/administration", status_code=303)


@post("/administration/comptes/{number:int}/fermer", sync_to_thread=True, status_code=200,
      rule=on(User, "number", Act.MODIFY, proven=True, programs=False))  # fmt: skip
def close(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Closes an account at once, with its sessions. A body closes those that act for it alone."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        keepers.close(session, scope, number, now=now())
    return Redirect("/administration", status_code=303)


@get("/administration/journal", rule=every(Resource.JOURNAL, programs=False), sync_to_thread=True)
def journal(request: AnyRequest) -> Template:
    """Who did what, the last act first, as far as one may read it."""
    wanted = asked(request, sorts=(), default="", filters={})
    with reading(place_of(request).engine) as session:
        rows, total = reads.acts(session, asker(request), page=wanted.page, size=50)
    context = {"rows": rows, "total": total, "size": 50, "wanted": wanted}
    return Template("admin/journal.html", context=context)


HANDLERS = [accounts, invite, second, close, journal]
