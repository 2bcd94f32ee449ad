"""Penalties that a buyer gives up: the form of a market that records them, how they are confirmed and withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session, col, select

from clauses.access.queries import narrowed, takes_two, within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.db import one_at_a_time, writing
from clauses.errors import Conflict
from clauses.markets import waiving
from clauses.markets.models import Contractor, Lot
from clauses.markets.obligations import euros
from clauses.markets.rules import WaiverKind
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.reports.waiving import confirm, waive
from clauses.web.market_form import Asked, Form, Values
from clauses.web.rule import on
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_OF_THE_HOUSE = "Cette remise est celle que le facilitateur a enregistrée. Demandez-lui de la retirer."
_OF_THE_BUYER = "Cette remise a été accordée par deux personnes du donneur d'ordre. Demandez-lui de la retirer."


def _waive(session: Session, scope: Scope, _market: int, given: Values) -> None:
    holder = given["attributaire"]
    waive(
        session,
        contractor_id=holder,
        kind=WaiverKind(given["sorte"]),
        granted_on=given["date"],
        cents=given["montant"],
        motive=given["motif"],
        document=given["decision"],
        today=scope.today,
        by=scope.author,
        needs_second=takes_two(session, scope, Contractor, holder, Act.DECIDE, resource=Resource.PENALTY),
    )


WAIVING = Form(
    "remise",
    "Enregistrer une remise de pénalités",
    "Le donneur d'ordre renonce à tout ou partie d'une pénalité simulée, par une décision. Ce qui reste se lit à côté "
    "de ce qui est simulé et remis. L'application ne notifie rien ; chez un donneur d'ordre, une seconde personne "
    "confirme.",
    (
        Asked("attributaire", "Attributaire", "contractor", required=True),
        Asked(
            "sorte",
            "Pénalité remise",
            "choice",
            required=True,
            choices=tuple((kind.value, kind.label) for kind in WaiverKind),
        ),
        Asked("date", "Accordée le", "day", required=True, help="Elle se mesure à la pénalité simulée ce jour-là."),
        Asked("montant", "Montant remis, en euros", "euros", required=True, help="Par exemple 1 500"),
        Asked("motif", "Motif", required=True),
        Asked("decision", "Décision qui l'accorde", required=True, help="Par exemple courrier du 12/03/2025, n° 118"),
    ),
    _waive,
    (Resource.PENALTY, Act.DECIDE),
)


@dataclass(frozen=True)
class Given:
    """A waiver as a reader of the market sees it; ``waits``: nobody confirmed it yet."""

    row: PenaltyWaiver
    who: str
    lot: str

    @property
    def waits(self) -> bool:
        return self.row.withdrawn_at is None and not self.row.holds

    @property
    def state(self) -> str:
        return "retirée" if self.row.withdrawn_at else "à confirmer" if self.waits else "accordée"

    @property
    def sentence(self) -> str:
        what = f"{euros(self.row.cents)}, {self.row.kind.label.lower()} ({self.row.motive} ; {self.row.document})"
        return f"{self.who}, lot {self.lot}, le {french_day(self.row.granted_on)} : {what}, {self.state}"


def waivers(session: Session, scope: Scope, market_id: int) -> Sequence[Given]:
    """Those of a market that the reader may see, withdrawn ones too, the last first."""
    theirs = narrowed(scope, PenaltyWaiver).with_only_columns(col(PenaltyWaiver.id))
    rows = session.exec(
        select(PenaltyWaiver, Organisation.name, Lot.number)
        .join(Contractor, col(Contractor.id) == col(PenaltyWaiver.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(col(Lot.market_id) == market_id, col(PenaltyWaiver.id).in_(theirs))
        .order_by(col(PenaltyWaiver.granted_on).desc(), col(PenaltyWaiver.id).desc())
    )
    return [Given(row, name, lot) for row, name, lot in rows]


def recorded(session: Session, scope: Scope, market_id: int) -> list[tuple[str, Sequence[str]]]:
    """The sentences of those that stand, each with where somebody else confirms it, and where it is withdrawn."""
    found = [one for one in waivers(session, scope, market_id) if one.row.withdrawn_at is None]
    of_buyer, of_house = (_reached(session, each) for each in _sides(scope))
    return [(one.sentence, _next(scope, one.row, of_buyer, of_house)) for one in found]


def _next(scope: Scope, row: PenaltyWaiver, of_buyer: Collection[int], of_house: Collection[int]) -> list[str]:
    confirms = not row.holds and row.author != scope.author and row.id in of_buyer
    withdraws = row.id in _withdrawing(row, of_buyer, of_house)
    offered = (("confirmation", confirms), ("retrait", withdraws))
    return [f"/remises/{row.id}/{act}" for act, may in offered if may]


def _withdrawing(row: PenaltyWaiver, of_buyer: Collection[int], of_house: Collection[int]) -> Collection[int]:
    """What the facilitateur recorded is theirs, what two people of the buyer said is the buyer's; what waits may be
    refused by either."""
    if not row.needs_second:
        return of_house
    return of_buyer if row.holds else {*of_buyer, *of_house}


def _sides(scope: Scope) -> tuple[Scope, Scope]:
    """The asker as the buyer, whose word takes two people, and as the facilitateur, who decides alone."""
    two = [standing for standing, grant in scope.rights(Resource.PENALTY, Act.DECIDE) if Act.DECIDE in grant.by_two]
    return (
        replace(scope, standings=tuple(each for each in scope.standings if each in two)),
        replace(scope, standings=tuple(each for each in scope.standings if each not in two)),
    )


def _reached(session: Session, side: Scope, waiver_id: int | None = None) -> set[int]:
    query = select(PenaltyWaiver.id).where(within(side, PenaltyWaiver, Act.DECIDE))
    found = session.exec(query if waiver_id is None else query.where(col(PenaltyWaiver.id) == waiver_id))
    return {number or 0 for number in found}


def second(session: Session, scope: Scope, row: PenaltyWaiver) -> None:
    """Confirms a waiver. Raises as `reports.waiving.confirm`, and ``Conflict`` for who is not of the buyer's."""
    if row.needs_second and not _reached(session, _sides(scope)[0], row.id):
        raise Conflict(
            "Cette remise se confirme chez le donneur d'ordre, qui l'a enregistrée. Demandez-le à une seconde personne "
            "de chez lui.",
            code="waivers.of_the_buyer",
        )
    confirm(session, int(row.id or 0), by=scope.author)


def take_back(session: Session, scope: Scope, row: PenaltyWaiver) -> None:
    """Withdraws a waiver. Raises ``Conflict`` twice, for a buyer of what the facilitateur recorded, or for the
    facilitateur of what two people of the buyer said."""
    one_at_a_time(session)
    session.refresh(row)  # somebody may be confirming it
    of_buyer, of_house = (_reached(session, each, row.id) for each in _sides(scope))
    if row.id not in _withdrawing(row, of_buyer, of_house):
        raise Conflict(_OF_THE_BUYER if row.needs_second else _OF_THE_HOUSE, code="waivers.not_theirs")
    waiving.withdraw_waiver(session, int(row.id or 0), by=scope.author)


@post("/remises/{number:int}/confirmation", rule=on(PenaltyWaiver, "number", Act.DECIDE, programs=False),
      sync_to_thread=True, status_code=200)  # fmt: skip
def confirm_waiver(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """The second person: what waited holds from then on."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        second(session, scope, session.get_one(PenaltyWaiver, number))
        address = _form_of(session, number)
    return Redirect(address, status_code=303)


@post("/remises/{number:int}/retrait", rule=on(PenaltyWaiver, "number", Act.DECIDE, programs=False),
      sync_to_thread=True, status_code=200)  # fmt: skip
def withdraw_waiver(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Undoes a waiver, which stays readable: the penalty is due again."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        take_back(session, scope, session.get_one(PenaltyWaiver, number))
        address = _form_of(session, number)
    return Redirect(address, status_code=303)


def _form_of(session: Session, number: int) -> str:
    holder = session.get_one(Contractor, session.get_one(PenaltyWaiver, number).contractor_id)
    return f"/marches/{session.get_one(Lot, holder.lot_id).market_id}/remise"


HANDLERS = [confirm_waiver, withdraw_waiver]
