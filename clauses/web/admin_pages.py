"""Administration: accounts opened and closed, capacities granted by two people, the journal."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session, col

from clauses.access import account_lists as reads
from clauses.access.queries import narrowed
from clauses.accounts.mailing import deliver
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Membership, Organisation, User
from clauses.accounts.rules import FIRST_TERRITORY, OF_A_TERRITORY, ActorKind, LinkKind
from clauses.accounts.scope import Scope
from clauses.accounts.users import approve, create_user, disable_user, grant, make_link
from clauses.db import reading, writing
from clauses.errors import ClausesError, Conflict, Misused
from clauses.web.lists import asked
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form, field, send_link
from clauses.web.visitors import asker, now, place_of

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 25
_TYPED: Final = ("email", "nom", "titre", "siret")


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
    context: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "size": SIZE,
        "wanted": wanted,
        "waits": waits,
        "typed": typed,
        "errors": errors,
        "done": done,
        "kinds": [(kind.value, kind.label) for kind in ActorKind if _offered(scope, kind)],
        "opens": scope.may(Resource.ACCOUNT, Act.CREATE),
        "author": scope.author,
    }
    return Template("admin/accounts.html", context=context, status_code=status)


_WRITES = every(Resource.ACCOUNT, Act.MODIFY, proven=True, programs=False)


@post("/administration", rule=_WRITES, sync_to_thread=True, status_code=200)
def invite(request: AnyRequest, data: Form) -> Response[Any]:
    """Opens an account and sends its invitation; its capacity waits for a second administrator."""
    place = place_of(request)
    typed = {name: field(data, name).strip()[:200] for name in _TYPED}
    try:
        with writing(place.engine) as session:
            _open(session, request, typed)
    except (Misused, Conflict) as refusal:
        return _accounts(request, typed, {_field_of(refusal): refusal.message}, "", 422)
    done = f"{typed['nom']} est invité. Son titre attend l'accord d'un second administrateur."
    shown = _accounts(request, dict.fromkeys(_TYPED, ""), {}, done)
    shown.background = BackgroundTask(deliver, place.engine, place.settings)
    return shown


def _offered(scope: Scope, kind: ActorKind) -> bool:
    return ActorKind.A in scope.kinds or kind in {one.kind for one, _ in scope.rights(Resource.ACCOUNT, Act.CREATE)}


def _field_of(refusal: ClausesError) -> str:
    return {"account.name": "nom", "account.kind": "titre", "account.siret": "siret"}.get(refusal.code, "email")


def _open(session: Session, request: AnyRequest, typed: dict[str, str]) -> None:
    place, scope = place_of(request), asker(request)
    kind = next((kind for kind in ActorKind if kind.value == typed["titre"]), None)
    if kind is None:
        raise Misused("Choisissez un titre.", code="account.kind")
    of_a_body = kind not in OF_A_TERRITORY and kind is not ActorKind.A
    body = None
    if of_a_body:
        siret = "".join(typed["siret"].split())
        body = session.exec(narrowed(scope, Organisation).where(col(Organisation.siret) == siret)).first()
        if body is None:
            raise Misused("Donnez le SIRET d'un organisme enregistré.", code="account.siret")
    if not _may_give(scope, kind, None if body is None else body.id):
        raise Misused("Vous ouvrez des comptes de votre organisme, au même titre que vous.", code="account.kind")
    user = create_user(session, email=typed["email"], name=typed["nom"], now=now(), by=scope.author)
    grant(
        session,
        user_id=user.id or 0,
        kind=kind,
        organisation_id=body.id if body is not None else None,
        territory_id=FIRST_TERRITORY,
        starts_on=scope.today,
        by=scope.author,
    )
    raw = make_link(session, kind=LinkKind.INVITATION, user=user, now=now(), by=scope.author)
    send_link(session, place, LinkKind.INVITATION, user, raw=raw, moment=now())


def _may_give(scope: Scope, kind: ActorKind, organisation_id: int | None) -> bool:
    """An administrator gives every capacity; somebody else their own, in their own body."""
    return ActorKind.A in scope.kinds or any(
        standing.kind is kind and standing.organisation_id == organisation_id is not None
        for standing, _ in scope.rights(Resource.ACCOUNT, Act.CREATE)
    )


@post("/administration/titres/{number:int}/accorder", sync_to_thread=True, status_code=200,
      rule=on(Membership, "number", Act.MODIFY, proven=True, programs=False))  # fmt: skip
def second(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """The second person of a capacity."""
    with writing(place_of(request).engine) as session:
        approve(session, membership_id=number, by=asker(request).author)
    return Redirect("/administration", status_code=303)


@post("/administration/comptes/{number:int}/fermer", sync_to_thread=True, status_code=200,
      rule=on(User, "number", Act.MODIFY, proven=True, programs=False))  # fmt: skip
def close(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Closes an account at once, with its sessions. A body closes those that act for it alone."""
    scope = asker(request)
    if number == scope.user_id:
        raise Conflict("On ne ferme pas son propre compte : demandez à quelqu'un d'autre.")
    with writing(place_of(request).engine) as session:
        if not reads.wholly_seen(session, scope, number):
            raise Conflict("Ce compte agit aussi pour d'autres : demandez à un administrateur.")
        disable_user(session, user_id=number, now=now(), by=scope.author)
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
