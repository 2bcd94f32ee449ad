"""Fiches de suivi, and to whom they are sent."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from clauses.access.followed import Followed, followed
from clauses.access.queries import ABSENT, found
from clauses.accounts.matrix import Act
from clauses.accounts.secrets_drawn import drawn
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound, Unusable
from clauses.files.rules import DocumentKind
from clauses.reports.documents.issued import issued_number
from clauses.reports.documents.site_documents import follow_up_sheet
from clauses.sites.facts import FollowUpFacts, Participant
from clauses.sites.models import FollowUp, Referral
from clauses.sites.rules import Recipient
from clauses.web import site_writing
from clauses.web.errors import status_of_form
from clauses.web.rule import on
from clauses.web.sign_in_pages import Form
from clauses.web.site_mission_pages import of_referral
from clauses.web.site_pages import common
from clauses.web.typed_fields import PARAGRAPH, Typed, kept
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]


def fiche_of(seen: Followed, follow_up_id: int) -> tuple[Participant, FollowUpFacts]:
    """A fiche de suivi, and whose it is. Raises ``NotFound``."""
    for person in seen.facts.people:
        for fiche in person.follow_ups:
            if fiche.id == follow_up_id:
                return person, fiche
    raise NotFound(ABSENT)


def of_fiche(request: AnyRequest, follow_up_id: int) -> Followed:
    """The action of a fiche de suivi that one sees."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        row = found(session, scope, FollowUp, follow_up_id)
        return followed(session, scope, row.action_id, scope.today)


@get("/suivi/envois/{referral_id:int}/fiche-suivi", rule=on(Referral, "referral_id", Act.CREATE, programs=False),
     sync_to_thread=True)  # fmt: skip
def follow_up_form(request: AnyRequest, referral_id: FromPath[int]) -> Template:
    """The form of a fiche de suivi."""
    typed = {"cle": drawn()[:40], "written_on": asker(request).today.isoformat()}
    return _follow_up(request, referral_id, typed, {}, 200)


def _follow_up(
    request: AnyRequest, referral_id: int, typed: dict[str, Any], errors: dict[str, str], status: int
) -> Template:
    seen = of_referral(request, referral_id)
    context = {"person": seen.person(referral_id), "typed": kept(typed), "errors": errors}
    return Template("site/follow_up_form.html", context=context | common(asker(request), seen), status_code=status)


@post("/suivi/envois/{referral_id:int}/fiche-suivi", rule=on(Referral, "referral_id", Act.CREATE, programs=False),
      sync_to_thread=True, status_code=303)  # fmt: skip
def write_follow_up(request: AnyRequest, referral_id: FromPath[int], data: Form) -> Response[Any]:
    """Writes a fiche de suivi."""
    scope, typed = asker(request), Typed(data)
    written_on = typed.day("written_on", missing="Dites le jour de la fiche.")
    situation = typed.text("situation", missing="Dites où en est la personne.", most=PARAGRAPH)
    if written_on is None or typed.errors:
        return _follow_up(request, referral_id, data, typed.errors, 422)
    seen = of_referral(request, referral_id)
    try:
        with writing(place_of(request).engine) as session:
            number = site_writing.write_follow_up(
                session, scope, action_id=seen.facts.objectives.id, person_id=seen.person(referral_id).id,
                key=typed.text("cle", most=64) or None, written_on=written_on, situation=situation,
                next_steps=typed.text("next_steps", most=PARAGRAPH) or None,
            )  # fmt: skip
    except (Conflict, Unusable) as refusal:
        return _follow_up(request, referral_id, data, {"situation": refusal.message}, status_of_form(refusal))
    return Redirect(f"/suivi/fiches-suivi/{number}", status_code=303)


@get("/suivi/fiches-suivi/{follow_up_id:int}", rule=on(FollowUp, "follow_up_id", programs=False), sync_to_thread=True)
def follow_up(request: AnyRequest, follow_up_id: FromPath[int]) -> Template:
    """A fiche de suivi, and to whom it was sent."""
    return _fiche(request, follow_up_id, {}, 200)


def _fiche(request: AnyRequest, follow_up_id: int, errors: dict[str, str], status: int) -> Template:
    seen = of_fiche(request, follow_up_id)
    person, fiche = fiche_of(seen, follow_up_id)
    sent = {recipient for recipient, _, _ in fiche.sent}
    made = follow_up_sheet(seen.facts, person, fiche, established_on=asker(request).today)
    with reading(place_of(request).engine) as session:
        issued = issued_number(session, made, DocumentKind.FOLLOW_UP)
    context = {
        "person": person, "fiche": fiche, "left": [each for each in Recipient if each not in sent], "errors": errors,
        "issued": issued,
        **common(asker(request), seen),
    }  # fmt: skip
    return Template("site/follow_up.html", context=context, status_code=status)


@post("/suivi/fiches-suivi/{follow_up_id:int}/envoyer", rule=on(FollowUp, "follow_up_id", Act.MODIFY, programs=False),
      sync_to_thread=True, status_code=303)  # fmt: skip
def send_follow_up(request: AnyRequest, follow_up_id: FromPath[int], data: Form) -> Response[Any]:
    """Writes that the fiche was handed to the référent or to the structure."""
    scope, typed = asker(request), Typed(data)
    recipient = next((each for each in Recipient if each.value == typed.text("recipient")), None)
    if recipient is None:
        return _fiche(request, follow_up_id, {"recipient": "Choisissez à qui la fiche est envoyée."}, 422)
    name = typed.text("name", most=200)
    try:
        with writing(place_of(request).engine) as session:
            site_writing.send_follow_up(session, scope, follow_up_id=follow_up_id, recipient=recipient, name=name)
    except (Conflict, Unusable) as refusal:
        return _fiche(request, follow_up_id, {f"name-{recipient.value}": refusal.message}, status_of_form(refusal))
    return Redirect(f"/suivi/fiches-suivi/{follow_up_id}", status_code=303)


HANDLERS = [follow_up_form, write_follow_up, follow_up, send_follow_up]
