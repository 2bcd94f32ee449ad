"""Depositing hours: a file dropped, what was understood of it shown, corrected, confirmed; a receipt at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from clauses.access import deposits as reads
from clauses.access.depositing import Depositor, depositor, open_kinds
from clauses.access.queries import narrowed
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.db import reading
from clauses.errors import Invalid, NotFound
from clauses.files.actions import LARGEST
from clauses.files.rules import FileKind
from clauses.web import waiting
from clauses.web.attached import handed_back
from clauses.web.days import month_said
from clauses.web.deposit_view import KINDS, corrections_of, months_said, said_on_a_page, view_of
from clauses.web.deposit_work import again, look, store
from clauses.web.months_awaited import months_to_send
from clauses.web.rule import every
from clauses.web.sign_in_pages import Form, field
from clauses.web.typed_values import text
from clauses.web.visitors import asker, place_of, visitor_of
from clauses.words import folded
from imports.annotate import give_back
from imports.annotate import place as place_of_copy
from imports.report import Report
from imports.template import write_template

AnyRequest = Request[Any, Any, Any]
Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]

MAY = every(Resource.HOURS, Act.CREATE, programs=False)
LARGEST_BODY = LARGEST + (1 << 20)
_STEPS = {"lecture": "Lecture du fichier", "vérification": "Vérification de chaque ligne", "écriture": "Enregistrement"}
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORM_FIELDS = 64_000 * 8


@get("/deposer", rule=MAY, sync_to_thread=True)
def choose(request: AnyRequest) -> Template:
    """Where a file is dropped, and what is waited for."""
    return _choose(request, {})


def _choose(request: AnyRequest, errors: dict[str, str], status: int = 200) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        who = depositor(scope)
        places = reads.places_of(session, who, scope.today)
        due = months_to_send(session, who, places, scope.today)
        runs, _ = reads.deposits(session, scope, page=1, size=5)
        states = reads.states_of(session, [run.id or 0 for run in runs])
    kinds = [(kind.value, kind.label) for kind in open_kinds(scope, who, KINDS)]
    wanted = request.query_params.get("sorte", "")
    context = {
        "places": places,
        "due": due,
        "runs": runs,
        "states": states,
        "lots": _choices(places),
        "kinds": kinds,
        "kind": wanted if wanted in dict(kinds) else FileKind.HOURS.value,
        "who": who,
        "errors": errors,
    }
    return Template("deposit/choose.html", context=context, status_code=status)


def _choices(places: Sequence[reads.Place]) -> list[tuple[str, str]]:
    return [(str(place.contractor_id), place.label) for place in places]


@post("/deposer", rule=MAY, sync_to_thread=True, request_max_body_size=LARGEST_BODY, status_code=200)
def drop(request: AnyRequest, data: Upload) -> Response[Any]:
    """Takes the file, looks at it, and goes to what was understood."""
    place, visitor, scope = place_of(request), visitor_of(request), asker(request)
    file = data.get("fichier")
    if not isinstance(file, UploadFile) or not file.filename:
        return _choose(request, {"fichier": "Choisissez un fichier : un classeur (.xlsx, .xls, .ods) ou un csv."}, 422)
    with reading(place.engine) as session:
        who = depositor(scope)
        kind = _kind(field(data, "sorte"), open_kinds(scope, who, KINDS))
        asked = _told(session, scope, who, data, waiting.Asked(name=file.filename, kind=kind, sha256=""))
    kept = waiting.receive(place, visitor, file.file, asked)
    look(place, scope, kept)
    return Redirect(f"/deposer/{kept.token}", status_code=303)


def _kind(code: str, allowed: Sequence[FileKind]) -> FileKind:
    kind = next((kind for kind in allowed if kind.value == code), None)
    if kind is None and code:
        raise Invalid("Vous ne pouvez pas déposer cette sorte de fichier.", field="sorte")
    return kind or allowed[0]


def _told(session: Session, scope: Scope, who: Depositor, data: dict[str, Any], asked: waiting.Asked) -> waiting.Asked:
    """What the form says beside the file: a lot, a month, the company whose file it is."""
    month = field(data, "mois")
    if month and month_said(month) is None:
        raise Invalid(f"« {month[:20]} » n'est pas un mois : écrivez par exemple 2024-03.", field="mois")
    changes: dict[str, Any] = {"month": month}
    places = reads.places_of(session, who, scope.today)
    chosen = next((place for place in places if str(place.contractor_id) == field(data, "lot")), None)
    if chosen is None and len(places) == 1 and who.employer_id is not None:
        chosen = places[0]
    if chosen is not None:
        changes |= {"market": chosen.market, "lot": chosen.lot, "contractor": chosen.siret or ""}
    siret = "".join(field(data, "entreprise").split())
    if siret and who.employer_id is None:
        company = session.exec(narrowed(scope, Organisation).where(Organisation.siret == siret)).first()
        if company is None:
            raise Invalid(f"Aucun organisme n'a le SIRET « {siret[:20]} ». Vérifiez-le.", field="entreprise")
        changes["company_id"] = company.id
    return replace(asked, **changes)


@get("/deposer/{token:str}", rule=MAY, sync_to_thread=True)
def review(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """What was understood and what would change; while it is worked on, how far it is."""
    place = place_of(request)
    kept = waiting.found(place, visitor_of(request), token)
    state = kept.state
    if state.run is not None:
        return Redirect(f"/depots/{state.run}", status_code=303)
    asked = kept.asked
    if state.running:
        context = {"name": asked.name, "step": _STEPS.get(state.step, state.step), "address": f"/deposer/{token}"}
        return Template("deposit/working.html", context=context)
    if state.failed:
        return Template("deposit/failed.html", context={"message": state.failed, "token": token}, status_code=422)
    return _review(request, kept, {})


def _review(request: AnyRequest, kept: waiting.Waiting, errors: dict[str, str], typed: str = "") -> Template:
    report, asked, scope = kept.seen(), kept.asked, asker(request)
    with reading(place_of(request).engine) as session:
        places = reads.places_of(session, depositor(scope, asked.company_id), scope.today)
    shown: dict[str, Any] = {
        "view": view_of(report),
        "asked": asked,
        "lots": _choices(places),
        "token": kept.token,
        "months": months_said(report),
        "plain": said_on_a_page,
        "errors": errors,
        "reason": typed,
    }
    return Template("deposit/review.html", context=shown, status_code=422 if errors else 200)


@post("/deposer/{token:str}/colonnes", rule=MAY, sync_to_thread=True, request_max_body_size=_FORM_FIELDS,
      status_code=200)  # fmt: skip
def correct(request: AnyRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Takes what somebody says of the columns, and looks at the file again."""
    place, scope = place_of(request), asker(request)
    kept = waiting.still_open(place, visitor_of(request), token)
    asked = kept.asked
    changed = corrections_of(kept.seen(), {name: field(data, name) for name in data})
    with reading(place.engine) as session:
        asked = _told(session, scope, depositor(scope, asked.company_id), data, asked)
    kept.ask(replace(asked, corrections={**asked.corrections, **changed}))
    look(place, scope, kept)
    return Redirect(f"/deposer/{token}", status_code=303)


@post("/deposer/{token:str}/confirmer", rule=MAY, sync_to_thread=True, status_code=200)
def confirm(request: AnyRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Stores the file, once."""
    place = place_of(request)
    kept = waiting.found(place, visitor_of(request), token)
    if kept.state.run is None and not kept.state.running and _must_explain(kept):
        reason = text(data, "motif")
        if not folded(reason):
            words = "Dites pourquoi ces heures déjà validées changent : le facilitateur le lira avant de décider."
            return _review(request, kept, {"motif": words}, reason)
        again(kept, reason=reason)
    if field(data, "remplacer"):
        again(kept, confirmed=True)
    if kept.state.run is None and kept.confirm_once():
        store(place, asker(request), kept)
    return Redirect(f"/deposer/{token}", status_code=303)


def _must_explain(kept: waiting.Waiting) -> bool:
    """Whether validated hours would be sent again; a file that could not be looked at says nothing of it."""
    try:
        return view_of(kept.seen()).must_explain
    except NotFound:
        return False


@post("/deposer/{token:str}/correction", rule=MAY, sync_to_thread=True, status_code=200)
def as_correction(request: AnyRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Takes what a file of markets changes as slips, mended for every day, or as changes from today; looks again."""
    place, scope = place_of(request), asker(request)
    kept = waiting.still_open(place, visitor_of(request), token)
    again(kept, correction=field(data, "correction") == "oui")
    look(place, scope, kept)
    return Redirect(f"/deposer/{token}", status_code=303)


@post("/deposer/{token:str}/abandonner", rule=MAY, sync_to_thread=True, status_code=200)
def abandon(request: AnyRequest, token: FromPath[str]) -> Redirect:
    """Forgets the file: nothing was stored."""
    waiting.found(place_of(request), visitor_of(request), token).drop()
    return Redirect("/deposer", status_code=303)


@get("/deposer/{token:str}/a-corriger", rule=MAY, sync_to_thread=True)
def marked(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """The sender's own file back, cells to correct marked."""
    kept = waiting.still_open(place_of(request), visitor_of(request), token)
    return marked_copy(kept.path, kept.seen())


def marked_copy(source: Path, report: Report) -> Response[bytes]:
    """The sender's own workbook, its cells to correct marked, to download."""
    with tempfile.TemporaryDirectory(prefix="clauses-") as folder:
        given = give_back(source, report, place_of_copy(source, Path(folder)))
        content, suffix = given.path.read_bytes(), given.path.suffix
    stem = report.file.rpartition(".")[0] or report.file
    return handed_back(content, f"{stem}-à-corriger{suffix}")


@get("/deposer/modele/{kind:str}", rule=MAY, sync_to_thread=True)
def template(request: AnyRequest, kind: FromPath[str]) -> Response[bytes]:
    """An empty workbook to fill in."""
    scope = asker(request)
    kinds = open_kinds(scope, depositor(scope), KINDS)
    wanted = next((one for one in kinds if one.value == kind), None)
    if wanted is None:
        raise NotFound(waiting.GONE)
    with tempfile.TemporaryDirectory(prefix="clauses-") as folder:
        path = Path(folder) / "modele.xlsx"
        write_template(wanted, path)
        return handed_back(path.read_bytes(), f"modèle-{wanted.label.lower()}.xlsx", _BOOK)


HANDLERS = [choose, drop, review, correct, confirm, as_correction, abandon, marked, template]
