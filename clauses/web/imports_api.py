"""Files deposited, what each import did and said: for programs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from sqlmodel import Session

from clauses.access.depositing import depositor, open_kinds
from clauses.access.deposits import sha256_of
from clauses.access.lists import Wanted
from clauses.access.queries import REFUSED, found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading
from clauses.errors import Conflict, Forbidden, Invalid, Unusable
from clauses.files.actions import shelf_place
from clauses.files.destroyed import require_not_destroyed
from clauses.files.models import ImportIssue, ImportRun
from clauses.files.rules import FileKind, Severity
from clauses.quantities import exact
from clauses.web.api_parts import (
    FILE,
    AnyRequest,
    Cursor,
    Limit,
    Listing,
    Shown,
    Sort,
    adds,
    one,
    page,
    shows,
)
from clauses.web.days import month_said
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of, today
from imports.reader import Given as Said
from imports.report import UNUSABLE
from imports.run import READABLE, Order, import_file

TAG = "Imports"
_LARGEST = 220_000_000


class RowsShown(Shown):
    """Rows of the sheets: those read are the three others added up."""

    read: int
    accepted: int
    rejected: int
    ignored: int
    warned: int


class ChangesShown(Shown):
    """What is stored: lines for hours, rows for the other kinds."""

    created: int
    replaced: int
    unchanged: int
    proposed: int


class ImportShown(Shown):
    """What an import did."""

    id: int
    kind: FileKind
    file_name: str
    author: str
    at: datetime
    rows: RowsShown
    changes: ChangesShown
    hours: str


class IssueShown(Shown):
    """One thing said of one cell."""

    id: int
    run_id: int
    severity: Severity
    code: str
    message: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    suggestion: str | None


@dataclass
class ImportForm:
    """A file to deposit, and what it does not say. ``dry_run``: what would change, without writing."""

    kind: FileKind
    file: UploadFile
    dry_run: bool = False
    market: str | None = None
    lot: str | None = None
    contractor: str | None = None
    month: str | None = None


def _runs(_session: Session, _scope: Scope, rows: Sequence[ImportRun]) -> list[ImportShown]:
    return [
        ImportShown(
            id=row.id or 0,
            kind=row.kind,
            file_name=row.file_name,
            author=row.author,
            at=row.at,
            rows=RowsShown(
                read=row.rows_read,
                accepted=row.rows_accepted,
                rejected=row.rows_rejected,
                ignored=row.rows_ignored,
                warned=row.rows_warned,
            ),
            changes=ChangesShown(
                created=row.lines_created, replaced=row.lines_replaced, unchanged=row.lines_unchanged, proposed=0
            ),
            hours=exact(row.hours),
        )
        for row in rows
    ]


def _issues(_session: Session, _scope: Scope, rows: Sequence[ImportIssue]) -> list[IssueShown]:
    return [IssueShown.model_validate(row) for row in rows]


@shows("/api/imports", every(Resource.FILE), TAG)
def list_imports(
    request: AnyRequest,
    sort: Sort = "-at",
    cursor: Cursor = "",
    limit: Limit = 50,
    kind: FromQuery[FileKind | None] = None,
) -> Listing[ImportShown]:
    """Les imports, du plus récent au plus ancien."""
    return page(request, ImportRun, _runs, Wanted("", sort, cursor, limit, {"kind": kind}))


@shows("/api/imports/{number:int}", on(ImportRun, "number"), TAG)
def get_import(request: AnyRequest, number: FromPath[int]) -> Response[ImportShown]:
    """Un import."""
    return one(request, ImportRun, number, _runs)


@shows("/api/imports/{number:int}/issues", on(ImportRun, "number"), TAG)
def list_issues(
    request: AnyRequest,
    number: FromPath[int],
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    severity: FromQuery[Severity | None] = None,
    code: FromQuery[str | None] = None,
) -> Listing[IssueShown]:
    """Ce qui a été dit des cellules d'un import."""
    filters = {"run_id": number, "severity": severity, "code": code}
    return page(request, ImportIssue, _issues, Wanted("", sort, cursor, limit, filters))


@shows("/api/imports/{number:int}/file", on(ImportRun, "number"), TAG, media_type=FILE)
def get_file(request: AnyRequest, number: FromPath[int]) -> Response[bytes]:
    """Le fichier tel qu'il a été reçu, toujours en pièce jointe."""
    place, scope = place_of(request), asker(request)
    with reading(place.engine) as session:
        run = found(session, scope, ImportRun, number)
        sha256, name = sha256_of(session, run), run.file_name
        require_not_destroyed(session, place.settings.files, sha256)
    kept = shelf_place(place.settings.files, sha256)
    if not kept.is_file():
        raise Conflict("Ce fichier n'est plus sur son étagère. Prévenez qui tient l'installation.", code="file.missing")
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[-100:] or "fichier"
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return Response(kept.read_bytes(), media_type="application/octet-stream", headers=headers)


@adds("/api/imports", every(Resource.FILE, Act.CREATE), TAG, request_max_body_size=_LARGEST)
def deposit(
    request: AnyRequest, data: Annotated[ImportForm, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> Response[dict[str, Any]]:
    """Dépose un fichier : chaque ligne est lue et jugée, le fichier est enregistré en entier ou pas du tout."""
    place, scope = place_of(request), asker(request)
    who = depositor(scope)
    if data.kind not in open_kinds(scope, who, READABLE):
        raise Forbidden(REFUSED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "depot"
        with path.open("wb") as copy:
            while block := data.file.file.read(1 << 20):
                copy.write(block)
        order = Order(
            kind=data.kind,
            path=path,
            by=who.by,
            today=today(),
            given=Said(
                market=data.market or None,
                lot=data.lot or None,
                contractor=_siret(data.contractor),
                month=_month(data.month),
            ),
            dry_run=data.dry_run,
            name=Path((data.file.filename or "fichier").replace("\\", "/")).name[-200:] or "fichier",
            depositor=who,
        )
        report = import_file(place.engine, place.settings.files, order)
    if report.status == UNUSABLE:
        raise Unusable(report.issues[0].message, code=report.issues[0].code)
    location = {} if report.run is None else {"Location": f"/api/imports/{report.run}"}
    return Response(report.as_json(), status_code=200 if data.dry_run else 201, headers=location)


def _siret(text: str | None) -> str | None:
    if not text:
        return None
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{14}", digits):
        raise Invalid("Un SIRET a 14 chiffres. Vérifiez celui-ci.", field="contractor")
    return digits


def _month(text: str | None) -> date | None:
    if not text:
        return None
    found = month_said(text)
    if found is None:
        raise Invalid("Ce mois n'est pas lisible : écrivez par exemple 2024-03.", field="month")
    return found


HANDLERS = [list_imports, get_import, list_issues, get_file, deposit]
