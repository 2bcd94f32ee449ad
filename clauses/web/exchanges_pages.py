"""The log of talks with each company of a market: who answers there, what was said, what is to be done and by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from clauses.access import exchanges as reads
from clauses.access.queries import found
from clauses.accounts.matrix import Act
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.markets import exchange_actions as actions
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.exchanges import (
    LONGEST_ACTION,
    LONGEST_NAME,
    LONGEST_TEXT,
    CounterpartRole,
    ExchangeKind,
    Named,
    Noted,
    contact_faults,
    faults,
)
from clauses.markets.models import Contractor, Market
from clauses.web import market_reads
from clauses.web.days import day_of, day_typed
from clauses.web.rule import on
from clauses.web.sign_in_pages import Form, field
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_TALK: Final = ("sorte", "jour", "avec", "dit", "action", "action_jour")
_CONTACT: Final = ("role", "nom", "courriel", "telephone")
_FIELDS: Final = {
    "held_on": "jour", "said": "dit", "next_action": "action", "next_on": "action_jour",
    "name": "nom", "email": "courriel", "phone": "telephone",
}  # fmt: skip
_WRITES = on(Contractor, "number", Act.MODIFY, programs=False)


@get("/marches/{market_id:int}/echanges", rule=on(Market, "market_id", Act.MODIFY, programs=False),
     sync_to_thread=True)  # fmt: skip
def of_market(request: AnyRequest, market_id: FromPath[int]) -> Template:
    """The companies of a market: who answers, the last exchange, what is next."""
    scope, day = asker(request), day_of(request)
    with reading(place_of(request).engine) as session:
        head = market_reads.head(session, scope, market_id)
        logs = reads.logs(session, scope, market_id)
    context = {"head": head, "market": head.market, "on": day, "answer": "", "logs": logs, "tab": "echanges"}
    return Template("markets/exchanges.html", context=context)


@get("/attributaires/{number:int}", rule=_WRITES, sync_to_thread=True)
def of_contractor(request: AnyRequest, number: FromPath[int]) -> Template:
    """One company on one lot: everything that was said, and the form to note the next exchange."""
    return _page(request, number, _blank(request), {})


def _blank(request: AnyRequest) -> dict[str, str]:
    day = {"jour": asker(request).today.isoformat(), "sorte": ExchangeKind.CALL.value}
    return dict.fromkeys((*_TALK, *_CONTACT), "") | day | {"role": CounterpartRole.REFERENT.value}


def _page(
    request: AnyRequest, number: int, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        shown = reads.log(session, scope, number)
    context = {
        "log": shown,
        "place": shown.place,
        "typed": typed,
        "errors": errors,
        "kinds": list(ExchangeKind),
        "roles": list(CounterpartRole),
        "today": scope.today,
        "longest": {"action": LONGEST_ACTION, "name": LONGEST_NAME, "text": LONGEST_TEXT},
    }
    return Template("markets/contractor_log.html", context=context, status_code=status)


@post("/attributaires/{number:int}/echanges", rule=_WRITES, sync_to_thread=True, status_code=303)
def note(request: AnyRequest, number: FromPath[int], data: Form) -> Response[Any]:
    """Keeps an exchange, or says what is to be mended with what was typed."""
    scope = asker(request)
    typed = _blank(request) | {name: _text(data, name) for name in _TALK}
    noted, errors = _noted(typed, scope.today)
    if noted is None or errors:
        return _page(request, number, typed, errors, 422)
    with writing(place_of(request).engine) as session:
        found(session, scope, Contractor, number, Act.MODIFY)
        actions.note_exchange(session, noted, contractor_id=number, today=scope.today, by=scope.author)
    return Redirect(f"/attributaires/{number}", status_code=303)


def _text(data: dict[str, Any], name: str) -> str:
    longest = {"dit": LONGEST_TEXT, "action": LONGEST_ACTION}.get(name, LONGEST_NAME)
    text = field(data, name).replace("\x00", "").strip()[:longest]
    return text if name == "dit" else " ".join(text.split())


def _noted(typed: dict[str, str], today: date) -> tuple[Noted | None, dict[str, str]]:
    """The form as an exchange, or what is to be mended, field by field."""
    errors: dict[str, str] = {}
    kind = next((kind for kind in ExchangeKind if kind.value == typed["sorte"]), None)
    if kind is None:
        errors["sorte"] = "Choisissez comment l'échange s'est tenu."
    days = {name: day_typed(typed[name]) for name in ("jour", "action_jour")}
    if days["jour"] is None:
        errors["jour"] = "Donnez le jour de l'échange : choisissez-le dans le calendrier."
    if typed["action_jour"] and days["action_jour"] is None:
        errors["action_jour"] = "Ce n'est pas une date : choisissez-la dans le calendrier."
    if kind is None or days["jour"] is None or errors:
        return None, errors
    noted = Noted(kind, days["jour"], typed["dit"], typed["avec"] or None, typed["action"] or None, days["action_jour"])
    return noted, {_FIELDS[name]: words for name, words in faults(noted, today).items()}


@post("/attributaires/{number:int}/interlocuteurs", rule=_WRITES, sync_to_thread=True, status_code=303)
def name_somebody(request: AnyRequest, number: FromPath[int], data: Form) -> Response[Any]:
    """Keeps somebody who answers for the lot."""
    scope = asker(request)
    typed = _blank(request) | {name: _text(data, name) for name in _CONTACT}
    role = next((role for role in CounterpartRole if role.value == typed["role"]), CounterpartRole.OTHER)
    named = Named(role, typed["nom"], typed["courriel"] or None, typed["telephone"] or None)
    errors = {_FIELDS[name]: words for name, words in contact_faults(named).items()}
    if errors:
        return _page(request, number, typed, errors, 422)
    with writing(place_of(request).engine) as session:
        found(session, scope, Contractor, number, Act.MODIFY)
        actions.add_counterpart(session, named, contractor_id=number, by=scope.author)
    return Redirect(f"/attributaires/{number}", status_code=303)


def _on_exchange(request: AnyRequest, number: int, act: Callable[[Session], None]) -> Response[Any]:
    """Does something to an exchange, and comes back to its company; says there what forbids it."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        contractor = found(session, scope, Exchange, number, Act.MODIFY).contractor_id
    return _done(request, contractor, act)


def _done(request: AnyRequest, contractor: int, act: Callable[[Session], None]) -> Response[Any]:
    try:
        with writing(place_of(request).engine) as session:
            act(session)
    except Conflict as refusal:
        return _page(request, contractor, _blank(request), {"journal": refusal.message}, 409)
    return Redirect(f"/attributaires/{contractor}", status_code=303)


_ACTS = on(Exchange, "number", Act.MODIFY, programs=False)


@post("/echanges/{number:int}/fait", rule=_ACTS, sync_to_thread=True, status_code=303)
def settle(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Says that the next action was done."""
    scope = asker(request)

    def done(session: Session) -> None:
        actions.settle_next(session, exchange_id=number, on=scope.today, by=scope.author)

    return _on_exchange(request, number, done)


@post("/echanges/{number:int}/a-faire", rule=_ACTS, sync_to_thread=True, status_code=303)
def reopen(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Puts the action back among those to do."""
    by = asker(request).author
    return _on_exchange(request, number, lambda session: actions.reopen_next(session, exchange_id=number, by=by))


@post("/echanges/{number:int}/retirer", rule=_ACTS, sync_to_thread=True, status_code=303)
def withdraw(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Takes an exchange written by mistake off the log."""
    by = asker(request).author
    return _on_exchange(request, number, lambda session: actions.withdraw_exchange(session, exchange_id=number, by=by))


@post("/echanges/{number:int}/remettre", rule=_ACTS, sync_to_thread=True, status_code=303)
def restore(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Puts it back."""
    by = asker(request).author
    return _on_exchange(request, number, lambda session: actions.restore_exchange(session, exchange_id=number, by=by))


_PEOPLE = on(Counterpart, "number", Act.MODIFY, programs=False)


def _on_counterpart(request: AnyRequest, number: int, act: Callable[[Session], None]) -> Response[Any]:
    with reading(place_of(request).engine) as session:
        contractor = found(session, asker(request), Counterpart, number, Act.MODIFY).contractor_id
    return _done(request, contractor, act)


@post("/interlocuteurs/{number:int}/retirer", rule=_PEOPLE, sync_to_thread=True, status_code=303)
def dismiss(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Says that somebody no longer answers there."""
    by = asker(request).author
    return _on_counterpart(
        request, number, lambda session: actions.withdraw_counterpart(session, counterpart_id=number, by=by)
    )


@post("/interlocuteurs/{number:int}/remettre", rule=_PEOPLE, sync_to_thread=True, status_code=303)
def recall(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Says that they still do."""
    by = asker(request).author
    return _on_counterpart(
        request, number, lambda session: actions.restore_counterpart(session, counterpart_id=number, by=by)
    )


HANDLERS = [
    of_market, of_contractor, note, name_somebody, settle, reopen, withdraw, restore, dismiss, recall,
]  # fmt: skip
