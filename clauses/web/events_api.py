"""What happens to a market after its signature, for programs: amendments, invoices, closings. A slip is withdrawn."""

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
from clauses.access.named import seen
from clauses.access.withdrawing import to_withdraw
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, Invalid
from clauses.markets import events
from clauses.markets.models import Amendment, Closing, Contractor, Invoice, Lot
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
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
    hundredths_of,
    one,
    page,
    shows,
)
from clauses.web.api_writes import create, decide
from clauses.web.rule import every, on

TAG = "Vie des marchés"
Cents = Annotated[int, Field(gt=-(10**14), lt=10**14)]
Hours = Annotated[str, Field(max_length=20, examples=["250.00"])]


class InvoiceShown(Shown):
    """An invoice before tax; a credit note is negative. ``author`` is empty for whoever reads no name."""

    id: int
    contractor_id: int
    number: str
    invoiced_on: date
    cents: int
    source: str
    author: str
    at: datetime
    withdrawn_at: datetime | None


class InvoiceGiven(Given):
    """An invoice to record."""

    number: Short
    invoiced_on: date
    cents: Cents
    source: Text | None = None


class AmendmentShown(Shown):
    """What changed a market, or one of its lots, from a day on. ``amount_cents`` is the change of its amount."""

    id: int
    market_id: int
    lot_id: int | None
    kind: AmendmentKind
    number: str | None
    effective_on: date
    subject: str
    amount_cents: int | None
    ends_on: date | None
    source: str
    author: str
    at: datetime
    withdrawn_at: datetime | None


class AmendmentGiven(Given):
    """An amendment of a lot. ``hours`` are those that a tranche or an order adds, that a reduction removes, else those
    due from that day on; of the company named, else of whoever owes those of the lot."""

    kind: AmendmentKind
    effective_on: date
    subject: LongText
    number: Short | None = None
    contractor_id: int | None = None
    hours: Hours | None = None
    amount_cents: Cents | None = None
    ends_on: date | None = None
    source: Text | None = None


class ClosingShown(Shown):
    """A lot closed: from that day what is missing is missed. It may have been reopened."""

    id: int
    lot_id: int
    closed_on: date
    reason: str
    author: str
    at: datetime
    reopened_at: datetime | None


class ClosingGiven(Given):
    """A lot to close."""

    closed_on: date
    reason: Text


def _named(scope: Scope, row: Invoice | Amendment | Closing) -> dict[str, object]:
    return row.model_dump() | {"author": row.author if names_authors(scope) else ""}


def _invoices(_session: Session, scope: Scope, rows: Sequence[Invoice]) -> list[InvoiceShown]:
    return [InvoiceShown.model_validate(_named(scope, row)) for row in rows]


def _amendments(_session: Session, scope: Scope, rows: Sequence[Amendment]) -> list[AmendmentShown]:
    return [AmendmentShown.model_validate(_named(scope, row)) for row in rows]


def _closings(_session: Session, scope: Scope, rows: Sequence[Closing]) -> list[ClosingShown]:
    return [ClosingShown.model_validate(_named(scope, row)) for row in rows]


@shows("/api/invoices", every(Resource.OBLIGATION), TAG)
def list_invoices(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    contractor_id: FromQuery[int | None] = None,
) -> Listing[InvoiceShown]:
    """Les factures des attributaires, avoirs compris, celles qui ont été retirées aussi."""
    return page(request, Invoice, _invoices, Wanted("", sort, cursor, limit, {"contractor_id": contractor_id}))


@shows("/api/invoices/{number:int}", on(Invoice, "number"), TAG)
def get_invoice(request: AnyRequest, number: FromPath[int]) -> Response[InvoiceShown]:
    """Une facture."""
    return one(request, Invoice, number, _invoices)


@adds("/api/contractors/{number:int}/invoices", on(Contractor, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG)
def create_invoice(
    request: AnyRequest, number: FromPath[int], data: JSONBody[InvoiceGiven], once: Once = None
) -> Response[InvoiceShown]:
    """Enregistre une facture d'un attributaire : les heures dues au montant facturé en suivent."""

    def write(session: Session, scope: Scope) -> int:
        told = data.model_dump() | {"source": data.source or ""}
        return events.invoice(session, contractor_id=number, by=scope.author, **told)

    return create(request, data, Invoice, _invoices, write, subject="invoice", where="/api/invoices")


@acts("/api/invoices/{number:int}/withdraw", on(Invoice, "number", Act.MODIFY), TAG)
def withdraw_invoice(request: AnyRequest, number: FromPath[int]) -> Response[InvoiceShown]:
    """Retire une facture saisie par erreur ; elle reste lisible."""

    def withdraw(session: Session, scope: Scope, row: Invoice) -> None:
        events.withdraw(session, row, by=scope.author)

    return decide(request, Invoice, number, _invoices, withdraw, act=Act.MODIFY)


@shows("/api/amendments", every(Resource.OBLIGATION), TAG)
def list_amendments(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    market_id: FromQuery[int | None] = None,
    lot_id: FromQuery[int | None] = None,
    kind: FromQuery[AmendmentKind | None] = None,
) -> Listing[AmendmentShown]:
    """Ce qui a changé les marchés depuis leur signature, avenants retirés compris."""
    filters = {"market_id": market_id, "lot_id": lot_id, "kind": kind}
    return page(request, Amendment, _amendments, Wanted("", sort, cursor, limit, filters))


@shows("/api/amendments/{number:int}", on(Amendment, "number"), TAG)
def get_amendment(request: AnyRequest, number: FromPath[int]) -> Response[AmendmentShown]:
    """Un avenant, une tranche, un bon de commande, un transfert."""
    return one(request, Amendment, number, _amendments)


@adds("/api/lots/{number:int}/amendments", on(Lot, "number", Act.DECIDE, resource=Resource.OBLIGATION), TAG)
def create_amendment(
    request: AnyRequest, number: FromPath[int], data: JSONBody[AmendmentGiven], once: Once = None
) -> Response[AmendmentShown]:
    """Enregistre un avenant d'un lot, avec les heures qu'il change ; ce qui était dû avant ne change pas."""

    def write(session: Session, scope: Scope) -> int:
        if data.kind is AmendmentKind.TRANSFERT:
            raise Invalid(
                "Un transfert ne s'enregistre pas comme un avenant. Passez par le formulaire « Transférer des heures » "
                "de la page du marché.",
                field="kind",
                code="markets.transfer_apart",
            )
        _of_the_lot(session, scope, number, data.contractor_id)
        told = data.model_dump(exclude={"hours"}) | {"source": data.source or ""}
        hours = None if data.hours is None else Formula.fixed(hundredths_of(data.hours, field="hours"))
        return events.amend(session, lot_id=number, by=scope.author, hours=hours, **told)

    where = "/api/amendments"
    return create(request, data, Amendment, _amendments, write, subject="amendment", where=where, act=Act.DECIDE)


def _of_the_lot(session: Session, scope: Scope, lot_id: int, contractor_id: int | None) -> None:
    if contractor_id is None:
        return
    holder = seen(session, scope, Contractor, contractor_id)
    if holder is None or holder.lot_id != lot_id:
        raise Invalid("Cet attributaire n'est pas sur ce lot. Choisissez-en un de ce lot.", field="contractor_id")


@acts("/api/amendments/{number:int}/withdraw", every(Resource.OBLIGATION, Act.DECIDE), TAG)
def withdraw_amendment(request: AnyRequest, number: FromPath[int]) -> Response[AmendmentShown]:
    """Retire un avenant saisi par erreur, et les heures qu'il changeait ; il reste lisible."""

    def withdraw(session: Session, scope: Scope, _row: Amendment) -> None:
        events.withdraw(session, to_withdraw(session, scope, number), by=scope.author)

    return decide(request, Amendment, number, _amendments, withdraw, act=Act.READ)


@shows("/api/closings", every(Resource.OBLIGATION), TAG)
def list_closings(
    request: AnyRequest, sort: Sort = "", cursor: Cursor = "", limit: Limit = 50, lot_id: FromQuery[int | None] = None
) -> Listing[ClosingShown]:
    """Les lots clos, et ceux qui ont été rouverts."""
    return page(request, Closing, _closings, Wanted("", sort, cursor, limit, {"lot_id": lot_id}))


@shows("/api/closings/{number:int}", on(Closing, "number"), TAG)
def get_closing(request: AnyRequest, number: FromPath[int]) -> Response[ClosingShown]:
    """Une clôture."""
    return one(request, Closing, number, _closings)


@adds("/api/lots/{number:int}/closings", on(Lot, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG)
def close_lot(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ClosingGiven], once: Once = None
) -> Response[ClosingShown]:
    """Clôt un lot : ce qui manque ce jour-là est manqué."""

    def write(session: Session, scope: Scope) -> int:
        return events.close(session, lot_id=number, by=scope.author, **data.model_dump())

    return create(request, data, Closing, _closings, write, subject="closing", where="/api/closings")


@acts("/api/closings/{number:int}/reopen", on(Closing, "number", Act.MODIFY), TAG)
def reopen_lot(request: AnyRequest, number: FromPath[int]) -> Response[ClosingShown]:
    """Rouvre le lot de cette clôture, qui reste lisible."""

    def reopen(session: Session, scope: Scope, row: Closing) -> None:
        if row.reopened_at is not None:  # the lot may have been closed again since, by another closing
            raise Conflict("Cette clôture est déjà rouverte. Relisez les clôtures du lot.", code="markets.open")
        events.reopen(session, lot_id=row.lot_id, by=scope.author)

    return decide(request, Closing, number, _closings, reopen, act=Act.MODIFY)


HANDLERS = [
    list_invoices, get_invoice, create_invoice, withdraw_invoice,
    list_amendments, get_amendment, create_amendment, withdraw_amendment,
    list_closings, get_closing, close_lot, reopen_lot,
]  # fmt: skip
