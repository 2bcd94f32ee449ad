"""Somebody sent to the operator: the sending, the answer, then the whole path on one page."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session, col

from clauses.access.followed import followed
from clauses.access.queries import narrowed
from clauses.accounts.matrix import Act
from clauses.accounts.scope import Scope
from clauses.accounts.secrets_drawn import drawn
from clauses.db import reading, writing
from clauses.errors import ClausesError, Conflict, NotFound, Unusable
from clauses.people.models import Person
from clauses.sites.controls import missing
from clauses.sites.models import OperatorAction, Referral
from clauses.sites.next_steps import next_step
from clauses.sites.rules import ReferralState
from clauses.web import site_writing
from clauses.web.days import day_of
from clauses.web.errors import status_of_form
from clauses.web.lists import holds
from clauses.web.rule import on
from clauses.web.sign_in_pages import Form
from clauses.web.site_pages import common
from clauses.web.typed_fields import Typed, kept
from clauses.web.visitors import asker, place_of
from clauses.words import folded

AnyRequest = Request[Any, Any, Any]
_FOUND = 20


@get("/suivi/envois/{referral_id:int}", rule=on(Referral, "referral_id", programs=False), sync_to_thread=True)
def path(request: AnyRequest, referral_id: FromPath[int]) -> Template:
    """Everything done with somebody, in order, and what is missing of their file."""
    with reading(place_of(request).engine) as session:
        return _path(request, session, referral_id, typed={}, errors={})


def _path(
    request: AnyRequest,
    session: Session,
    referral_id: int,
    *,
    typed: dict[str, Any],
    errors: dict[str, str],
    status: int = 200,
) -> Template:
    scope = asker(request)
    seen = followed(session, scope, action_of(session, scope, referral_id), day_of(request))
    person = seen.person(referral_id)
    context = {
        "person": person,
        "next": next_step(person),
        "lacks": missing(person, seen.facts.objectives) if person.state is ReferralState.ACCEPTED else (),
        "told": [each for each in seen.alerts if each.person_id == person.id],
        "typed": kept(typed),
        "errors": errors,
        "day": seen.on,
        **common(scope, seen),
    }
    return Template("site/path.html", context=context, status_code=status)


def action_of(session: Session, scope: Scope, referral_id: int) -> int:
    """The action that somebody seen was sent to."""
    row = session.exec(narrowed(scope, Referral).where(col(Referral.id) == referral_id)).one()
    return row.action_id


@post(
    "/suivi/envois/{referral_id:int}/repondre",
    rule=on(Referral, "referral_id", Act.MODIFY, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def answer(request: AnyRequest, referral_id: FromPath[int], data: Form) -> Response[Any]:
    """Accepts, or refuses with a motive."""
    scope, typed = asker(request), Typed(data)
    accepted, motive = typed.text("to") == "accepted", typed.text("motive")
    decided_on = typed.day("decided_on") or scope.today
    with reading(place_of(request).engine) as session:
        action_id = action_of(session, scope, referral_id)
    if not typed.errors:
        try:
            with writing(place_of(request).engine) as session:
                site_writing.answer(
                    session, scope, referral_id=referral_id, accepted=accepted, decided_on=decided_on, motive=motive
                )
        except (Conflict, Unusable) as refusal:
            typed.errors["motive" if refusal.code == "sites.motive_missing" else "decided_on"] = refusal.message
            return _again(request, referral_id, data, typed.errors, refusal)
        there = f"/suivi/envois/{referral_id}" if accepted else f"/suivi/actions/{action_id}"
        return Redirect(there, status_code=303)
    return _again(request, referral_id, data, typed.errors)


@post(
    "/suivi/envois/{referral_id:int}/fse",
    rule=on(Referral, "referral_id", Act.MODIFY, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def inform(request: AnyRequest, referral_id: FromPath[int], data: Form) -> Response[Any]:
    """Writes the day somebody was told that the European Social Fund pays."""
    scope, typed = asker(request), Typed(data)
    day = typed.day("informed_on", missing="Dites le jour où la personne a été informée.")
    if day is not None and not typed.errors:
        try:
            with writing(place_of(request).engine) as session:
                site_writing.inform(session, scope, referral_id=referral_id, informed_on=day)
            return Redirect(f"/suivi/envois/{referral_id}", status_code=303)
        except Conflict as refusal:
            typed.errors["informed_on"] = refusal.message
            return _again(request, referral_id, data, typed.errors, refusal)
    return _again(request, referral_id, data, typed.errors)


def _again(
    request: AnyRequest,
    referral_id: int,
    data: dict[str, Any],
    errors: dict[str, str],
    refusal: ClausesError | None = None,
) -> Template:
    with reading(place_of(request).engine) as session:
        return _path(
            request,
            session,
            referral_id,
            typed=data,
            errors=errors,
            status=422 if refusal is None else status_of_form(refusal),
        )


@get(
    "/suivi/actions/{action_id:int}/adresser",
    rule=on(OperatorAction, "action_id", Act.CREATE, programs=False),
    sync_to_thread=True,
)
def sending(request: AnyRequest, action_id: FromPath[int]) -> Template:
    """Looks for somebody to send to the operator."""
    return _sending(request, action_id, {"cle": drawn()[:40]}, {}, 200)


def _sending(
    request: AnyRequest, action_id: int, typed: dict[str, Any], errors: dict[str, str], status: int
) -> Template:
    scope = asker(request)
    words = " ".join(request.query_params.get("q", "").replace("\x00", "").split())[:80]
    with reading(place_of(request).engine) as session:
        seen = followed(session, scope, action_id, scope.today)
        people = _looked_for(session, scope, words) if words else []
    sent = {person.id for person in seen.facts.people}
    context = {
        "q": words,
        "people": people,
        "sent": sent,
        "typed": kept({"sent_on": scope.today.isoformat(), **typed}),
        "errors": errors,
        **common(scope, seen),
    }
    return Template("site/send.html", context=context, status_code=status)


def _looked_for(session: Session, scope: Scope, words: str) -> list[tuple[int, str]]:
    """People of that name, or identifier, whom one sees."""
    names = holds(folded(words).split(), col(Person.last_key), col(Person.first_key))
    wanted = narrowed(scope, Person).where(*names).order_by(col(Person.last_key), col(Person.id)).limit(_FOUND)
    return [(row.id or 0, f"{row.first_name} {row.last_name}") for row in session.exec(wanted).all()]


@post(
    "/suivi/actions/{action_id:int}/adresser",
    rule=on(OperatorAction, "action_id", Act.CREATE, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def send(request: AnyRequest, action_id: FromPath[int], data: Form) -> Response[Any]:
    """Sends somebody: an answer of the operator is waited for."""
    scope, typed = asker(request), Typed(data)
    person = typed.row("person", missing="Cherchez, puis choisissez qui adresser.")
    sent_on = typed.day("sent_on", missing="Dites le jour de l'envoi.")
    key = typed.text("cle", most=64) or None
    if person is not None and sent_on is not None and not typed.errors:
        try:
            with writing(place_of(request).engine) as session:
                number = site_writing.send(
                    session, scope, action_id=action_id, person_id=person, sent_on=sent_on, key=key,
                    referent=typed.text("referent", most=200) or None,
                    structure=typed.text("structure", most=200) or None,
                )  # fmt: skip
            return Redirect(f"/suivi/envois/{number}", status_code=303)
        except (Conflict, NotFound) as refusal:
            typed.errors["person"] = refusal.message
            return _sending(request, action_id, data, typed.errors, status_of_form(refusal))
    return _sending(request, action_id, data, typed.errors, 422)


HANDLERS = [path, answer, inform, sending, send]
