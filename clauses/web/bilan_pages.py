"""The bilan: a period, a perimeter, every figure opening its lines; compared, downloaded, frozen."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session, col

from clauses import audit
from clauses.access.counted import countable
from clauses.access.counted import told as told_to
from clauses.access.queries import ABSENT
from clauses.access.queries import narrowed as narrowed_to
from clauses.access.told_people import people_told
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.audit import Journal
from clauses.dates import Period, add_months, months_between
from clauses.db import reading, writing
from clauses.errors import ClausesError, Forbidden, Misused, NotFound
from clauses.reference.rules import Modality, Nature
from clauses.reports import frozen
from clauses.reports.as_json import shape
from clauses.reports.bilan_query import bilan as query
from clauses.reports.bilan_query import last_whole_year
from clauses.reports.documents.look import Look
from clauses.reports.figures import Bilan, Perimeter
from clauses.web.bilan_figures import compared, in_force, links, told
from clauses.web.days import day_said
from clauses.web.menu import entries
from clauses.web.rule import every
from clauses.web.sound import row_number
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_READ = every(Resource.REPORT, programs=False)
_MOST = 50
_ASKED = (
    "donneur", "marche", "nature", "lot", "entreprise", "modalite", "comparer", "face_du", "face_au",
)  # fmt: skip
_FIELD_AT_FAULT = {"market": "marche", "lot": "lot", "company": "entreprise"}
"""The field at which a name that leads nowhere is said, by what its code begins with."""
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@get("/bilan", rule=_READ, sync_to_thread=True)
def bilan(request: AnyRequest, state: State) -> Template:
    """The bilan of a period; without one, of the last year that is whole."""
    scope, given = asker(request), request.query_params
    copy = place_of(request).settings.copy_of_months
    errors: dict[str, str] = {}
    with reading(state.engine) as session:
        year = last_whole_year(session)
        period = _period(given.get("du", ""), given.get("au", ""), year)
        if period is None:
            return Template("bilan/empty.html")
        try:
            found = _asked(session, scope, given, period, copy)
        except (NotFound, Misused) as refusal:
            errors[_FIELD_AT_FAULT.get(refusal.code.partition(".")[0], "donneur")] = refusal.message
            found = query(session, period=period, perimeter=_perimeter(given), only=countable(scope), copy=copy)
        other = None
        try:
            other = _other(given, period)
        except Misused as refusal:
            errors["face_du"] = refusal.message
        before = None if other is None or errors else _asked(session, scope, given, other, copy)
        kept = _frozen(session, scope)
        chosen = any(given.get(name) for name in ("marche", "nature", "lot", "entreprise", "modalite"))
        narrowed = _perimeter(given) is not Perimeter.ALL or chosen
        heads = people_told(session, scope, found.employees.total, period, narrowed=narrowed)
    reader = told_to(scope)
    return Template(
        "bilan/bilan.html",
        context={
            "bilan": found,
            "given": {name: given.get(name, "") for name in _ASKED},
            "in_force": in_force(given),
            "errors": errors,
            "compared": ()
            if before is None
            else compared(found, before, people=reader.homes, sees_lines=reader.people),
            "other": other,
            "perimeters": list(Perimeter),
            "natures": list(Nature),
            "modalities": list(Modality),
            "links": links(found, sees_lines=reader.people),
            "reader": reader,
            "heads": heads,
            "frozen": kept,
            "may_freeze": scope.may(Resource.REPORT, Act.CREATE),
            "attests": any(entry.href == "/attestations" for entry in entries(scope)),
            "may_export": reader.homes and scope.may(Resource.REPORT, Act.EXPORT),
            "query": request.url.query,
        },
        status_code=422 if errors else 200,
    )


@get(
    "/bilan/fichier/{form:str}",
    rule=every(Resource.REPORT, Act.EXPORT, proven=True, programs=False),
    sync_to_thread=True,
)
def download(request: AnyRequest, state: State, form: FromPath[str]) -> Response[bytes]:
    """The bilan as a workbook (its lines without names), a document or a PDF; journalised before it leaves."""
    scope, given = asker(request), request.query_params
    if form not in _TYPES:
        raise Misused("Ce format n'existe pas : demandez un classeur (xlsx), un document (docx) ou un PDF (pdf).")
    if not told_to(scope).homes:
        raise Forbidden("Ce bilan compte des personnes : demandez-le au facilitateur, qui vous en donne les totaux.")
    with writing(state.engine) as session:
        period = _period(given.get("du", ""), given.get("au", ""), last_whole_year(session))
        if period is None:
            raise NotFound(ABSENT)
        found = _asked(session, scope, given, period)
        content = _content(session, scope, found, form, place_of(request).look)
        audit.record(
            session,
            "export",
            by=scope.author,
            subject="bilan",
            form=form,
            since=period.starts_on.isoformat(),
            until=period.ends_on.isoformat(),
        )
    name = f"bilan-{period.starts_on.isoformat()}-{period.ends_on.isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[form], headers=headers)


@post("/bilan/figer", rule=every(Resource.REPORT, Act.CREATE, programs=False), sync_to_thread=True, status_code=303)
def freeze(request: AnyRequest, state: State) -> Redirect:
    """Freezes the bilan of this address: numbered and sealed in the journal."""
    scope, given = asker(request), request.query_params
    with writing(state.engine) as session:
        period = _period(given.get("du", ""), given.get("au", ""), last_whole_year(session))
        if period is None:
            raise NotFound(ABSENT)
        number = frozen.freeze(session, _asked(session, scope, given, period), by=scope.author)
    return Redirect(f"/bilan/fige?numero={number}", status_code=303)


@get("/bilan/fige", rule=_READ, sync_to_thread=True)
def frozen_bilan(request: AnyRequest, state: State) -> Template:
    """A bilan that was frozen, and what changed since."""
    scope, asked = asker(request), request.query_params.get("numero", "")
    number = row_number(asked)
    if number is None:
        raise Misused("Donnez le numéro d'un bilan figé : ils sont listés au bas du bilan.")
    with reading(state.engine) as session:
        act = session.exec(_acts(scope).where(col(Journal.number) == number)).one_or_none()
        if act is None or not told_to(scope).homes:
            raise NotFound(ABSENT)
        figures = frozen.figures_of(act)
        filters = figures.get("filters", {})
        period = Period(date.fromisoformat(figures["period"]["from"]), date.fromisoformat(figures["period"]["to"]))
        try:
            now: dict[str, Any] | None = shape(
                query(
                    session,
                    period=period,
                    perimeter=Perimeter(figures["perimeter"]),
                    buyer=filters.get("buyer"),
                    market=filters.get("market"),
                    nature=Nature(filters["nature"]) if "nature" in filters else None,
                    lot=filters.get("lot"),
                    company=filters.get("company"),
                    modality=Modality(filters["modality"]) if "modality" in filters else None,
                    only=countable(scope),
                )
            )
        except ClausesError:
            now = None
    changes = [] if now is None else [replace(each, name=told(each.name)) for each in frozen.differences(figures, now)]
    return Template(
        "bilan/frozen.html",
        context={
            "act": act,
            "figures": figures,
            "period": period,
            "changes": changes,
            "gone": now is None,
            "seal": json.loads(act.details)["sha256"],
        },
    )


def _asked(session: Session, scope: Scope, given: Any, period: Period, copy: Path | None = None) -> Bilan:
    """``copy``: only where the session sees one moment of the data, which one that writes does not on PostgreSQL."""
    return query(
        session,
        period=period,
        perimeter=_perimeter(given),
        buyer=given.get("donneur") or None,
        market=given.get("marche") or None,
        nature=_nature(given.get("nature", "")),
        lot=given.get("lot") or None,
        company=given.get("entreprise") or None,
        modality=_modality(given.get("modalite", "")),
        only=countable(scope),
        copy=copy,
    )


def _content(session: Session, scope: Scope, found: Bilan, form: str, look: Look) -> bytes:
    today = scope.today
    if form == "xlsx":
        from clauses.reports.lines_behind import lines_behind
        from clauses.reports.workbook import write

        book = io.BytesIO()
        lines = lines_behind(session, found.selection, countable(scope))
        write(found, lines, book, established_on=today, nominative=False)
        return book.getvalue()
    from clauses.reports.documents.bilan_document import bilan_document

    document = bilan_document(found, established_on=today)
    if form == "pdf":
        from clauses.reports.documents.as_pdf import pdf_bytes

        return pdf_bytes(document, look)
    from clauses.reports.documents.as_docx import docx_bytes

    return docx_bytes(document, look)


def _acts(scope: Scope) -> Any:
    return narrowed_to(scope, Journal).where(col(Journal.act) == frozen.ACT, col(Journal.subject) == frozen.SUBJECT)


def _frozen(session: Session, scope: Scope) -> list[Journal]:
    if not told_to(scope).homes:
        return []
    return list(session.exec(_acts(scope).order_by(col(Journal.number).desc()).limit(_MOST)))


def _period(since: str, until: str, year: int | None) -> Period | None:
    if not since and not until:
        return None if year is None else Period(date(year, 1, 1), date(year, 12, 31))
    first, last = day_said(since), day_said(until)
    if first is None or last is None or last < first:
        raise Misused("La période n'est pas lisible : donnez deux dates, la première avant la seconde.")
    return Period(first, last)


def _other(given: Any, period: Period) -> Period | None:
    """The period to compare with: dates given, else the same one a year before, or as many months just before.

    Raises ``Misused`` for dates that are not a period.
    """
    if given.get("face_du", "") or given.get("face_au", ""):
        return _period(given.get("face_du", ""), given.get("face_au", ""), None)
    match given.get("comparer", ""):
        case "an":
            return Period(add_months(period.starts_on, -12), add_months(period.ends_on, -12))
        case "avant":
            months = len(list(months_between(period.starts_on, period.ends_on)))
            return Period(add_months(period.starts_on, -months), period.starts_on - timedelta(days=1))
        case _:
            return None


def _perimeter(given: Any) -> Perimeter:
    try:
        return Perimeter(given.get("perimetre") or Perimeter.PLIE.value)
    except ValueError as error:
        raise Misused("Ce périmètre n'existe pas : choisissez le PLIE ou l'ensemble.") from error


def _nature(text: str) -> Nature | None:
    try:
        return Nature(text) if text else None
    except ValueError as error:
        raise Misused("Cette nature de marché n'existe pas : choisissez-la dans la liste.") from error


def _modality(text: str) -> Modality | None:
    try:
        return Modality(text) if text else None
    except ValueError as error:
        raise Misused("Cette modalité n'existe pas : choisissez-la dans la liste.") from error


HANDLERS = [bilan, download, freeze, frozen_bilan]
