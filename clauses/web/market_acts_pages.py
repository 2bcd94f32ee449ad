"""What happens to a market and what it says, recorded by hand: amendments, invoices, rules, hours lent, closings…

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
from sqlmodel import Session, col

from clauses.access.queries import found, narrowed
from clauses.access.withdrawing import to_take_back, to_withdraw
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.db import reading, writing
from clauses.errors import Conflict, Invalid
from clauses.hours import agreements
from clauses.markets import events
from clauses.markets.models import Contractor, Invoice, Lot, Market
from clauses.markets.terms import notices_of
from clauses.people.queries import reference_rates
from clauses.web import market_reads
from clauses.web.market_acts import FORMS
from clauses.web.market_figures import differences, figures
from clauses.web.market_form import Form, Values, from_day, read
from clauses.web.market_lending import LENDING, SIGNING
from clauses.web.market_recorded import recorded
from clauses.web.market_terms import TERMS
from clauses.web.market_waivers import HANDLERS as OF_WAIVERS
from clauses.web.market_waivers import WAIVING
from clauses.web.once import LONGEST_KEY, drawn_key, keep_done, was_done
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form as Data
from clauses.web.typed_values import text
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_OF_TODAY = ("cloture", "ecart")
"""Forms whose day is most often the one they are filled in."""
ALL = (*FORMS, *TERMS, LENDING, SIGNING, WAIVING)


@dataclass(frozen=True)
class Place:
    """The market, and by form of field what the asker may choose of it: lots, companies, rates, mises en demeure."""

    market: Market
    lists: Mapping[str, Mapping[str, str]]


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
    names = {str(one.id): f"Lot {one.number}{f', {one.title}' if one.title else ''}" for one in lots}
    views = market_reads.lots(session, scope, market_id, scope.today)
    held = {
        position.contractor: f"{position.contractor.name}, lot {view.lot.lot.number}"
        for view in views
        for position in view.positions
    }
    by_id = {one.id: name for one, name in held.items()}
    notices = {
        str(row.id): f"{by_id[row.contractor_id]}, le {french_day(row.served_on)}"
        for row in notices_of(session, sorted(by_id))
        if row.received_on is None
    }
    return Place(
        market,
        {
            "lot": names,
            "contractor": {str(number): name for number, name in by_id.items()},
            "notice": notices,
            "rate": {name: name.replace("_", " ") for name in reference_rates(session)},
        },
    )


def _page(session: Session, scope: Scope, form: Form, place: Place, shown: Shown) -> Template:
    context = {
        "form": form,
        "market": place.market,
        "fields": [(asked, list(place.lists.get(asked.form, dict(asked.choices)).items())) for asked in form.fields],
        "shown": shown,
        "done": recorded(session, scope, form.path, place.market.id or 0),
    }
    session.expunge_all()
    return Template("markets/act.html", context=context, status_code=422 if shown.errors else 200)


def _sent(request: AnyRequest, form: Form, market_id: int, data: dict[str, Any]) -> Response[Any]:
    """First what would change, from the act itself, undone; then the act, once however often its key is sent."""
    scope = asker(request)
    typed = {asked.name: asked.typed(data) for asked in form.fields}
    key = text(data, "cle")[:LONGEST_KEY] if text(data, "confirme") == "oui" else ""
    address, after = f"/marches/{market_id}/{form.path}", f"/marches/{market_id}"
    with writing(place_of(request).engine) as session:
        if key and was_done(session, scope, key, address, typed):
            return Redirect(after, status_code=303)
        place = _place(session, scope, market_id)
        values, errors = read(form, typed, place.lists)
        if errors:
            return _page(session, scope, form, place, Shown(typed, errors))
        day = from_day(form, values, scope.today)
        try:
            changes = _tried(session, scope, form, market_id, values, day, keep=bool(key))
        except (Conflict, Invalid) as refused:
            return _page(session, scope, form, place, Shown(typed, {form.faults(refused.code): refused.message}))
        if not key:
            return _page(session, scope, form, place, Shown(typed, {}, changes, day, drawn_key()))
        keep_done(session, scope, key, address, typed, then=after)
    return Redirect(after, status_code=303)


def _tried(  # noqa: PLR0917
    session: Session, scope: Scope, form: Form, market_id: int, values: Values, day: date, *, keep: bool
) -> list[tuple[str, str, str, str]]:  # fmt: skip
    """What changes once the act is done; undone again unless it is to be kept. Raises ``Conflict``."""
    beside = form.beside(session, scope, values)
    before = figures(session, scope, market_id, beside, day)
    nested = session.begin_nested()
    try:
        form.act(session, scope, market_id, values)
        session.flush()
        session.expire_all()
        changes = differences(before, figures(session, scope, market_id, beside, day))
    except IntegrityError as error:
        nested.rollback()
        raise Conflict("Ceci contredit ce qui est enregistré. Relisez, puis recommencez.", code="conflict") from error
    except (Conflict, Invalid):
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
            if form.path in _OF_TODAY:
                typed["date"] = typed["date"] or scope.today.isoformat()
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
    "/prets/{number:int}/retrait",
    rule=every(Resource.OBLIGATION, Act.CREATE, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def take_back(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Sets aside hours lent under a convention: whoever may record hours on both sides."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = to_take_back(session, scope, number)
        agreements.take_back(session, row, by=scope.author)
        held = session.get_one(Contractor, row.borrower_id)
        address = f"/marches/{session.get_one(Lot, held.lot_id).market_id}/convention"
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
    return [(form.path, form.title) for form in ALL if scope.may(*form.right)]


HANDLERS = [
    *(handler for form in ALL for handler in _handlers(form)),
    withdraw_amendment,
    withdraw_invoice,
    take_back,
    reopen_lot,
    *OF_WAIVERS,
]
