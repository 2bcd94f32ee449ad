"""A market created by hand in one short form: its reference, its buyer, a first lot, who holds it, what it owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template
from sqlmodel import Session, col, select

from clauses import audit
from clauses.access.territories import put_in_territory
from clauses.accounts.actions import add_organisations
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation, TerritoryMarket
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.markets.actions import add_obligation, record_contractor, record_lot, record_market
from clauses.markets.models import Market
from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Nature, Role
from clauses.web.days import day_said
from clauses.web.markets_reads import buyers
from clauses.web.rule import every
from clauses.web.typed_values import hundredths, text
from clauses.web.visitors import asker
from clauses.words import folded

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
FIELDS = ("reference", "objet", "donneur", "nature", "debut", "fin", "lot", "attributaire", "heures")
_CREATE = every(Resource.MARKET, Act.CREATE, programs=False)


@dataclass(frozen=True)
class Typed:
    """What the form says, read. ``hours`` are hundredths."""

    nature: Nature
    starts_on: date | None
    ends_on: date | None
    hours: int | None


@get("/marches/nouveau", rule=_CREATE, sync_to_thread=True)
def new_market(request: AnyRequest, state: State) -> Template:
    """The form, empty."""
    with reading(state.engine) as session:
        return _form(session, request, dict.fromkeys(FIELDS, "") | {"lot": "1"}, {})


@post("/marches/nouveau", rule=_CREATE, sync_to_thread=True, status_code=303)
def create_market(request: AnyRequest, state: State, data: Form) -> Response[Any]:
    """Creates the market whole, or nothing of it: what was typed comes back with what is to be mended."""
    scope = asker(request)
    given = {name: text(data, name) for name in FIELDS}
    typed, errors = _read(given, buys_itself=_own_body(scope) is not None)
    with writing(state.engine) as session:
        buyer = _own_body(scope) or (known_body(session, given["donneur"]) if given["donneur"] else None)
        if not errors and buyer is not None and _known(session, buyer, given["reference"]):
            errors["reference"] = "Ce donneur d'ordre a déjà un marché de cette référence. Ouvrez-le, ou changez-la."
        if errors or typed is None:
            return _form(session, request, given, errors)
        number = _create(session, scope, given, typed, buyer)
    return Redirect(f"/marches/{number}", status_code=303)


def _create(session: Session, scope: Scope, given: dict[str, str], typed: Typed, buyer: int | None) -> int:
    if buyer is None:
        buyer = add_organisations(session, [(given["donneur"], None)])[0]
    number = record_market(
        session,
        reference=given["reference"],
        title=given["objet"],
        nature=typed.nature,
        buyer_id=buyer,
        notified_on=typed.starts_on,
        ends_on=typed.ends_on,
    )
    put_in_territory(session, scope, TerritoryMarket, market_id=number)
    lot = record_lot(session, market_id=number, number=given["lot"] or "1")
    holder = None
    if given["attributaire"] and _own_body(scope) is None:
        company = known_body(session, given["attributaire"])
        if company is None:
            company = add_organisations(session, [(given["attributaire"], None)])[0]
        holder = record_contractor(session, lot_id=lot, organisation_id=company, role=Role.TITULAIRE)
    if typed.hours:
        add_obligation(
            session, lot_id=lot, contractor_id=holder, kind=ObligationKind.FIXED, due=typed.hours, source="saisie"
        )
    audit.record(session, "create", by=scope.author, subject="market", subject_id=number)
    return number


def _own_body(scope: Scope) -> int | None:
    """The body for which a buyer creates its own markets; None for a facilitateur."""
    if ActorKind.F in scope.kinds:
        return None
    return next((one.organisation_id for one in scope.standings if one.kind is ActorKind.D), None)


def _form(session: Session, request: AnyRequest, given: dict[str, str], errors: dict[str, str]) -> Template:
    scope = asker(request)
    return Template(
        "markets/new.html",
        context={
            "given": given,
            "errors": errors,
            "natures": list(Nature),
            "buyers": [name for _, name in buyers(session, scope)],
            "buys_itself": _own_body(scope) is not None,
        },
        status_code=422 if errors else 200,
    )


def _read(given: dict[str, str], *, buys_itself: bool) -> tuple[Typed | None, dict[str, str]]:
    """The form as values, or what is to be mended, field by field."""
    errors = _named(given, buys_itself=buys_itself)
    days = {name: day_said(given[name]) for name in ("debut", "fin")}
    for name, day in days.items():
        if given[name] and day is None:
            errors[name] = f"« {given[name][:40]} » n'est pas une date. Choisissez-la dans le calendrier."
    if days["debut"] and days["fin"] and days["fin"] < days["debut"]:
        errors["fin"] = "La fin vient avant la notification. Corrigez l'une des deux."
    hours = hundredths(given["heures"])
    if given["heures"] and hours is None:
        errors["heures"] = f"« {given['heures'][:40]} » n'est pas un nombre d'heures. Écrivez par exemple 1 000."
    if errors:
        return None, errors
    return Typed(Nature(given["nature"]), days["debut"], days["fin"], hours), {}


def _named(given: dict[str, str], *, buys_itself: bool) -> dict[str, str]:
    """What is wrong with the names of the market, its buyer, its lot and who holds it."""
    errors: dict[str, str] = {}
    if not folded(given["reference"]):
        errors["reference"] = "Écrivez la référence du marché, par exemple 2026-T01."
    elif len(given["reference"]) > 120:
        errors["reference"] = "Cette référence est trop longue : 120 caractères au plus."
    if not given["objet"]:
        errors["objet"] = "Dites l'objet du marché en quelques mots."
    if not buys_itself and not folded(given["donneur"]):
        errors["donneur"] = "Écrivez le nom du donneur d'ordre."
    if given["nature"] not in set(Nature):
        errors["nature"] = "Choisissez la nature du marché."
    for name, longest in (("lot", 40), ("donneur", 200), ("attributaire", 200)):
        if len(given[name]) > longest:
            errors[name] = f"C'est trop long : {longest} caractères au plus."
    return errors


def known_body(session: Session, text: str) -> int | None:
    """The only body of that name, or of that SIRET."""
    digits = "".join(text.split())
    siret = len(digits) == 14 and digits.isdigit()
    named = col(Organisation.siret) == digits if siret else col(Organisation.name_key) == folded(text)
    return session.exec(select(Organisation.id).where(named).order_by(col(Organisation.id)).limit(1)).first()


def _known(session: Session, buyer: int, reference: str) -> bool:
    same = select(Market.id).where(col(Market.buyer_id) == buyer, col(Market.reference_key) == folded(reference))
    return session.exec(same).first() is not None


HANDLERS = [new_market, create_market]
