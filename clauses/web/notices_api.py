"""Mises en demeure and why hours are missing, for programs: what a penalty is simulated from, and what explains it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from sqlmodel import Session

from clauses.access.acts import names_authors
from clauses.access.lists import Wanted
from clauses.access.recorded import number_of
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Conflict
from clauses.markets import events
from clauses.markets.models import Contractor, FormalNotice, Shortfall
from clauses.markets.rules import ShortfallMotive
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

TAG = "Heures dues"


class NoticeShown(Shown):
    """A mise en demeure to send proofs: a penalty runs by day from it until they are received. ``author`` is empty for
    whoever reads no name."""

    id: int
    contractor_id: int
    served_on: date
    about: str
    received_on: date | None
    source: str
    author: str
    at: datetime


class NoticeGiven(Given):
    """A mise en demeure that somebody served: nothing is sent from here. ``about``: the proofs that it asks for."""

    served_on: date
    about: Text
    source: Text | None = None


class ReceiptGiven(Given):
    """The day on which the proofs came."""

    received_on: date


class ShortfallShown(Shown):
    """Why a contractor misses hours, as somebody recorded it a day; the last one holds."""

    id: int
    contractor_id: int
    stated_on: date
    motive: ShortfallMotive
    details: str
    author: str
    at: datetime


class ShortfallGiven(Given):
    """Why hours are missing. ``details``: in a few words, nothing on anybody's health."""

    stated_on: date
    motive: ShortfallMotive
    details: LongText


def _named(scope: Scope, row: FormalNotice | Shortfall) -> dict[str, object]:
    return row.model_dump() | {"author": row.author if names_authors(scope) else ""}


def _notices(_session: Session, scope: Scope, rows: Sequence[FormalNotice]) -> list[NoticeShown]:
    return [NoticeShown.model_validate(_named(scope, row)) for row in rows]


def _shortfalls(_session: Session, scope: Scope, rows: Sequence[Shortfall]) -> list[ShortfallShown]:
    return [ShortfallShown.model_validate(_named(scope, row)) for row in rows]


@shows("/api/notices", every(Resource.OBLIGATION), TAG)
def list_notices(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    contractor_id: FromQuery[int | None] = None,
) -> Listing[NoticeShown]:
    """Les mises en demeure des attributaires, et quand leurs justificatifs sont arrivés."""
    return page(request, FormalNotice, _notices, Wanted("", sort, cursor, limit, {"contractor_id": contractor_id}))


@shows("/api/notices/{number:int}", on(FormalNotice, "number"), TAG)
def get_notice(request: AnyRequest, number: FromPath[int]) -> Response[NoticeShown]:
    """Une mise en demeure."""
    return one(request, FormalNotice, number, _notices)


@adds("/api/contractors/{number:int}/notices", on(Contractor, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG)
def create_notice(
    request: AnyRequest, number: FromPath[int], data: JSONBody[NoticeGiven], once: Once = None
) -> Response[NoticeShown]:
    """Enregistre une mise en demeure ; l'application ne l'envoie pas."""

    def write(session: Session, scope: Scope) -> int:
        if number_of(session, FormalNotice, contractor_id=number, served_on=data.served_on) is not None:
            raise Conflict(
                "Une mise en demeure de ce jour est déjà enregistrée pour cet attributaire. Corrigez la date.",
                code="notice.exists",
            )
        told = data.model_dump() | {"source": data.source or ""}
        return events.serve_notice(session, contractor_id=number, by=scope.author, **told)

    return create(request, data, FormalNotice, _notices, write, subject="formal_notice", where="/api/notices")


@acts("/api/notices/{number:int}/receive", on(FormalNotice, "number", Act.CREATE), TAG)
def receive_proofs(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ReceiptGiven], version: IfMatch = None
) -> Response[NoticeShown]:
    """Enregistre le jour où les justificatifs sont arrivés : la pénalité par jour s'arrête là."""

    def receive(session: Session, scope: Scope, _row: FormalNotice) -> None:
        events.receive_proofs(session, notice_id=number, received_on=data.received_on, by=scope.author)

    return decide(request, FormalNotice, number, _notices, receive, act=Act.CREATE, read=True)


@shows("/api/shortfalls", every(Resource.OBLIGATION), TAG)
def list_shortfalls(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    contractor_id: FromQuery[int | None] = None,
) -> Listing[ShortfallShown]:
    """Pourquoi des heures manquent, par attributaire ; le dernier motif fait foi."""
    return page(request, Shortfall, _shortfalls, Wanted("", sort, cursor, limit, {"contractor_id": contractor_id}))


@shows("/api/shortfalls/{number:int}", on(Shortfall, "number"), TAG)
def get_shortfall(request: AnyRequest, number: FromPath[int]) -> Response[ShortfallShown]:
    """Un motif d'écart."""
    return one(request, Shortfall, number, _shortfalls)


@adds(
    "/api/contractors/{number:int}/shortfalls", on(Contractor, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG
)
def create_shortfall(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ShortfallGiven], once: Once = None
) -> Response[ShortfallShown]:
    """Dit pourquoi des heures manquent à un attributaire."""

    def write(session: Session, scope: Scope) -> int:
        return events.state_shortfall(session, contractor_id=number, by=scope.author, **data.model_dump())

    return create(request, data, Shortfall, _shortfalls, write, subject="shortfall", where="/api/shortfalls")


HANDLERS = [
    list_notices, get_notice, create_notice, receive_proofs,
    list_shortfalls, get_shortfall, create_shortfall,
]  # fmt: skip
