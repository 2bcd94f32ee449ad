"""Declarations, their lines, corrections, locked months: for programs. Who validates says the version seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import Field
from sqlmodel import Session

from clauses.access.hours import line_totals, months
from clauses.access.lists import Wanted
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.accounts.single import validates_alone
from clauses.db import reading, writing
from clauses.errors import Invalid
from clauses.hours import actions
from clauses.hours import correction_undoing as undoing
from clauses.hours.models import Declaration, Line
from clauses.hours.queries import market_of
from clauses.hours.rules import DeclarationState, LineState
from clauses.quantities import exact
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    Limit,
    Listing,
    LongText,
    Shown,
    Sort,
    acts,
    one,
    page,
    shows,
)
from clauses.web.api_writes import decide
from clauses.web.days import month_said
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of

TAG = "Heures"


class DeclarationShown(Shown):
    """What an employer declares for a contractor and a month. Hours are those of the lines that the reader may see."""

    id: int
    contractor_id: int
    employer_id: int
    month: date
    version: int
    state: DeclarationState
    run_id: int
    author: str
    at: datetime
    lines: int
    hours: str


class LineShown(Shown):
    """The hours of one contract in one month, as one cell of one file said them."""

    id: int
    declaration_id: int
    contract_id: int | None
    hours: str
    training: str
    sent: str
    state: LineState
    blocking: bool
    version: int
    reason: str | None
    validated_by: str | None
    validated_at: datetime | None
    sheet: str
    row: int
    column: str


class Validation(Given):
    """The version of the line that was looked at."""

    version: Annotated[int, Field(ge=1, lt=2**31)]


class Rejection(Given):
    """The version of the line that was looked at, and why it is refused."""

    version: Annotated[int, Field(ge=1, lt=2**31)]
    reason: LongText


class MonthShown(Shown):
    """A month that is, or was, locked."""

    month: date
    locked: bool
    locked_by: str
    reopening_asked_by: str | None
    reopened_by: str | None


def _declarations(session: Session, scope: Scope, rows: Sequence[Declaration]) -> list[DeclarationShown]:
    totals = line_totals(session, scope, [row.id or 0 for row in rows])
    shown = []
    for row in rows:
        lines, hours = totals.get(row.id or 0, (0, 0))
        shown.append(DeclarationShown.model_validate(row.model_dump() | {"lines": lines, "hours": exact(hours)}))
    return shown


def _lines(_session: Session, _scope: Scope, rows: Sequence[Line]) -> list[LineShown]:
    return [
        LineShown.model_validate(row.model_dump() | {"hours": exact(row.hours), "training": exact(row.training)})
        for row in rows
    ]


@shows("/api/declarations", every(Resource.HOURS), TAG)
def list_declarations(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    contractor_id: FromQuery[int | None] = None,
    employer_id: FromQuery[int | None] = None,
    month: FromQuery[date | None] = None,
    state_: Annotated[DeclarationState | None, QueryParameter(name="state")] = None,
    run_id: FromQuery[int | None] = None,
) -> Listing[DeclarationShown]:
    """Les déclarations que l'on peut voir, dans toutes leurs versions."""
    filters = {
        "contractor_id": contractor_id,
        "employer_id": employer_id,
        "month": month,
        "state": state_,
        "run_id": run_id,
    }
    return page(request, Declaration, _declarations, Wanted("", sort, cursor, limit, filters))


@shows("/api/declarations/{number:int}", on(Declaration, "number"), TAG)
def get_declaration(request: AnyRequest, number: FromPath[int]) -> Response[DeclarationShown]:
    """Une version d'une déclaration."""
    return one(request, Declaration, number, _declarations)


@acts("/api/declarations/{number:int}/accept", on(Declaration, "number", Act.DECIDE, proven=True, programs=False), TAG)
def accept_correction(request: AnyRequest, number: FromPath[int]) -> Response[DeclarationShown]:
    """Accepte une correction : elle remplace la version validée."""
    return _decided(request, number, actions.accept_correction)


@acts("/api/declarations/{number:int}/refuse", on(Declaration, "number", Act.DECIDE, proven=True, programs=False), TAG)
def refuse_correction(request: AnyRequest, number: FromPath[int]) -> Response[DeclarationShown]:
    """Refuse une correction : la version validée reste."""
    return _decided(request, number, actions.refuse_correction)


@acts("/api/declarations/{number:int}/undo", on(Declaration, "number", Act.DECIDE, proven=True, programs=False), TAG)
def undo_correction(request: AnyRequest, number: FromPath[int]) -> Response[DeclarationShown]:
    """Annule sa propre décision sur une correction : elle attend de nouveau."""
    return _decided(request, number, undoing.undo_correction)


def _decided(request: AnyRequest, number: int, verb: Callable[..., None]) -> Response[DeclarationShown]:
    def decided(session: Session, scope: Scope, _row: Declaration) -> None:
        verb(session, declaration_id=number, by=scope.author)

    return decide(request, Declaration, number, _declarations, decided, act=Act.DECIDE)


@shows("/api/lines", every(Resource.HOURS), TAG)
def list_lines(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    declaration_id: FromQuery[int | None] = None,
    contract_id: FromQuery[int | None] = None,
    state_: Annotated[LineState | None, QueryParameter(name="state")] = None,
    blocking: FromQuery[bool | None] = None,
) -> Listing[LineShown]:
    """Les lignes d'heures que l'on peut voir."""
    filters = {"declaration_id": declaration_id, "contract_id": contract_id, "state": state_, "blocking": blocking}
    return page(request, Line, _lines, Wanted("", sort, cursor, limit, filters))


@shows("/api/lines/{number:int}", on(Line, "number"), TAG)
def get_line(request: AnyRequest, number: FromPath[int]) -> Response[LineShown]:
    """Une ligne d'heures."""
    return one(request, Line, number, _lines)


@acts("/api/lines/{number:int}/validate", on(Line, "number", Act.DECIDE, proven=True, programs=False), TAG)
def validate_line(request: AnyRequest, number: FromPath[int], data: JSONBody[Validation]) -> Response[LineShown]:
    """Valide une ligne : elle compte. Jamais par qui l'a déposée, sauf dans un Pôle réglé en validateur unique."""

    def validate(session: Session, scope: Scope, row: Line) -> None:
        alone = validates_alone(session, scope, market_id=market_of(session, row.declaration_id))
        actions.validate_line(session, line_id=number, version=data.version, by=scope.author, alone=alone)

    return decide(request, Line, number, _lines, validate, act=Act.DECIDE)


@acts("/api/lines/{number:int}/reject", on(Line, "number", Act.DECIDE, proven=True, programs=False), TAG)
def reject_line(request: AnyRequest, number: FromPath[int], data: JSONBody[Rejection]) -> Response[LineShown]:
    """Refuse une ligne, avec son motif."""

    def reject(session: Session, scope: Scope, _row: Line) -> None:
        actions.reject_line(session, line_id=number, version=data.version, reason=data.reason, by=scope.author)

    return decide(request, Line, number, _lines, reject, act=Act.DECIDE)


@shows("/api/months", every(Resource.MONTH), TAG)
def list_months(request: AnyRequest) -> list[MonthShown]:
    """Les mois verrouillés, et ceux qui ont été rouverts. Qui n'en lit que l'état n'y lit pas de nom."""
    return _months(request)


def _months(request: AnyRequest) -> list[MonthShown]:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        return [MonthShown(**vars(one)) for one in months(session, scope)]


@acts("/api/months/{month:str}/lock", every(Resource.MONTH, Act.DECIDE, proven=True, programs=False), TAG)
def lock_month(request: AnyRequest, month: FromPath[str]) -> list[MonthShown]:
    """Verrouille un mois (AAAA-MM) : ni dépôt, ni décision."""
    return _on_month(request, month, actions.lock_month)


@acts("/api/months/{month:str}/ask-reopening", every(Resource.MONTH, Act.DECIDE, proven=True, programs=False), TAG)
def ask_reopening(request: AnyRequest, month: FromPath[str]) -> list[MonthShown]:
    """Demande la réouverture d'un mois : la première des deux personnes."""
    return _on_month(request, month, actions.ask_reopening)


@acts("/api/months/{month:str}/reopen", every(Resource.MONTH, Act.DECIDE, proven=True, programs=False), TAG)
def reopen_month(request: AnyRequest, month: FromPath[str]) -> list[MonthShown]:
    """Rouvre un mois : la seconde personne."""
    return _on_month(request, month, actions.reopen_month)


def _on_month(request: AnyRequest, month: str, act: Callable[..., None]) -> list[MonthShown]:
    day = month_said(month)
    if day is None:
        raise Invalid("Ce mois n'est pas lisible : écrivez par exemple 2024-03.", field="month")
    with writing(place_of(request).engine) as session:
        act(session, month=day, by=asker(request).author)
    return _months(request)


HANDLERS = [
    list_declarations, get_declaration, accept_correction, refuse_correction, undo_correction,
    list_lines, get_line, validate_line, reject_line,
    list_months, lock_month, ask_reopening, reopen_month,
]  # fmt: skip
