"""Sending somebody to the clauses in two minutes, and following what became of those already sent."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.response import Template

from clauses.access.depositing import sender
from clauses.access.sent_people import body_of, sent
from clauses.accounts.matrix import Act, Resource
from clauses.dates import french_day
from clauses.db import reading
from clauses.files.rules import FileKind, Severity
from clauses.people.rules import Sector
from clauses.reference.rules import Origin, Sex
from clauses.web.lists import asked
from clauses.web.rule import every
from clauses.web.sign_in_pages import Form, field
from clauses.web.typed_files import as_file
from clauses.web.visitors import asker, place_of
from imports.columns import fields
from imports.run import Order, import_file

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 25
_FIELDS: Final = ("last_name", "first_name", "birth_date", "sex", "commune", "sector")
_MAY = every(Resource.IDENTITY, Act.CREATE, programs=False)
"""Whoever is sent may be new: an operator, who enters nobody, orients those assigned to it elsewhere."""


@get("/orienter", rule=_MAY, sync_to_thread=True)
def sending(request: AnyRequest) -> Template:
    """The form, and the people already sent."""
    return _shown(request, dict.fromkeys(_FIELDS, ""), {}, "")


def _shown(
    request: AnyRequest, typed: dict[str, str], errors: dict[str, str], done: str, status: int = 200
) -> Template:
    wanted = asked(request, sorts=(), default="", filters={})
    with reading(place_of(request).engine) as session:
        rows, total = sent(session, asker(request), page=wanted.page, size=SIZE)
    context: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "size": SIZE,
        "wanted": wanted,
        "typed": typed,
        "errors": errors,
        "done": done,
        "sexes": [(sex.value, sex.label) for sex in Sex],
        "sectors": [(sector.value, sector.label) for sector in Sector],
    }
    return Template("sending/sending.html", context=context, status_code=status)


@post("/orienter", rule=_MAY, sync_to_thread=True, status_code=200)
def send(request: AnyRequest, data: Form) -> Response[Any]:
    """Records the orientation by the path of every file of people; somebody already known gets one more orientation,
    and nothing else of theirs changes unless the sender may change it."""
    scope, place = asker(request), place_of(request)
    typed = {name: field(data, name).strip()[:200] for name in _FIELDS}
    known = fields(FileKind.PEOPLE)
    errors = {
        name: f"« {known[name].header} » est à remplir."
        for name in ("last_name", "first_name", "birth_date", "commune", "sector")
        if not typed[name]
    }
    if errors:
        return _shown(request, typed, errors, "", 422)
    who = sender(scope)
    with reading(place.engine) as session:
        prescriber = body_of(session, who.organisation_id)
    row = {**typed, "oriented_on": french_day(scope.today), "origin": Origin.AUTRES.value, "prescriber": prescriber}
    with tempfile.TemporaryDirectory(prefix="clauses-") as folder:
        path = Path(folder) / "orientation.csv"
        path.write_bytes(as_file(FileKind.PEOPLE, list(row), [list(row.values())]))
        order = Order(
            kind=FileKind.PEOPLE,
            path=path,
            name=f"Orientation du {french_day(scope.today)}.csv".replace("/", "-"),
            by=scope.author,
            today=scope.today,
            depositor=who,
        )
        report = import_file(place.engine, place.settings.files, order)
    if not report.rows.accepted:
        said = [issue for issue in report.issues if issue.severity is Severity.ERROR]
        names = {known[name].header: name for name in _FIELDS}
        errors = {names.get(issue.column or "", "last_name"): issue.message for issue in said}
        return _shown(request, typed, errors or {"last_name": "Cette personne n'a pas pu être enregistrée."}, "", 422)
    name = f"{typed['first_name']} {typed['last_name']}"
    return _shown(request, dict.fromkeys(_FIELDS, ""), {}, f"{name} est orienté : vous suivez ici ce qui est décidé.")


HANDLERS = [sending, send]
