"""What companies need, for programs: a need is added, said otherwise in a new version, closed, opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import Field
from sqlmodel import Session, col, select

from clauses.access.lists import Wanted
from clauses.access.queries import found
from clauses.access.recorded import number_of
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, Invalid
from clauses.files.rules import FileKind
from clauses.markets.models import Contractor, Lot
from clauses.matching import actions
from clauses.matching.decisions import NeedState
from clauses.matching.models import NeedVersion, PostedNeed
from clauses.quantities import exact
from clauses.reference.rules import ContractKind
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    LongText,
    Once,
    Short,
    Shown,
    Sort,
    Text,
    acts,
    adds,
    changes,
    hundredths_of,
    one,
    page,
    shows,
)
from clauses.web.api_writes import change, create, decide, given, required
from clauses.web.rule import every, on
from clauses.web.typed_entries import SHEET, require_sayable, typed
from clauses.web.visitors import place_of
from clauses.words import folded
from imports.needs.checks import refusal
from imports.said import Row

TAG = "Besoins"
Hours = Annotated[str, Field(max_length=20, examples=["35.00"])]
Posts = Annotated[int, Field(ge=1)]


class NeedShown(Shown):
    """A need of a market, as its last version says. ``weekly_hours`` is in hours."""

    id: int
    market_id: int
    reference: str
    state: NeedState
    version: int | None = None
    contractor_id: int | None = None
    job: str | None = None
    posts: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    skills: str | None = None
    licences: str | None = None
    french_level: str | None = None
    commune: str | None = None
    contract_kind: ContractKind | None = None
    weekly_hours: str | None = None
    qpv_only: bool | None = None


class NeedGiven(Given):
    """A need to add. ``skills`` and ``licences`` are lists written with « ; »."""

    reference: Annotated[Text, Field(max_length=120)]
    job: Text
    posts: Posts
    starts_on: date
    ends_on: date | None = None
    skills: LongText | None = None
    licences: LongText | None = None
    french_level: Short | None = None
    commune: Annotated[Text, Field(max_length=120)] | None = None
    contract_kind: ContractKind | None = None
    weekly_hours: Hours | None = None
    qpv_only: bool = False


class NeedChange(Given):
    """What a need asks for from now on; its reference and its company stay."""

    job: Text | None = None
    posts: Posts | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    skills: LongText | None = None
    licences: LongText | None = None
    french_level: Short | None = None
    commune: Annotated[Text, Field(max_length=120)] | None = None
    contract_kind: ContractKind | None = None
    weekly_hours: Hours | None = None
    qpv_only: bool | None = None


def _shown(session: Session, _scope: Scope, rows: Sequence[PostedNeed]) -> list[NeedShown]:
    """Needs with their last versions: two queries, however many."""
    written = select(NeedVersion).where(col(NeedVersion.need_id).in_([row.id for row in rows]))
    last = {one.need_id: one for one in session.exec(written.order_by(col(NeedVersion.version))).all()}
    return [_need(row, last.get(row.id or 0)) for row in rows]


def _need(row: PostedNeed, version: NeedVersion | None) -> NeedShown:
    said = {} if version is None else version.model_dump(exclude={"id"})
    if version is not None and version.weekly_hours is not None:
        said["weekly_hours"] = exact(version.weekly_hours)
    return NeedShown.model_validate(said | row.model_dump())


@shows("/api/needs", every(Resource.NEED), TAG)
def list_needs(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    market_id: FromQuery[int | None] = None,
    standing: Annotated[NeedState | None, QueryParameter(name="state")] = None,
) -> Listing[NeedShown]:
    """Les besoins des marchés que l'on peut voir."""
    return page(
        request, PostedNeed, _shown, Wanted("", sort, cursor, limit, {"market_id": market_id, "state": standing})
    )


@shows("/api/needs/{number:int}", on(PostedNeed, "number"), TAG)
def get_need(request: AnyRequest, number: FromPath[int]) -> Response[NeedShown]:
    """Un besoin."""
    return one(request, PostedNeed, number, _shown)


@adds("/api/contractors/{number:int}/needs", on(Contractor, "number", Act.CREATE, resource=Resource.NEED), TAG)
def create_need(
    request: AnyRequest, number: FromPath[int], data: JSONBody[NeedGiven], once: Once = None
) -> Response[NeedShown]:
    """Ajoute un besoin d'un attributaire, tel qu'un fichier de besoins le dirait."""
    place = place_of(request)

    def write(session: Session, scope: Scope) -> int:
        said = _sound(data.model_dump())
        holder = found(session, scope, Contractor, number)
        market_id = session.get_one(Lot, holder.lot_id).market_id
        if number_of(session, PostedNeed, market_id=market_id, reference_key=folded(data.reference)) is not None:
            raise Conflict(
                "Ce marché a déjà un besoin de cette référence. Modifiez celui-ci, ou corrigez la référence.",
                code="need.exists",
            )
        run_id = typed(session, place, scope, kind=FileKind.NEEDS, data=data)
        facts = {name: value for name, value in said.items() if name in NeedVersion.model_fields}
        return actions.record_need(
            session,
            market_id=market_id,
            reference=data.reference,
            state=NeedState.OPEN,
            version=1,
            contractor_id=number,
            run_id=run_id,
            sheet=SHEET,
            **facts | {"row": 1},
        )

    return create(request, data, PostedNeed, _shown, write, subject="need", where="/api/needs")


def _sound(told: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What is said, as columns; raises `Invalid` for what a row of a file of needs could not say either."""
    said = dict(told)
    if said.get("weekly_hours") is not None:
        said["weekly_hours"] = hundredths_of(said["weekly_hours"], field="weekly_hours")
    row: Row = {"row": 1, "sheet": SHEET, **(before or {}), **said}
    require_sayable(row, refusal(row))
    if row["ends_on"] is not None and row["ends_on"] < row["starts_on"]:
        raise Invalid("Le besoin finit avant de commencer. Corrigez l'une des deux dates.", field="ends_on")
    return said


@changes("/api/needs/{number:int}", on(PostedNeed, "number", Act.MODIFY), TAG)
def change_need(
    request: AnyRequest, number: FromPath[int], data: JSONBody[NeedChange], version: IfMatch = None
) -> Response[NeedShown]:
    """Dit autrement ce qu'un besoin demande : une version de plus, celles d'avant restent lisibles."""
    place = place_of(request)

    def write(session: Session, scope: Scope, row: PostedNeed) -> Sequence[str]:
        fields = given(data)
        required(fields, "job", "posts", "starts_on", "qpv_only")
        last = session.exec(
            select(NeedVersion).where(col(NeedVersion.need_id) == number).order_by(col(NeedVersion.version).desc())
        ).first()
        if last is None:
            raise Conflict("Ce besoin n'a encore rien demandé. Déposez-le dans un fichier.", code="need.empty")
        said = _sound(fields, last.model_dump() | {"reference": row.reference, "row": 1})
        run_id = typed(session, place, scope, kind=FileKind.NEEDS, data=data)
        actions.revise_need(session, need_id=number, **said, run_id=run_id, sheet=SHEET, row=1)
        return list(fields)

    return change(request, PostedNeed, number, _shown, write, subject="need")


@acts("/api/needs/{number:int}/close", on(PostedNeed, "number", Act.MODIFY), TAG)
def close_need(request: AnyRequest, number: FromPath[int]) -> Response[NeedShown]:
    """Ferme un besoin : il n'attend plus personne."""
    return _moved(request, number, actions.close_need)


@acts("/api/needs/{number:int}/reopen", on(PostedNeed, "number", Act.MODIFY), TAG)
def reopen_need(request: AnyRequest, number: FromPath[int]) -> Response[NeedShown]:
    """Rouvre un besoin fermé."""
    return _moved(request, number, actions.reopen_need)


def _moved(request: AnyRequest, number: int, move: Callable[..., None]) -> Response[NeedShown]:
    def moved(session: Session, scope: Scope, _row: PostedNeed) -> None:
        move(session, need_id=number, by=scope.author)

    return decide(request, PostedNeed, number, _shown, moved, act=Act.MODIFY)


HANDLERS = [list_needs, get_need, create_need, change_need, close_need, reopen_need]
