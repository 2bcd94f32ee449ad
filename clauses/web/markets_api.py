"""Markets, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session, col, select

from clauses.access.lists import Wanted, names_of
from clauses.access.named import body_for
from clauses.access.territories import put_in_territory
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import TerritoryMarket
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.errors import Conflict, Invalid
from clauses.markets.actions import record_market, rewrite_market
from clauses.markets.models import Market
from clauses.markets.queries import first_amended
from clauses.reference.rules import Nature
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
from clauses.words import folded

TAG = "Marchés"


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


HANDLERS = [list_markets, get_market, create_market, change_market]
