"""Files deposited: searched, each with what was said of it, the file itself, and the lines that it brought."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from clauses.access import deposits as reads
from clauses.access.queries import found as row_of
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading
from clauses.errors import NotFound
from clauses.files.actions import shelf_place
from clauses.files.destroyed import destroyed_by_sha256, gone_words, require_not_destroyed
from clauses.files.models import ImportRun
from clauses.files.rules import FileKind
from clauses.web.attached import handed_back
from clauses.web.deposit_pages import marked_copy
from clauses.web.deposit_view import said_on_a_page, view_of
from clauses.web.lists import Asked, asked, holds, unaccented
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of
from imports.report import Report, Rows

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 25
_FILTERS: Final = {"sorte": [kind.value for kind in FileKind]}


@get("/depots", rule=every(Resource.FILE, programs=False), sync_to_thread=True)
def listed(request: AnyRequest) -> Template:
    """The files deposited, the last first; searched by their name and by who sent them."""
    scope = asker(request)
    wanted = asked(request, sorts=(), default="", filters=_FILTERS)
    with reading(place_of(request).engine) as session:
        runs, total = reads.deposits(session, scope, page=wanted.page, size=SIZE, conditions=_conditions(wanted))
        numbers = [run.id or 0 for run in runs]
        states = reads.states_of(session, numbers)
        remarks = reads.remarks_of(session, numbers)
    context = {
        "runs": runs,
        "states": states,
        "remarks": remarks,
        "wanted": wanted,
        "total": total,
        "size": SIZE,
        "kinds": list(FileKind),
        "others": _sees_others(scope),
    }
    return Template("deposit/list.html", context=context)


def _conditions(wanted: Asked) -> list[ColumnElement[bool]]:
    found = holds(wanted.terms, unaccented(col(ImportRun.file_name)), unaccented(col(ImportRun.author)))
    if kind := wanted.filters["sorte"]:
        found.append(col(ImportRun.kind) == kind)
    return found


def _sees_others(scope: Scope) -> bool:
    """Whether somebody sees the files of more than their own body: who sent each then matters."""
    return any(grant.reach is Reach.TERRITORY for _, grant in scope.rights(Resource.FILE, Act.READ))


@get("/depots/{number:int}", rule=on(ImportRun, "number", programs=False), sync_to_thread=True)
def receipt(request: AnyRequest, number: FromPath[int]) -> Template:
    """What a deposit stored, and what happens next."""
    with reading(place_of(request).engine) as session:
        run = row_of(session, asker(request), ImportRun, number)
        states = reads.states_of(session, [number]).get(number, {})
        issues = reads.issues_of(session, number)
        months = reads.months_of_run(session, number)
        sha256 = reads.sha256_of(session, run)
        gone = destroyed_by_sha256(session, place_of(request).settings.files, [sha256]).get(sha256)
    remarks = view_of(_report_of(run, "", issues)).remarks
    context = {"run": run, "states": states, "remarks": remarks, "months": months, "plain": said_on_a_page}
    context["gone"] = None if gone is None else gone_words(gone)
    return Template("deposit/receipt.html", context=context)


@get("/depots/{number:int}/a-corriger", rule=on(ImportRun, "number", programs=False), sync_to_thread=True)
def marked_again(request: AnyRequest, number: FromPath[int]) -> Response[bytes]:
    """The file of a deposit, its cells marked."""
    place = place_of(request)
    with reading(place.engine) as session:
        run = row_of(session, asker(request), ImportRun, number)
        sha256 = reads.sha256_of(session, run)
        issues = reads.issues_of(session, number, limit=50_000)
        source = on_the_shelf(session, place.settings.files, sha256)
    return marked_copy(source, _report_of(run, sha256, issues))


@get("/depots/{number:int}/fichier", rule=on(ImportRun, "number", programs=False), sync_to_thread=True)
def original(request: AnyRequest, number: FromPath[int]) -> Response[bytes]:
    """The file as it was received, always as an attachment."""
    place = place_of(request)
    with reading(place.engine) as session:
        run = row_of(session, asker(request), ImportRun, number)
        kept, name = on_the_shelf(session, place.settings.files, reads.sha256_of(session, run)), run.file_name
    return handed_back(kept.read_bytes(), name)


def on_the_shelf(session: Session, shelf: Path, sha256: str) -> Path:
    """The kept file. Raises ``NotFound`` where the shelf no longer holds it, saying when it was destroyed if it was."""
    path = shelf_place(shelf, sha256)
    if not path.is_file():
        require_not_destroyed(session, shelf, sha256)
        raise NotFound("Le fichier d'origine n'est plus conservé.")
    return path


def _report_of(run: ImportRun, sha256: str, issues: Sequence[Any]) -> Report:
    rows = Rows(run.rows_read, run.rows_accepted, run.rows_rejected, run.rows_ignored, run.rows_warned)
    return Report(run.file_name, run.kind, sha256, run=run.id, rows=rows, hours=run.hours, issues=tuple(issues))


HANDLERS = [listed, receipt, marked_again, original]
