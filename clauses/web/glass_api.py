"""Emergency accesses of administrators to personal data, for programs: who opened which, why, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from litestar import Response
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session

from clauses.access.lists import Wanted
from clauses.access.queries import found
from clauses.accounts.glass import close_glass, open_glass
from clauses.accounts.mailing import deliver
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import BreakGlass
from clauses.accounts.rules import LONGEST_MOTIVE, SHORTEST_MOTIVE
from clauses.accounts.scope import Scope
from clauses.db import writing
from clauses.errors import Invalid, Misused
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    Limit,
    Listing,
    Shown,
    Sort,
    Text,
    acts,
    adds,
    one,
    page,
    shows,
)
from clauses.web.rule import every, on
from clauses.web.visitors import asker, now, place_of

TAG = "Comptes"
_FIELDS: Final = {"glass.motive": "motive", "glass.territory": "territory_id"}


class GlassShown(Shown):
    """An emergency access: who, to which territory, why, until when."""

    id: int
    user_id: int
    territory_id: int
    motive: str
    opened_by: str
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None


class GlassGiven(Given):
    """An emergency access to open to oneself."""

    territory_id: int
    motive: Annotated[Text, Field(min_length=SHORTEST_MOTIVE, max_length=LONGEST_MOTIVE)]


def _shown(_session: Session, _scope: Scope, rows: Sequence[BreakGlass]) -> list[GlassShown]:
    return [GlassShown.model_validate(row) for row in rows]


@shows("/api/break-glass", every(Resource.BREAK_GLASS), TAG)
def list_glasses(
    request: AnyRequest,
    sort: Sort = "-id",
    cursor: Cursor = "",
    limit: Limit = 50,
    territory_id: FromQuery[int | None] = None,
) -> Listing[GlassShown]:
    """Les accès d'urgence à son territoire, du plus récent au plus ancien."""
    return page(request, BreakGlass, _shown, Wanted("", sort, cursor, limit, {"territory_id": territory_id}))


@shows("/api/break-glass/{number:int}", on(BreakGlass, "number"), TAG)
def get_glass(request: AnyRequest, number: FromPath[int]) -> Response[GlassShown]:
    """Un accès d'urgence."""
    return one(request, BreakGlass, number, _shown)


@adds("/api/break-glass", every(Resource.BREAK_GLASS, Act.CREATE, proven=True, programs=False), TAG)
def create_glass(request: AnyRequest, data: JSONBody[GlassGiven]) -> Response[GlassShown]:
    """Ouvre à un administrateur l'identité des personnes d'un territoire, trente minutes, et prévient celui-ci."""
    scope, place = asker(request), place_of(request)
    try:
        with writing(place.engine) as session:
            made = open_glass(session, scope, territory_id=data.territory_id, motive=data.motive, now=now())
            (shown,) = _shown(session, scope, [made])
    except Misused as fault:
        raise Invalid(fault.message, field=_FIELDS[fault.code]) from fault
    sending = BackgroundTask(deliver, place.engine, place.settings)
    where = {"Location": f"/api/break-glass/{shown.id}"}
    return Response(shown, status_code=201, headers=where, background=sending)


@acts("/api/break-glass/{number:int}/close", on(BreakGlass, "number", Act.MODIFY, proven=True, programs=False), TAG)
def end_glass(request: AnyRequest, number: FromPath[int]) -> Response[GlassShown]:
    """Termine un accès d'urgence avant son heure."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = found(session, scope, BreakGlass, number, Act.MODIFY)
        (shown,) = _shown(session, scope, [close_glass(session, row, now=now(), by=scope.author)])
    return Response(shown)


HANDLERS = [list_glasses, get_glass, create_glass, end_glass]
