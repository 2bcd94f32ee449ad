"""A month typed by hand: last month's team, cells pasted from Excel; then the same path as a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from clauses.access import deposits as reads
from clauses.access.depositing import depositor
from clauses.dates import add_months, first_day, french_day, iso_month
from clauses.db import reading
from clauses.files.rules import FileKind
from clauses.reference.rules import ContractKind
from clauses.web import waiting
from clauses.web.days import month_said
from clauses.web.deposit_pages import MAY
from clauses.web.deposit_work import look
from clauses.web.sign_in_pages import Form, field
from clauses.web.typed_files import as_file
from clauses.web.visitors import asker, place_of, visitor_of
from imports.columns import fields

AnyRequest = Request[Any, Any, Any]
COLUMNS = ("last_name", "first_name", "birth_date", "contract_kind", "starts_on", "ends_on", "hours")
_BLANK_ROWS = 5
_MOST_ROWS = 300
_LARGEST = 1_000_000


@dataclass(frozen=True)
class Grid:
    """A month being typed: the lot, the month, and rows of texts in the order of `COLUMNS`."""

    places: Sequence[reads.Place]
    place: reads.Place | None
    month: str
    rows: Sequence[Sequence[str]]
    from_last: bool = False


@get("/deposer/saisie", rule=MAY, sync_to_thread=True)
def typing(request: AnyRequest) -> Template:
    """The grid; with a lot and a month, last month's team stands in it, hours left blank."""
    given = request.query_params
    scope = asker(request)
    month = month_said(given.get("mois", "")) or add_months(first_day(scope.today), -1)
    with reading(place_of(request).engine) as session:
        who = depositor(scope)
        places = reads.places_of(session, who, scope.today)
        place = _place(places, given.get("lot", ""))
        team = reads.last_team(session, scope, place, who, month) if place is not None else []
    rows = [_row(worker) for worker in team]
    return _shown(Grid(places, place, iso_month(month), rows, bool(team)), {})


def _place(places: Sequence[reads.Place], chosen: str) -> reads.Place | None:
    found = next((place for place in places if str(place.contractor_id) == chosen), None)
    return found or (places[0] if len(places) == 1 else None)


def _row(worker: reads.Worker) -> list[str]:
    ends = french_day(worker.ends_on) if worker.ends_on else ""
    return [
        worker.last_name, worker.first_name, french_day(worker.birth_date), worker.kind, french_day(worker.starts_on),
        ends, "",
    ]  # fmt: skip


def _shown(grid: Grid, errors: dict[str, str], status: int = 200) -> Template:
    known = fields(FileKind.HOURS)
    blank = [[""] * len(COLUMNS) for _ in range(_BLANK_ROWS)]
    context = {
        "grid": grid,
        "rows": [*grid.rows, *blank],
        "headers": [(name, known[name].header) for name in COLUMNS],
        "kinds": [(kind.value, kind.label) for kind in ContractKind],
        "lots": [(str(place.contractor_id), place.label) for place in grid.places],
        "errors": errors,
    }
    return Template("deposit/typing.html", context=context, status_code=status)


@post("/deposer/saisie", rule=MAY, sync_to_thread=True, request_max_body_size=_LARGEST, status_code=200)
def typed(request: AnyRequest, data: Form) -> Response[Any]:
    """Makes a file of what was typed or pasted; it is then looked at as any other."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        places = reads.places_of(session, depositor(scope), scope.today)
    place, month = _place(places, field(data, "lot")), month_said(field(data, "mois"))
    rows = [*_typed_rows(data), *_pasted(field(data, "coller"))]
    if field(data, "equipe") and place is not None and month is not None:
        return _with_team(request, places, place, month, rows)
    errors = _faults(place, month, rows)
    if errors or place is None or month is None:
        return _shown(Grid(places, place, field(data, "mois")[:7], rows), errors, 422)
    asked = waiting.Asked(
        name=f"Saisie {iso_month(month)}, lot {place.lot} de {place.market}.csv",
        kind=FileKind.HOURS,
        sha256="",
        market=place.market,
        lot=place.lot,
        contractor=place.siret or "",
        month=iso_month(month),
    )
    content = io.BytesIO(as_file(FileKind.HOURS, COLUMNS, rows))
    kept = waiting.receive(place_of(request), visitor_of(request), content, asked)
    look(place_of(request), scope, kept)
    return Redirect(f"/deposer/{kept.token}", status_code=303)


def _with_team(
    request: AnyRequest, places: Sequence[reads.Place], place: reads.Place, month: date, typed: Sequence[Sequence[str]]
) -> Template:
    """Last month's team, then what was already typed."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        team = reads.last_team(session, scope, place, depositor(scope), month)
    rows = [*(_row(worker) for worker in team), *typed]
    return _shown(Grid(places, place, iso_month(month), rows, bool(team)), {})


def _faults(place: reads.Place | None, month: date | None, rows: Sequence[Sequence[str]]) -> dict[str, str]:
    errors = {}
    if place is None:
        errors["lot"] = "Choisissez le lot où ces heures ont été faites."
    if month is None:
        errors["mois"] = "Dites le mois : par exemple 2024-03."
    if not rows:
        errors["coller"] = "Écrivez au moins une personne et ses heures, ou collez vos cellules ici."
    return errors


def _typed_rows(data: dict[str, Any]) -> list[list[str]]:
    """The rows of the grid that hold hours, or a new name; somebody of last month without hours is left out."""
    rows = []
    for number in range(_MOST_ROWS):
        cells = [field(data, f"{name}-{number}").strip() for name in COLUMNS]
        if cells[-1] or (any(cells) and not field(data, f"connu-{number}")):
            rows.append(cells)
    return rows


def _pasted(text: str) -> list[list[str]]:
    """Cells as a spreadsheet copies them: tabulations between, in the order of the grid; a row of headers is left."""
    rows = []
    for line in text.splitlines()[:_MOST_ROWS]:
        cells = [cell.strip() for cell in line.split("\t")][: len(COLUMNS)]
        if any(cells) and cells[0].casefold() != "nom":
            rows.append(cells + [""] * (len(COLUMNS) - len(cells)))
    return rows


HANDLERS = [typing, typed]
