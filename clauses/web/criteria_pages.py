"""What establishes that somebody is eligible: a document seen on a day, with its copy; the reasoned opinion over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from clauses import audit
from clauses.access.criteria import recordable, recorded, removable, to_withdraw
from clauses.access.parts import parts_of
from clauses.access.queries import found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.errors import Conflict, Unusable
from clauses.people.actions import give_opinion, record_evidence, withdraw
from clauses.people.models import Evidence, Opinion, Person
from clauses.people.publics import PROTECTED, Criterion
from clauses.proofs.rules import ProofKind, Subject
from clauses.web.days import day_typed
from clauses.web.proof_work import LARGEST_BODY, keep
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form
from clauses.web.typed_values import text
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
_FIELDS = ("critere", "tient", "document", "date", "fin")
_OPINION = ("eligible", "avis_date", "avis_fin", "raison")
_YES = ("oui", "non")
_RECORDS = on(Person, "person_id", Act.CREATE, resource=Resource.CRITERIA, programs=False)


def _criteria(session: Session, scope: Scope, person_id: int) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in recordable(session, scope, person_id)]


def _page(
    session: Session, scope: Scope, person_id: int, given: Mapping[str, str], errors: Mapping[str, str],
    *, protected: bool = False,
) -> Template:  # fmt: skip
    context = {
        "person": found(session, scope, Person, person_id),
        "criteria": _criteria(session, scope, person_id),
        "given": {**dict.fromkeys((*_FIELDS, *_OPINION), ""), "tient": "oui", **given},
        "errors": errors,
        "recorded": recorded(session, scope, Evidence, person_id, protected=protected),
        "asks": not protected and "health" in parts_of(session, scope, person_id),
        "removable": removable(session, scope, person_id),
        "opinions": recorded(session, scope, Opinion, person_id),
        "protected": PROTECTED,
        "gives_opinion": scope.may(Resource.ELIGIBILITY, Act.DECIDE),
        "attaches": scope.may(Resource.PROOF, Act.CREATE),
    }
    session.expunge_all()
    return Template("people/criteria.html", context=context, status_code=422 if errors else 200)


@get("/personnes/{person_id:int}/criteres", rule=_RECORDS, sync_to_thread=True)
def criteria(request: AnyRequest, person_id: FromPath[int]) -> Template:
    """What is recorded, and the form. Lines of health or justice are asked for, and who asked is in the journal."""
    scope = asker(request)
    if request.query_params.get("proteges") != "oui":
        with reading(place_of(request).engine) as session:
            return _page(session, scope, person_id, {}, {})
    with writing(place_of(request).engine) as session:
        found(session, scope, Person, person_id, resource=Resource.HEALTH)
        audit.record(session, "read_protected", by=scope.author, subject="person", subject_id=person_id)
        return _page(session, scope, person_id, {}, {}, protected=True)


@post(
    "/personnes/{person_id:int}/criteres",
    rule=_RECORDS,
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=LARGEST_BODY,
)
def record(request: AnyRequest, person_id: FromPath[int], data: Upload) -> Response[Any]:
    """Keeps what a document says of a criterion, and its copy when there is one: both, or neither."""
    scope, place = asker(request), place_of(request)
    given = {name: text(data, name) for name in _FIELDS}
    with writing(place.engine) as session:
        errors = _mended(given, scope, dict(_criteria(session, scope, person_id)))
        if not errors:
            nested = session.begin_nested()
            try:
                _kept(session, scope, place.settings.files, person_id, given, data.get("fichier"))
                nested.commit()
            except (Conflict, Unusable) as refused:
                nested.rollback()
                errors = {"fin" if refused.code == "eligibility.dates" else "fichier": refused.message}
        if errors:
            return _page(session, scope, person_id, given, errors)
    return Redirect(f"/personnes/{person_id}", status_code=303)


def _kept(  # noqa: PLR0917
    session: Session, scope: Scope, shelf: Path, person_id: int, given: Mapping[str, str], file: Any
) -> None:
    seen_on, until = day_typed(given["date"]) or scope.today, day_typed(given["fin"])
    number = record_evidence(
        session,
        person_id=person_id,
        criterion=Criterion(given["critere"]),
        document=given["document"],
        evidence_on=seen_on,
        holds=given["tient"] == "oui",
        until=until,
        by=scope.author,
    )
    if isinstance(file, UploadFile) and file.filename:
        about = (Subject.EVIDENCE, number)
        keep(
            session, scope, shelf, file, about=about, kind=ProofKind.RIGHTS, dated_on=seen_on, valid_until=until
        )  # fmt: skip


def _mended(given: Mapping[str, str], scope: Scope, criteria: Mapping[str, str]) -> dict[str, str]:
    errors = _dates(given["date"], given["fin"], ("date", "fin"), scope.today)
    if given["critere"] not in criteria:
        errors["critere"] = "Choisissez le critère que le document établit."
    if given["tient"] not in _YES:
        errors["tient"] = "Dites si le critère est rempli."
    if not given["document"]:
        errors["document"] = "Dites quel document vous avez vu, par exemple « Attestation CAF »."
    return errors


def _dates(start: str, end: str, names: tuple[str, str], today: date) -> dict[str, str]:
    errors = {}
    first = day_typed(start)
    if first is None:
        errors[names[0]] = "Donnez la date, dans le calendrier."
    elif first > today:
        errors[names[0]] = "Cette date est à venir. Corrigez-la."
    if end and day_typed(end) is None:
        errors[names[1]] = "Ce n'est pas une date. Choisissez-la dans le calendrier, ou laissez vide."
    return errors


@post(
    "/personnes/{person_id:int}/avis",
    rule=on(Person, "person_id", Act.DECIDE, resource=Resource.ELIGIBILITY, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def opinion(request: AnyRequest, person_id: FromPath[int], data: Form) -> Response[Any]:
    """Keeps the reasoned opinion of the facilitateur, over the criteria."""
    scope = asker(request)
    given = {name: text(data, name) for name in _OPINION}
    errors = _dates(given["avis_date"], given["avis_fin"], ("avis_date", "avis_fin"), scope.today)
    if given["eligible"] not in _YES:
        errors["eligible"] = "Dites si la personne est éligible."
    if not given["raison"]:
        errors["raison"] = "Dites pourquoi : un avis sans raison ne vaut rien devant un contrôle."
    with writing(place_of(request).engine) as session:
        if not errors:
            try:
                give_opinion(
                    session,
                    person_id=person_id,
                    eligible=given["eligible"] == "oui",
                    decided_on=day_typed(given["avis_date"]) or scope.today,
                    reason=given["raison"],
                    until=day_typed(given["avis_fin"]),
                    by=scope.author,
                )
            except Conflict as refused:
                errors = {"avis_fin": refused.message}
        if errors:
            return _page(session, scope, person_id, given, errors)
    return Redirect(f"/personnes/{person_id}", status_code=303)


def _withdrawn(request: AnyRequest, table: type[Evidence | Opinion], number: int) -> Redirect:
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = to_withdraw(session, scope, table, number)
        withdraw(session, row, by=scope.author)
        address = f"/personnes/{row.person_id}/criteres"
    return Redirect(address, status_code=303)


@post(
    "/criteres/{number:int}/retrait",
    rule=every(Resource.CRITERIA, Act.MODIFY, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def withdraw_evidence(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Sets aside what was recorded by mistake of a criterion."""
    return _withdrawn(request, Evidence, number)


@post(
    "/avis/{number:int}/retrait",
    rule=every(Resource.ELIGIBILITY, Act.DECIDE, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def withdraw_opinion(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Sets aside an opinion given by mistake."""
    return _withdrawn(request, Opinion, number)


HANDLERS = [criteria, record, opinion, withdraw_evidence, withdraw_opinion]
