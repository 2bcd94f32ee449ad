"""Orientations and what is decided of them: for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from sqlmodel import Session, col, select

from clauses.access.lists import Wanted
from clauses.access.recorded import number_of
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, Invalid, Unusable
from clauses.files.rules import FileKind
from clauses.people import actions
from clauses.people.models import Orientation, Person
from clauses.people.rules import Sector
from clauses.reference.rules import Decision, Origin
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    LongText,
    Once,
    Shown,
    Sort,
    Text,
    acts,
    adds,
    one,
    page,
    shows,
)
from clauses.web.api_writes import create, decide
from clauses.web.rule import every, on
from clauses.web.typed_entries import SHEET, typed
from clauses.web.visitors import place_of, today

TAG = "Orientations"


class OrientationShown(Shown):
    """Somebody sent towards a sector, and what was decided."""

    id: int
    person_id: int
    oriented_on: date
    sector: Sector
    origin: Origin | None
    prescriber: str | None
    referent: str | None
    decision: Decision | None
    decided_on: date | None
    reason: str | None


class OrientationGiven(Given):
    """Somebody to send towards a sector."""

    oriented_on: date
    sector: Sector
    origin: Origin | None = None
    prescriber: Text | None = None
    referent: Text | None = None


class DecisionGiven(Given):
    """What is decided of an orientation; why, where the person is not integrated."""

    decision: Decision
    decided_on: date
    reason: LongText | None = None


def _shown(_session: Session, _scope: Scope, rows: Sequence[Orientation]) -> list[OrientationShown]:
    return [OrientationShown.model_validate(row) for row in rows]


@shows("/api/orientations", every(Resource.ORIENTATION), TAG)
def list_orientations(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    person_id: FromQuery[int | None] = None,
    sector: FromQuery[Sector | None] = None,
    decision: FromQuery[Decision | None] = None,
) -> Listing[OrientationShown]:
    """Les orientations que l'on peut voir."""
    filters = {"person_id": person_id, "sector": sector, "decision": decision}
    return page(request, Orientation, _shown, Wanted("", sort, cursor, limit, filters))


@shows("/api/orientations/{number:int}", on(Orientation, "number"), TAG)
def get_orientation(request: AnyRequest, number: FromPath[int]) -> Response[OrientationShown]:
    """Une orientation."""
    return one(request, Orientation, number, _shown)


@adds("/api/people/{number:int}/orientations", on(Person, "number", Act.CREATE, resource=Resource.ORIENTATION), TAG)
def create_orientation(
    request: AnyRequest, number: FromPath[int], data: JSONBody[OrientationGiven], once: Once = None
) -> Response[OrientationShown]:
    """Envoie une personne vers un secteur. Un prescripteur le fait au nom de son organisme."""
    place = place_of(request)

    def write(session: Session, scope: Scope) -> int:
        if data.oriented_on > today():
            raise Invalid("Une orientation n'est pas datée du futur. Corrigez sa date.", field="oriented_on")
        same = {"person_id": number, "oriented_on": data.oriented_on, "sector": data.sector}
        if number_of(session, Orientation, **same) is not None:
            raise Conflict(
                "Cette orientation est déjà enregistrée. Modifiez celle qui existe.", code="orientation.exists"
            )
        run_id = typed(session, place, scope, kind=FileKind.PEOPLE, data=data)
        row = data.model_dump() | {"person_id": number, "run_id": run_id, "sheet": SHEET, "row": 1}
        actions.record_orientations(session, [row | _in_whose_name(session, scope)])
        return number_of(session, Orientation, **same) or 0

    return create(request, data, Orientation, _shown, write, subject="orientation", where="/api/orientations")


def _in_whose_name(session: Session, scope: Scope) -> dict[str, object]:
    """A prescripteur orients in the name of its own body, and of no other."""
    if scope.kinds & {ActorKind.F, ActorKind.S, ActorKind.P, ActorKind.O}:
        return {}
    body = next((one.organisation_id for one in scope.standings if one.kind is ActorKind.R), None)
    name = session.exec(select(Organisation.name).where(col(Organisation.id) == body)).first()
    return {"prescriber": name, "origin": Origin.AUTRES, "referent": None}


@acts("/api/orientations/{number:int}/decision", on(Orientation, "number", Act.DECIDE, programs=False), TAG)
def decide_orientation(
    request: AnyRequest, number: FromPath[int], data: JSONBody[DecisionGiven], version: IfMatch = None
) -> Response[OrientationShown]:
    """Décide d'une orientation : validé, ou non intégré avec son motif."""

    def decision(session: Session, scope: Scope, row: Orientation) -> None:
        decided = data.model_dump(include={"decision", "decided_on", "reason"})
        try:
            actions.decide_orientation(session, row, **decided, today=today(), by=scope.author)
        except Unusable as refusal:
            raise Invalid(refusal.message, field=refusal.code.rpartition(".")[2]) from refusal

    return decide(request, Orientation, number, _shown, decision, act=Act.DECIDE, read=True)


HANDLERS = [list_orientations, get_orientation, create_orientation, decide_orientation]
