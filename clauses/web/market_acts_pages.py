"""Amendments, invoices, transfers, closings, derogations and mentions of a market, recorded by hand.

A short form a page; what would change is shown before anything is kept; what was recorded by mistake is withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from clauses.access.queries import found, narrowed, within
from clauses.access.withdrawing import to_withdraw, withdrawable
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.markets import events
from clauses.markets.models import Amendment, Closing, Contractor, Invoice, Lot, Market
from clauses.quantities import french_hours
from clauses.web import market_reads
from clauses.web.lot_view import LotView
from clauses.web.market_acts import FORMS, Form, Values, from_day, read
from clauses.web.once import LONGEST_KEY, drawn_key, keep_done, was_done
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form as Data
from clauses.web.typed_values import text
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_FIGURES = ("Heures dues", "Fin", "État")


@dataclass(frozen=True)
class Place:
    """The market, and the lots and companies of it that the asker may name."""

    market: Market
    lots: Mapping[str, str]
    contractors: Mapping[str, str]


@dataclass(frozen=True)
class Shown:
    """What is on the page beside the fields: what was typed, what is wrong, what would change; the key to confirm."""

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[tuple[str, str, str, str]] | None = None
    on: date | None = None
    key: str = ""


def _place(session: Session, scope: Scope, market_id: int) -> Place:
    market = found(session, scope, Market, market_id)
    lots = session.exec(narrowed(scope, Lot).where(col(Lot.market_id) == market_id).order_by(col(Lot.id))).all()
    names = {one.id: f"Lot {one.number}{f', {one.title}' if one.title else ''}" for one in lots}
    views = market_reads.lots(session, scope, market_id, scope.today)
    held = {
        str(position.contractor.id): f"{position.contractor.name}, lot {view.lot.lot.number}"
        for view in views
        for position in view.positions
    }
    return Place(market, {str(number): name for number, name in names.items()}, held)


def _page(session: Session, scope: Scope, form: Form, place: Place, shown: Shown) -> Template:
    choices = {"lot": place.lots, "contractor": place.contractors}
    context = {
        "form": form,
        "market": place.market,
        "fields": [(asked, list(choices.get(asked.form, dict(asked.choices)).items())) for asked in form.fields],
        "shown": shown,
        "done": _done(session, scope, form, place.market.id or 0),
    }
    session.expunge_all()
    return Template("markets/act.html", context=context, status_code=422 if shown.errors else 200)


def _done(session: Session, scope: Scope, form: Form, market_id: int) -> list[tuple[str, str]]:
    """What this form recorded and that may be taken back: a sentence, and where its undoing is sent."""
    if form.path == "facture":
        rows = session.exec(
            narrowed(scope, Invoice, Act.MODIFY)
            .join(Contractor, col(Contractor.id) == col(Invoice.contractor_id))
            .join(Lot, col(Lot.id) == col(Contractor.lot_id))
            .where(col(Lot.market_id) == market_id, col(Invoice.withdrawn_at).is_(None))
            .order_by(col(Invoice.invoiced_on).desc(), col(Invoice.id).desc())
        )
        return [
            (f"Facture {row.number} du {french_day(row.invoiced_on)}", f"/factures/{row.id}/retrait") for row in rows
        ]
    if form.path == "cloture":
        closed = session.exec(
            select(Closing, Lot)
            .join(Lot, col(Lot.id) == col(Closing.lot_id))
            .where(
                col(Lot.market_id) == market_id, col(Closing.reopened_at).is_(None), within(scope, Closing, Act.MODIFY)
            )
        )
        return [
            (f"Lot {lot.number}, clos le {french_day(row.closed_on)}", f"/lots/{lot.id}/reouverture")
            for row, lot in closed
        ]
    if form.path in ("avenant", "transfert"):
        theirs = select(Amendment.id).where(col(Amendment.market_id) == market_id, withdrawable(scope))
        open_to_them = set(session.exec(theirs))
        return [
            (f"{row.kind.label} du {french_day(row.effective_on)}", f"/modifications/{row.id}/retrait")
            for row in market_reads.amendments(session, scope, market_id)
            if row.withdrawn_at is None and row.id in open_to_them
        ]
    return []


def _figures(views: Sequence[LotView]) -> dict[str, tuple[str, str, str]]:
    """What a reader looks at: hours due, end, state; of each lot and of each company."""
    told: dict[str, tuple[str, str, str]] = {}
    for view in views:
        ends = view.span.closed_on or view.span.ends_on
        lot = f"Lot {view.lot.lot.number}"
        told[lot] = (
            french_hours(view.gauge.due),
            french_day(ends) if ends else "non renseignée",
            view.status.label,
        )
        for position in view.positions:
            name = f"{position.contractor.name}, {lot.lower()}"
            told[name] = (french_hours(position.due.hours), "", position.standing.status.label)
    return told


def _differences(
    before: Mapping[str, tuple[str, str, str]], after: Mapping[str, tuple[str, str, str]]
) -> list[tuple[str, str, str, str]]:
    """(of what, which figure, before, after), where they differ."""
    nothing = ("–", "–", "–")
    return [
        (name, figure, was or "–", becomes or "–")
        for name, figures in after.items()
        for figure, was, becomes in zip(_FIGURES, before.get(name, nothing), figures, strict=True)
        if was != becomes
    ]


def _sent(request: AnyRequest, form: Form, market_id: int, data: dict[str, Any]) -> Response[Any]:
    """First what would change, from the act itself, undone; then the act, once however often its key is sent."""
    scope = asker(request)
    typed = {asked.name: text(data, asked.name) for asked in form.fields}
    key = text(data, "cle")[:LONGEST_KEY] if text(data, "confirme") == "oui" else ""
    address, after = f"/marches/{market_id}/{form.path}", f"/marches/{market_id}"
    with writing(place_of(request).engine) as session:
        if key and was_done(session, scope, key, address, typed):
            return Redirect(after, status_code=303)
        place = _place(session, scope, market_id)
        values, errors = read(form, typed, place.lots, place.contractors)
        if errors:
            return _page(session, scope, form, place, Shown(typed, errors))
        day = from_day(form, values, scope.today)
        before = _figures(market_reads.lots(session, scope, market_id, day))
        try:
            changes = _tried(session, scope, form, market_id, values, (before, day), keep=bool(key))
        except Conflict as refused:
            return _page(session, scope, form, place, Shown(typed, {form.faults(refused.code): refused.message}))
        if not key:
            return _page(session, scope, form, place, Shown(typed, {}, changes, day, drawn_key()))
        keep_done(session, scope, key, address, typed, then=after)
    return Redirect(after, status_code=303)


def _tried(  # noqa: PLR0917
    session: Session, scope: Scope, form: Form, market_id: int, values: Values,
    seen: tuple[Mapping[str, tuple[str, str, str]], date], *, keep: bool,
) -> list[tuple[str, str, str, str]]:  # fmt: skip
    """What changes once the act is done; undone again unless it is to be kept. Raises ``Conflict``."""
    before, day = seen
    nested = session.begin_nested()
    try:
        form.act(session, market_id, values, scope.author)
        session.flush()
        session.expire_all()
        changes = _differences(before, _figures(market_reads.lots(session, scope, market_id, day)))
    except IntegrityError as error:
        nested.rollback()
        raise Conflict("Ceci contredit ce qui est enregistré. Relisez, puis recommencez.", code="conflict") from error
    except Conflict:
        nested.rollback()
        raise
    if keep:
        nested.commit()
    else:
        nested.rollback()
        session.expire_all()
    return changes


def _handlers(form: Form) -> list[Any]:
    resource, act = form.right
    path = f"/marches/{{market_id:int}}/{form.path}"
    rule = on(Market, "market_id", act, resource=resource, programs=False)

    @get(path, rule=rule, sync_to_thread=True)
    def blank(request: AnyRequest, market_id: FromPath[int]) -> Template:
        scope = asker(request)
        with reading(place_of(request).engine) as session:
            # A link from elsewhere may say what it is about: which lot, which company.
            typed = {asked.name: request.query_params.get(asked.name, "")[: asked.longest] for asked in form.fields}
            return _page(session, scope, form, _place(session, scope, market_id), Shown(typed))

    @post(path, rule=rule, sync_to_thread=True, status_code=200)
    def sent(request: AnyRequest, market_id: FromPath[int], data: Data) -> Response[Any]:
        return _sent(request, form, market_id, data)

    return [blank, sent]


@post(
    "/modifications/{number:int}/retrait",
    rule=every(Resource.OBLIGATION, Act.DECIDE, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def withdraw_amendment(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Sets an amendment aside, with the hours that it brought; a buyer, only what it signed itself."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = to_withdraw(session, scope, number)
        events.withdraw(session, row, by=scope.author)
        address = f"/marches/{row.market_id}"
    return Redirect(address, status_code=303)


@post(
    "/factures/{number:int}/retrait",
    rule=on(Invoice, "number", Act.MODIFY, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def withdraw_invoice(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Sets an invoice aside."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = found(session, scope, Invoice, number, Act.MODIFY)
        events.withdraw(session, row, by=scope.author)
        held = session.get_one(Contractor, row.contractor_id)
        address = f"/marches/{session.get_one(Lot, held.lot_id).market_id}/facture"
    return Redirect(address, status_code=303)


@post(
    "/lots/{number:int}/reouverture",
    rule=on(Lot, "number", Act.MODIFY, resource=Resource.OBLIGATION, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def reopen_lot(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Undoes a closing, which stays readable."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        events.reopen(session, lot_id=number, by=scope.author)
        address = f"/marches/{session.get_one(Lot, number).market_id}"
    return Redirect(address, status_code=303)


def links(scope: Scope) -> list[tuple[str, str]]:
    """The forms that somebody may open, as (path, title)."""
    return [(form.path, form.title) for form in FORMS if scope.may(*form.right)]


HANDLERS = [
    *(handler for form in FORMS for handler in _handlers(form)),
    withdraw_amendment,
    withdraw_invoice,
    reopen_lot,
]
