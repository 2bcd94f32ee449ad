"""Contracts that buyers published: searched, made into markets, set aside; each decision taken back from its page."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session, col

from clauses.access.queries import found, narrowed, within
from clauses.access.territories import put_in_territory
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import TerritoryMarket
from clauses.db import one_at_a_time, reading, writing
from clauses.errors import Conflict
from clauses.markets import draft_queries as queries
from clauses.markets.draft_actions import accept_draft, dismiss_draft
from clauses.markets.draft_models import MarketDraft
from clauses.markets.draft_undoing import reopen_draft
from clauses.markets.drafts import DraftFacts, DraftState, Holder, differences, from_text, shown
from clauses.markets.models import Market
from clauses.reference.rules import Nature
from clauses.web.lists import asked
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form, field
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_DECIDE = on(MarketDraft, "number", Act.CREATE, programs=False)
_FILTERS: Final = {"etat": [DraftState.ACCEPTED.value, DraftState.DISMISSED.value], "clause": ["oui"]}
ELSEWHERE: Final = "Ce marché est déjà suivi sur un autre territoire : rapprochez-vous de qui le suit."


@get("/brouillons", rule=every(Resource.MARKET, Act.CREATE, programs=False), sync_to_thread=True)
def drafts(request: AnyRequest) -> Template:
    """The contracts to decide, those with a social clause first; searched by the address."""
    wanted = asked(request, sorts=(), default="", filters=_FILTERS)
    with reading(place_of(request).engine) as session:
        rows, total = queries.list_drafts(
            session,
            social=bool(wanted.filters["clause"]),
            search=wanted.q,
            state=DraftState(wanted.filters["etat"] or DraftState.OPEN),
            page=wanted.page,
            only=within(asker(request), MarketDraft),
        )
        context = {
            "rows": rows,
            "total": total,
            "size": queries.PAGE,
            "wanted": wanted,
            "decided": [DraftState.ACCEPTED, DraftState.DISMISSED],
            "shown": shown,
        }
        return Template("drafts/list.html", context=context)


@get("/brouillons/{number:int}", rule=on(MarketDraft, "number", Act.CREATE, programs=False), sync_to_thread=True)
def draft(request: AnyRequest, number: FromPath[int]) -> Template:
    """One contract: what is published, what changed, what the market already recorded says otherwise."""
    return _draft(request, number, {}, {"nature": "", "motif": ""})


def _draft(
    request: AnyRequest, number: int, errors: dict[str, str], typed: dict[str, str], status: int = 200
) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        one = found(session, scope, MarketDraft, number)
        facts = from_text(one.facts)
        before = queries.versions(session, number)
        there = _there(session, request, one, facts)
        apart = queries.against_market(session, facts, there) if there is not None else []
        context = {
            "one": one,
            "facts": facts,
            "rows": _told(facts),
            "changed": differences(from_text(before[-1].facts), facts) if before else [],
            "there": there,
            "apart": apart,
            "natures": list(Nature),
            "errors": errors,
            "typed": typed,
        }
        return Template("drafts/draft.html", context=context, status_code=status)


def _there(session: Session, request: AnyRequest, one: MarketDraft, facts: DraftFacts) -> Market | None:
    """The market of that buyer and reference, or the one it was made into, as far as the reader sees it."""
    number = one.market_id
    if number is None:
        same = queries.same_market(session, facts)
        number = same.id if same is not None else None
    return session.exec(narrowed(asker(request), Market).where(col(Market.id) == number)).one_or_none()


def _told(facts: DraftFacts) -> list[tuple[str, str]]:
    """What is published, in the order in which somebody looks for it."""
    buyer = Holder(facts.buyer_siret, name=facts.buyer_name)
    return [
        ("Donneur d'ordre", f"{buyer.called} (SIRET {facts.buyer_siret})"),
        ("Considérations sociales", shown("considerations", facts.considerations)),
        ("Titulaires", shown("holders", facts.holders)),
        ("Sous-traitants", shown("subcontractors", facts.subcontractors)),
        ("Nature", shown("nature", facts.nature)),
        ("Montant HT", shown("amount_cents", facts.amount_cents)),
        ("Notifié le", shown("notified_on", facts.notified_on)),
        ("Durée (mois)", shown("months", facts.months)),
        ("CPV", shown("cpv", facts.cpv)),
        ("Procédure", shown("procedure", facts.procedure)),
    ]


@post("/brouillons/{number:int}/accepter", rule=_DECIDE, sync_to_thread=True, status_code=303)
def accept(request: AnyRequest, number: FromPath[int], data: Form) -> Response[Any]:
    """Makes a market of it, or links it to the one already there."""
    scope, code = asker(request), field(data, "nature")
    nature = next((one for one in Nature if one.value == code), None)
    try:
        with writing(place_of(request).engine) as session:
            one_at_a_time(session)
            facts = from_text(found(session, scope, MarketDraft, number, Act.CREATE).facts)
            _require_here(session, request, facts)
            done = accept_draft(session, number, by=scope.author, nature=nature)
            if done.created:
                put_in_territory(session, scope, TerritoryMarket, market_id=done.market_id)
    except Conflict as refusal:
        if refusal.code == "draft.no_nature":
            words = "La publication ne dit pas la nature du marché : choisissez-la."
            return _draft(request, number, {"nature": words}, {"nature": code[:20], "motif": ""}, 422)
        return _draft(request, number, {"decision": refusal.message}, {"nature": code[:20], "motif": ""}, 409)
    return Redirect(f"/brouillons/{number}", status_code=303)


def _require_here(session: Session, request: AnyRequest, facts: DraftFacts) -> None:
    """Raises ``Conflict`` where the market is followed by somebody else."""
    same = queries.same_market(session, facts)
    if same is None:
        return
    seen = narrowed(asker(request), Market).where(col(Market.id) == same.id)
    if session.exec(seen).one_or_none() is None:
        raise Conflict(ELSEWHERE, code="draft.elsewhere")


@post("/brouillons/{number:int}/ecarter", rule=_DECIDE, sync_to_thread=True, status_code=303)
def dismiss(request: AnyRequest, number: FromPath[int], data: Form) -> Response[Any]:
    """Sets it aside; it stays readable."""
    reason = " ".join(field(data, "motif").split())[:1_000] or None

    def decide(session: Session) -> None:
        dismiss_draft(session, number, by=asker(request).author, reason=reason)

    return _decided(request, number, decide)


@post("/brouillons/{number:int}/annuler", rule=_DECIDE, sync_to_thread=True, status_code=303)
def undo(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Takes the decision back."""

    def decide(session: Session) -> None:
        reopen_draft(session, number, by=asker(request).author)

    return _decided(request, number, decide)


def _decided(request: AnyRequest, number: int, decide: Any) -> Response[Any]:
    try:
        with writing(place_of(request).engine) as session:
            one_at_a_time(session)
            decide(session)
    except Conflict as refusal:
        return _draft(request, number, {"decision": refusal.message}, {"nature": "", "motif": ""}, 409)
    return Redirect(f"/brouillons/{number}", status_code=303)


HANDLERS = [drafts, draft, accept, dismiss, undo]
