"""Penalties that a buyer gives up, for programs: granted against what is simulated that day, confirmed, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session

from clauses.access.acts import names_authors
from clauses.access.lists import Wanted
from clauses.access.queries import takes_two
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.markets.models import Contractor
from clauses.markets.rules import WaiverKind
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.reports.waiving import waive
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
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
from clauses.web.market_waivers import second, take_back
from clauses.web.rule import every, on
from clauses.web.visitors import today

TAG = "Heures dues"


class WaiverShown(Shown):
    """A penalty given up, wholly or in part, in cents. ``holds``: it lowers what remains due; one that takes two people
    does once confirmed. Authors are empty for whoever reads no name."""

    id: int
    contractor_id: int
    kind: WaiverKind
    granted_on: date
    cents: int
    motive: str
    document: str
    needs_second: bool
    holds: bool
    author: str
    at: datetime
    second_by: str | None
    second_at: datetime | None
    withdrawn_at: datetime | None


class WaiverGiven(Given):
    """What the buyer gives up, in cents, at most what is left of the penalty simulated on ``granted_on``. ``document``:
    the decision that grants it. Neither names anybody."""

    kind: WaiverKind
    granted_on: date
    cents: Annotated[int, Field(gt=0, le=10**14)]
    motive: Text
    document: Text


def _shown(_session: Session, scope: Scope, rows: Sequence[PenaltyWaiver]) -> list[WaiverShown]:
    named = names_authors(scope)
    return [
        WaiverShown.model_validate(
            row.model_dump(exclude={"withdrawn_by"})
            | {"holds": row.holds}
            | ({} if named else {"author": "", "second_by": row.second_by and ""})
        )
        for row in rows
    ]


@shows("/api/penalty-waivers", every(Resource.PENALTY), TAG)
def list_waivers(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    contractor_id: FromQuery[int | None] = None,
) -> Listing[WaiverShown]:
    """Les remises de pénalités, retirées comprises."""
    return page(request, PenaltyWaiver, _shown, Wanted("", sort, cursor, limit, {"contractor_id": contractor_id}))


@shows("/api/penalty-waivers/{number:int}", on(PenaltyWaiver, "number"), TAG)
def get_waiver(request: AnyRequest, number: FromPath[int]) -> Response[WaiverShown]:
    """Une remise de pénalité."""
    return one(request, PenaltyWaiver, number, _shown)


@adds(
    "/api/contractors/{number:int}/penalty-waivers",
    on(Contractor, "number", Act.DECIDE, resource=Resource.PENALTY, programs=False),
    TAG,
)
def create_waiver(
    request: AnyRequest, number: FromPath[int], data: JSONBody[WaiverGiven], once: Once = None
) -> Response[WaiverShown]:
    """Enregistre une remise accordée par le donneur d'ordre ; chez lui, une seconde personne la confirme."""

    def write(session: Session, scope: Scope) -> int:
        two = takes_two(session, scope, Contractor, number, Act.DECIDE, resource=Resource.PENALTY)
        told = data.model_dump()
        return waive(session, contractor_id=number, today=today(), by=scope.author, needs_second=two, **told)

    return create(
        request, data, PenaltyWaiver, _shown, write, subject="penalty_waiver", where="/api/penalty-waivers",
        act=Act.DECIDE,
    )  # fmt: skip


@acts("/api/penalty-waivers/{number:int}/confirm", on(PenaltyWaiver, "number", Act.DECIDE, programs=False), TAG)
def confirm_waiver(request: AnyRequest, number: FromPath[int], version: IfMatch = None) -> Response[WaiverShown]:
    """Confirme une remise, par une autre personne que celle qui l'a enregistrée."""

    return decide(request, PenaltyWaiver, number, _shown, second, act=Act.DECIDE, read=True)


@acts("/api/penalty-waivers/{number:int}/withdraw", on(PenaltyWaiver, "number", Act.DECIDE, programs=False), TAG)
def withdraw_waiver(request: AnyRequest, number: FromPath[int]) -> Response[WaiverShown]:
    """Retire une remise, qui reste lisible : la pénalité est due de nouveau."""

    return decide(request, PenaltyWaiver, number, _shown, take_back, act=Act.DECIDE)


HANDLERS = [list_waivers, get_waiver, create_waiver, confirm_waiver, withdraw_waiver]
