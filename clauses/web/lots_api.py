"""Lots of a market and the companies on them, for programs: a slip is mended, another role holds from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session, col, select

from clauses.access.lists import Wanted, names_of
from clauses.access.named import seen
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, Invalid
from clauses.markets.actions import credit_subcontractors, record_contractor, record_lot
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.rewriting import rewrite_contractor, rewrite_lot
from clauses.reference.rules import Nature, Role
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    Once,
    Short,
    Shown,
    Sort,
    Text,
    adds,
    changes,
    one,
    page,
    shows,
)
from clauses.web.api_writes import change, create, given, required
from clauses.web.rule import every, on
from clauses.web.visitors import today

TAG = "Marchés"
Cents = Annotated[int, Field(ge=0, lt=10**14)]
Cpv = Annotated[str, Field(max_length=20)]


class LotShown(Shown):
    """A lot of a market."""

    id: int
    market_id: int
    number: str
    title: str | None
    sector: str | None
    cpv: str | None
    nature: Nature | None


class LotGiven(Given):
    """A lot to add. Its number is kept as files are read: « Lot n° 01 » is lot 1."""

    number: Annotated[Short, Field(max_length=40)]
    title: Text | None = None
    sector: Text | None = None
    cpv: Cpv | None = None
    nature: Nature | None = None


class LotChange(Given):
    """What is mended of a lot, for every day: its number and its market stay."""

    title: Text | None = None
    sector: Text | None = None
    cpv: Cpv | None = None
    nature: Nature | None = None


def _lots(_session: Session, _scope: Scope, rows: Sequence[Lot]) -> list[LotShown]:
    return [LotShown.model_validate(row) for row in rows]


@shows("/api/lots", every(Resource.MARKET), TAG)
def list_lots(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    market_id: FromQuery[int | None] = None,
) -> Listing[LotShown]:
    """Les lots que l'on peut voir."""
    return page(request, Lot, _lots, Wanted("", sort, cursor, limit, {"market_id": market_id}))


@shows("/api/lots/{number:int}", on(Lot, "number"), TAG)
def get_lot(request: AnyRequest, number: FromPath[int]) -> Response[LotShown]:
    """Un lot."""
    return one(request, Lot, number, _lots)


@adds("/api/markets/{number:int}/lots", on(Market, "number", Act.CREATE), TAG)
def create_lot(
    request: AnyRequest, number: FromPath[int], data: JSONBody[LotGiven], once: Once = None
) -> Response[LotShown]:
    """Ajoute un lot à un marché."""

    def write(session: Session, _scope: Scope) -> int:
        return record_lot(session, market_id=number, **data.model_dump())

    return create(request, data, Lot, _lots, write, subject="lot", where="/api/lots")


@changes("/api/lots/{number:int}", on(Lot, "number", Act.MODIFY), TAG)
def change_lot(
    request: AnyRequest, number: FromPath[int], data: JSONBody[LotChange], version: IfMatch = None
) -> Response[LotShown]:
    """Corrige un lot, tel qu'on l'a lu. L'ancienne valeur reste au journal."""

    def write(session: Session, scope: Scope, _row: Lot) -> Sequence[str]:
        fields = given(data)
        rewrite_lot(session, number, by=scope.author, **fields)
        return list(fields)

    return change(request, Lot, number, _lots, write, subject="lot")


class ContractorShown(Shown):
    """A company on a lot. Amounts are in cents, before tax."""

    id: int
    lot_id: int
    organisation_id: int
    organisation: str
    role: Role
    credits_id: int | None
    amount_cents: int | None


class ContractorGiven(Given):
    """A company to put on a lot."""

    organisation_id: int
    role: Role
    credits_id: Annotated[
        int | None, Field(description="L'attributaire du lot qui sous-traite. Sans lui, le seul titulaire du lot.")
    ] = None
    amount_cents: Cents | None = None


class ContractorChange(Given):
    """What changes of a company on a lot; the company and the lot stay.

    Another role, or another company credited, holds from ``effective_on`` (today without it), unless ``correction``
    says that the old one was a slip. Who is no subcontractor any more credits nobody.
    """

    role: Role | None = None
    credits_id: int | None = None
    amount_cents: Cents | None = None
    effective_on: date | None = None
    correction: bool = False


def contractors_shown(session: Session, _scope: Scope, rows: Sequence[Contractor]) -> list[ContractorShown]:
    """Contractors with the names of their companies: one query."""
    names = names_of(session, {row.organisation_id for row in rows})
    return [
        ContractorShown.model_validate(row.model_dump() | {"organisation": names[row.organisation_id]}) for row in rows
    ]


@shows("/api/contractors", every(Resource.MARKET), TAG)
def list_contractors(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    lot_id: FromQuery[int | None] = None,
    organisation_id: FromQuery[int | None] = None,
    role: FromQuery[Role | None] = None,
) -> Listing[ContractorShown]:
    """Les attributaires que l'on peut voir : une entreprise n'y voit qu'elle."""
    filters = {"lot_id": lot_id, "organisation_id": organisation_id, "role": role}
    return page(request, Contractor, contractors_shown, Wanted("", sort, cursor, limit, filters))


@shows("/api/contractors/{number:int}", on(Contractor, "number"), TAG)
def get_contractor(request: AnyRequest, number: FromPath[int]) -> Response[ContractorShown]:
    """Un attributaire."""
    return one(request, Contractor, number, contractors_shown)


@adds("/api/lots/{number:int}/contractors", on(Lot, "number", Act.CREATE), TAG)
def create_contractor(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ContractorGiven], once: Once = None
) -> Response[ContractorShown]:
    """Met une entreprise sur un lot. Les heures d'un sous-traitant créditent celui qui sous-traite."""

    def write(session: Session, scope: Scope) -> int:
        if seen(session, scope, Organisation, data.organisation_id) is None:
            raise Invalid(
                "Cet organisme n'existe pas, ou ne vous est pas ouvert. Vérifiez son numéro.", field="organisation_id"
            )
        known = select(Contractor.id).where(
            col(Contractor.lot_id) == number, col(Contractor.organisation_id) == data.organisation_id
        )
        if session.exec(known).first() is not None:
            raise Conflict(
                "Cette entreprise est déjà sur ce lot. Modifiez-la, ou choisissez-en une autre.",
                code="contractor.exists",
            )
        added = record_contractor(session, lot_id=number, **data.model_dump())
        credit_subcontractors(session, [number])
        return added

    return create(request, data, Contractor, contractors_shown, write, subject="contractor", where="/api/contractors")


@changes("/api/contractors/{number:int}", on(Contractor, "number", Act.MODIFY), TAG)
def change_contractor(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ContractorChange], version: IfMatch = None
) -> Response[ContractorShown]:
    """Change le rôle d'une entreprise sur un lot, qui elle crédite, ou son montant."""

    def write(session: Session, scope: Scope, _row: Contractor) -> Sequence[str]:
        fields = given(data)
        required(fields, "role")
        since, slip = fields.pop("effective_on", None) or today(), bool(fields.pop("correction", False))
        if not fields:
            raise Invalid("Dites ce qui change : le rôle, qui est crédité, ou le montant.", field="")
        rewrite_contractor(session, number, on=since, today=today(), by=scope.author, correction=slip, **fields)
        return list(fields)

    return change(request, Contractor, number, contractors_shown, write, subject="contractor")


HANDLERS = [
    list_lots, get_lot, create_lot, change_lot,
    list_contractors, get_contractor, create_contractor, change_contractor,
]  # fmt: skip
