"""Conventions of globalisation and the hours lent under them, for programs: seen, lent, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field, StringConstraints
from sqlmodel import Session

from clauses.access.acts import names_authors
from clauses.access.lists import Wanted
from clauses.access.named import seen
from clauses.access.queries import found, open_to
from clauses.access.withdrawing import to_take_back
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.dates import first_day
from clauses.errors import Invalid
from clauses.hours import agreements
from clauses.hours.models import Allocation, Convention
from clauses.markets.models import Contractor
from clauses.quantities import exact
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    Limit,
    Listing,
    Once,
    Shown,
    Sort,
    Text,
    acts,
    adds,
    hundredths_of,
    one,
    page,
    shows,
)
from clauses.web.api_writes import create, decide
from clauses.web.market_lending import Lending, lend
from clauses.web.market_loans import sides_of
from clauses.web.rule import every, on

TAG = "Conventions de globalisation"
Hours = Annotated[str, Field(max_length=20, examples=["40.00"])]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class ConventionShown(Shown):
    """What buyers sign so that hours of one market serve another. ``author`` is empty for whoever reads no name."""

    id: int
    reference: str
    source: str
    author: str
    at: datetime


class LoanShown(Shown):
    """Hours of a month that one company lends to another; a side that the reader does not see is null.

    ``signed``: the buyers of both markets have signed; without that, no hour moves.
    """

    id: int
    convention_id: int
    lender_id: int | None
    borrower_id: int | None
    month: date
    hours: str
    signed: bool
    author: str
    at: datetime
    withdrawn_at: datetime | None


class LoanGiven(Given):
    """Hours that ``lender_id`` lends for a month, any day of it. The convention is opened where its reference is new;
    ``signed_on`` and ``lender_signed_on``: when the buyer of who borrows, and that of who lends, signed it."""

    reference: Reference
    source: Text | None = None
    lender_id: int
    month: date
    hours: Hours
    signed_on: date | None = None
    lender_signed_on: date | None = None


def _conventions(_session: Session, scope: Scope, rows: Sequence[Convention]) -> list[ConventionShown]:
    named = names_authors(scope)
    return [ConventionShown.model_validate(row.model_dump() | ({} if named else {"author": ""})) for row in rows]


def _loans(session: Session, scope: Scope, rows: Sequence[Allocation]) -> list[LoanShown]:
    sides, named = sides_of(session, scope, rows), names_authors(scope)
    return [
        LoanShown.model_validate(
            row.model_dump()
            | {side: None for side in ("lender_id", "borrower_id") if getattr(row, side) not in sides.shown}
            | {"hours": exact(row.hours), "signed": sides.signed(row), "author": row.author if named else ""}
        )
        for row in rows
    ]


@shows("/api/conventions", every(Resource.OBLIGATION), TAG)
def list_conventions(
    request: AnyRequest, sort: Sort = "reference", cursor: Cursor = "", limit: Limit = 50
) -> Listing[ConventionShown]:
    """Les conventions de globalisation des marchés que l'on peut voir."""
    return page(request, Convention, _conventions, Wanted("", sort, cursor, limit, {}))


@shows("/api/conventions/{number:int}", on(Convention, "number"), TAG)
def get_convention(request: AnyRequest, number: FromPath[int]) -> Response[ConventionShown]:
    """Une convention de globalisation."""
    return one(request, Convention, number, _conventions)


@shows("/api/loans", every(Resource.OBLIGATION), TAG)
def list_loans(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    convention_id: FromQuery[int | None] = None,
    month: FromQuery[date | None] = None,
) -> Listing[LoanShown]:
    """Les heures prêtées d'un marché à un autre, celles qui ont été reprises aussi."""
    filters = {"convention_id": convention_id, "month": None if month is None else first_day(month)}
    return page(request, Allocation, _loans, Wanted("", sort, cursor, limit, filters))


@shows("/api/loans/{number:int}", on(Allocation, "number"), TAG)
def get_loan(request: AnyRequest, number: FromPath[int]) -> Response[LoanShown]:
    """Des heures prêtées."""
    return one(request, Allocation, number, _loans)


@adds("/api/contractors/{number:int}/loans", on(Contractor, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG)
def lend_hours(
    request: AnyRequest, number: FromPath[int], data: JSONBody[LoanGiven], once: Once = None
) -> Response[LoanShown]:
    """Prête à un attributaire des heures validées d'un autre marché, sous une convention signée par chaque acheteur."""

    def write(session: Session, scope: Scope) -> int:
        lender, may = seen(session, scope, Contractor, data.lender_id), {"resource": Resource.OBLIGATION}
        if lender is None or not open_to(session, scope, Contractor, data.lender_id, Act.CREATE, **may):
            raise Invalid(
                "Cet attributaire n'existe pas, ou ne vous est pas ouvert. Vérifiez son numéro.", field="lender_id"
            )
        hours = hundredths_of(data.hours, field="hours")
        signatures = (data.signed_on, data.lender_signed_on)
        lending = Lending(data.reference, data.source or "", [first_day(data.month)], hours, *signatures)
        return lend(session, scope, lender, found(session, scope, Contractor, number), lending)[0]

    return create(request, data, Allocation, _loans, write, subject="allocation", where="/api/loans")


@acts("/api/loans/{number:int}/withdraw", every(Resource.OBLIGATION, Act.CREATE), TAG)
def take_back_loan(request: AnyRequest, number: FromPath[int]) -> Response[LoanShown]:
    """Reprend des heures prêtées : elles comptent de nouveau là où elles ont été faites. Le prêt reste lisible."""

    def take_back(session: Session, scope: Scope, _row: Allocation) -> None:
        agreements.take_back(session, to_take_back(session, scope, number), by=scope.author)

    return decide(request, Allocation, number, _loans, take_back, act=Act.READ)


HANDLERS = [list_conventions, get_convention, list_loans, get_loan, lend_hours, take_back_loan]
