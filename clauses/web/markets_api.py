"""Markets, lots and contractors, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session, col, select

from clauses.access.lists import Wanted, names_of
from clauses.access.named import body_for, seen
from clauses.access.territories import put_in_territory
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation, TerritoryMarket
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.errors import Conflict, Unusable
from clauses.markets.actions import (
    credit_subcontractors,
    record_contractor,
    record_lot,
    record_market,
    rewrite_market,
)
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.queries import first_amended
from clauses.reference.rules import Nature, Role
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    LongText,
    Once,
    Search,
    Short,
    Shown,
    Sort,
    Text,
    adds,
    change,
    changes,
    create,
    given,
    one,
    page,
    required,
    shows,
)
from clauses.web.errors import Invalid
from clauses.web.rule import every, on
from clauses.web.visitors import today
from clauses.words import folded

TAG = "Marchés"
Cents = Annotated[int, Field(ge=0, lt=10**14)]


class MarketShown(Shown):
    """A market."""

    id: int
    reference: str
    title: str
    nature: Nature
    buyer_id: int
    buyer: str
    consulted_on: date | None
    notified_on: date | None
    ends_on: date | None
    social_consideration: str | None
    publics: str | None


class MarketGiven(Given):
    """A market to add."""

    reference: Annotated[Text, Field(max_length=120)]
    title: LongText
    nature: Nature
    buyer_id: int
    consulted_on: date | None = None
    notified_on: date | None = None
    ends_on: date | None = None
    social_consideration: Text | None = None
    publics: LongText | None = None


class MarketChange(Given):
    """What changes of a market; its reference and its buyer stay.

    Another end or other publics hold from today on, unless ``correction`` says that the old ones were a slip.
    """

    title: LongText | None = None
    nature: Nature | None = None
    consulted_on: date | None = None
    notified_on: date | None = None
    ends_on: date | None = None
    social_consideration: Text | None = None
    publics: LongText | None = None
    correction: bool = False


def _markets(session: Session, _scope: Scope, rows: Sequence[Market]) -> list[MarketShown]:
    names = names_of(session, {row.buyer_id for row in rows})
    return [MarketShown.model_validate(row.model_dump() | {"buyer": names[row.buyer_id]}) for row in rows]


@shows("/api/markets", every(Resource.MARKET), TAG)
def list_markets(
    request: AnyRequest,
    q: Search = "",
    sort: Sort = "reference",
    cursor: Cursor = "",
    limit: Limit = 50,
    buyer_id: FromQuery[int | None] = None,
    nature: FromQuery[Nature | None] = None,
) -> Listing[MarketShown]:
    """Les marchés que l'on peut voir."""
    wanted = Wanted(q, sort, cursor, limit, {"buyer_id": buyer_id, "nature": nature})
    return page(request, Market, _markets, wanted)


@shows("/api/markets/{number:int}", on(Market, "number"), TAG)
def get_market(request: AnyRequest, number: FromPath[int]) -> Response[MarketShown]:
    """Un marché."""
    return one(request, Market, number, _markets)


@adds("/api/markets", every(Resource.MARKET, Act.CREATE), TAG)
def create_market(request: AnyRequest, data: JSONBody[MarketGiven], once: Once = None) -> Response[MarketShown]:
    """Ajoute un marché, dans son territoire."""

    def write(session: Session, scope: Scope) -> int:
        if body_for(session, scope, Resource.MARKET, data.buyer_id) is None:
            raise Invalid(
                "Ce donneur d'ordre n'existe pas, ou ne vous est pas ouvert. Vérifiez son numéro.", field="buyer_id"
            )
        if not folded(data.reference):
            raise Invalid("Cette référence n'a ni lettre ni chiffre. Écrivez celle du marché.", field="reference")
        _in_order(data.notified_on, data.ends_on)
        known = select(Market.id).where(
            col(Market.buyer_id) == data.buyer_id, col(Market.reference_key) == folded(data.reference)
        )
        if session.exec(known).first() is not None:
            raise Conflict(
                "Ce donneur d'ordre a déjà un marché de cette référence. Modifiez celui-ci, ou corrigez la référence.",
                code="market.exists",
            )
        number = record_market(session, **data.model_dump())
        put_in_territory(session, scope, TerritoryMarket, market_id=number)
        return number

    return create(request, data, Market, _markets, write, subject="market", where="/api/markets")


def _in_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise Invalid("La fin vient avant la notification. Corrigez l'une des deux.", field="ends_on")


def _before_amendments(session: Session, market_id: int, notified_on: date | None) -> None:
    amended_on = first_amended(session, select(Market.id).where(col(Market.id) == market_id)).get(market_id)
    if notified_on and amended_on and amended_on < notified_on:
        raise Invalid(
            f"Une modification de ce marché prend effet le {french_day(amended_on)}, avant cette notification. "
            "Corrigez la date, ou retirez la modification.",
            field="notified_on",
        )


@changes("/api/markets/{number:int}", on(Market, "number", Act.MODIFY), TAG)
def change_market(
    request: AnyRequest, number: FromPath[int], data: JSONBody[MarketChange], version: IfMatch = None
) -> Response[MarketShown]:
    """Change un marché, tel qu'on l'a lu."""

    def write(session: Session, scope: Scope, row: Market) -> Sequence[str]:
        fields = given(data)
        correction = bool(fields.pop("correction", False))
        required(fields, "title", "nature")
        _in_order(fields.get("notified_on", row.notified_on), fields.get("ends_on", row.ends_on))
        _before_amendments(session, number, fields.get("notified_on"))
        rewrite_market(session, number, on=today(), by=scope.author, correction=correction, **fields)
        return list(fields)

    return change(request, Market, number, _markets, write, subject="market")


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
    """A lot to add."""

    number: Annotated[Short, Field(max_length=40)]
    title: Text | None = None
    sector: Text | None = None
    cpv: Annotated[str, Field(max_length=20)] | None = None
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
        known = select(Lot.id).where(col(Lot.market_id) == number, col(Lot.number) == data.number)
        if session.exec(known).first() is not None:
            raise Conflict("Ce marché a déjà un lot de ce numéro. Donnez-en un autre.", code="lot.exists")
        return record_lot(session, market_id=number, **data.model_dump())

    return create(request, data, Lot, _lots, write, subject="lot", where="/api/lots")


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
        try:
            added = record_contractor(session, lot_id=number, **data.model_dump())
        except Unusable as refusal:
            raise Invalid(refusal.message, field="credits_id") from refusal
        credit_subcontractors(session, [number])
        return added

    return create(request, data, Contractor, contractors_shown, write, subject="contractor", where="/api/contractors")


HANDLERS = [
    list_markets, get_market, create_market, change_market,
    list_lots, get_lot, create_lot,
    list_contractors, get_contractor, create_contractor,
]  # fmt: skip
