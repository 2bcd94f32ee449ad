"""What establishes that somebody is eligible: a document seen on a day, with its copy; the reasoned opinion over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session, col, select

from clauses import audit
from clauses.access.parts import parts_of
from clauses.access.queries import REFUSED, found, open_to
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.errors import Conflict, Forbidden, Unusable
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


def _criteria(scope: Scope) -> list[tuple[str, str]]:
    """Those that the asker may record: health and justice are recorded by whoever the matrix lets create them."""
    every_one = scope.may(Resource.HEALTH, Act.CREATE)
    return [(one.value, one.label) for one in Criterion if every_one or one not in PROTECTED]


def _page(
    session: Session, scope: Scope, person_id: int, given: Mapping[str, str], errors: Mapping[str, str],
    *, protected: bool = False,
) -> Template:  # fmt: skip
    reads = "criteria" in parts_of(session, scope, person_id)
    context = {
        "person": found(session, scope, Person, person_id),
        "criteria": _criteria(scope),
        "given": {**dict.fromkeys((*_FIELDS, *_OPINION), ""), "tient": "oui", **given},
        "errors": errors,
        "recorded": [
            row
            for row in (_recorded(session, Evidence, person_id) if reads else ())
            if protected or row.criterion not in PROTECTED
        ],
        "asks": not protected and "health" in parts_of(session, scope, person_id),
        "removable": _removable(session, scope, person_id),
        "opinions": _recorded(session, Opinion, person_id) if reads else [],
        "protected": PROTECTED,
        "gives_opinion": scope.may(Resource.ELIGIBILITY, Act.DECIDE),
        "attaches": scope.may(Resource.PROOF, Act.CREATE),
    }
    session.expunge_all()
    return Template("people/criteria.html", context=context, status_code=422 if errors else 200)


def _removable(session: Session, scope: Scope, person_id: int) -> Callable[[Evidence], bool]:
    """Whether a line may be set aside: of health or justice, by who wrote it or may record it; else by the matrix."""
    records = open_to(session, scope, Person, person_id, Act.CREATE, resource=Resource.HEALTH)
    modifies = scope.may(Resource.CRITERIA, Act.MODIFY)
    return lambda row: modifies and (row.criterion not in PROTECTED or records or row.author == scope.author)


def _recorded(session: Session, table: type[Evidence | Opinion], person_id: int) -> Sequence[Any]:
    kept = select(table).where(col(table.person_id) == person_id, col(table.withdrawn_at).is_(None))
    return session.exec(kept.order_by(col(table.id).desc())).all()


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
    errors = _mended(given, scope)
    with writing(place.engine) as session:
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


def _mended(given: Mapping[str, str], scope: Scope) -> dict[str, str]:
    errors = _dates(given["date"], given["fin"], ("date", "fin"), scope.today)
    if given["critere"] not in {code for code, _ in _criteria(scope)}:
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


def _withdrawn(request: AnyRequest, table: Any, number: int, act: Act, resource: Resource) -> Redirect:
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row: Evidence | Opinion | None = session.get(table, number)
        person = found(session, scope, Person, 0 if row is None else row.person_id, act, resource=resource)
        if isinstance(row, Evidence) and not _removable(session, scope, row.person_id)(row):
            raise Forbidden(REFUSED)
        if row is not None:
            withdraw(session, row, by=scope.author)
        address = f"/personnes/{person.id}/criteres"
    return Redirect(address, status_code=303)


@post(
    "/criteres/{number:int}/retrait",
    rule=every(Resource.CRITERIA, Act.MODIFY, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def withdraw_evidence(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Sets aside what was recorded by mistake of a criterion."""
    return _withdrawn(request, Evidence, number, Act.MODIFY, Resource.CRITERIA)


@post(
    "/avis/{number:int}/retrait",
    rule=every(Resource.ELIGIBILITY, Act.DECIDE, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def withdraw_opinion(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Sets aside an opinion given by mistake."""
    return _withdrawn(request, Opinion, number, Act.DECIDE, Resource.ELIGIBILITY)


HANDLERS = [criteria, record, opinion, withdraw_evidence, withdraw_opinion]
