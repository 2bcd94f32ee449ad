"""Hours due, what a missing one costs, hours handed over, for programs: versions are added, none is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session, col, select

from clauses.access.lists import Wanted
from clauses.access.named import seen
from clauses.access.queries import found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.errors import Invalid
from clauses.markets.models import Contractor, Lot, Obligation, PenaltyRule
from clauses.markets.obligations import Formula
from clauses.markets.rules import Effect, ObligationKind, PenaltyKind
from clauses.markets.terms import set_penalty
from clauses.markets.transfers import transfer
from clauses.markets.versions import add_version, versions, withdrawn
from clauses.people.queries import reference_rates
from clauses.quantities import exact
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    Limit,
    Listing,
    Once,
    Short,
    Shown,
    Sort,
    Text,
    adds,
    hundredths_of,
    one,
    page,
    shows,
)
from clauses.web.api_writes import create
from clauses.web.lots_api import Cents, ContractorShown, contractors_shown
from clauses.web.rule import every, on

TAG = "Heures dues"
Hours = Annotated[str, Field(max_length=20, examples=["1000.00"])]
Price = Annotated[int, Field(gt=0, lt=10**14)]


class ObligationShown(Shown):
    """A version of the hours due. ``due`` is in hours; per euro, one hour for each ``cents_per_hour`` invoiced.

    ``effect``: what it does to the versions before it. ``withdrawn``: the amendment that brought it was; it no longer
    holds.
    """

    id: int
    lot_id: int
    contractor_id: int | None
    version: int
    in_force_on: date | None
    kind: ObligationKind
    effect: Effect
    due: str | None
    cents_per_hour: int | None
    threshold_cents: int
    source: str
    withdrawn: bool


class ObligationGiven(Given):
    """A version of the hours due to add: the former ones stay. Either ``due``, or one hour for each ``cents_per_hour``
    invoiced above ``threshold_cents``. ``in_force_on`` may be left out of the first version alone: it holds since the
    start of the market."""

    in_force_on: date | None = None
    due: Hours | None = None
    cents_per_hour: Price | None = None
    threshold_cents: Cents = 0
    source: Annotated[str, Field(max_length=300)] = ""


class PenaltyRuleShown(Shown):
    """A version of what a missing hour, and a day without proofs, cost. ``multiple`` is of the reference rate."""

    id: int
    contractor_id: int
    version: int
    in_force_on: date | None
    kind: PenaltyKind
    cents_per_hour: int | None
    multiple: str | None
    reference_rate: str | None
    cents_per_late_day: int | None
    cap_cents: int | None
    source: str


class PenaltyRuleGiven(Given):
    """A version to add, and what says so (``source``): ``cents_per_hour``, or ``multiple`` times ``reference_rate``.
    What is not said of late days and of the cap is what held that day. ``in_force_on`` may be left out of the first."""

    in_force_on: date | None = None
    cents_per_hour: Cents | None = None
    multiple: Annotated[str, Field(max_length=12, examples=["3.00"])] | None = None
    reference_rate: Short | None = None
    cents_per_late_day: Cents | None = None
    cap_cents: Cents | None = None
    source: Text


class TransferGiven(Given):
    """Hours still due to hand over to another company, which comes in on the lot."""

    organisation_id: int
    hours: Hours
    effective_on: date
    reason: Text


def _obligations(session: Session, _scope: Scope, rows: Sequence[Obligation]) -> list[ObligationShown]:
    gone = withdrawn(session, {row.amendment_id for row in rows if row.amendment_id is not None})
    return [
        ObligationShown.model_validate(
            row.model_dump()
            | {"due": None if row.due is None else exact(row.due), "withdrawn": row.amendment_id in gone}
        )
        for row in rows
    ]


def _penalties(_session: Session, _scope: Scope, rows: Sequence[PenaltyRule]) -> list[PenaltyRuleShown]:
    return [
        PenaltyRuleShown.model_validate(
            row.model_dump() | {"multiple": None if row.multiple is None else exact(row.multiple)}
        )
        for row in rows
    ]


@shows("/api/obligations", every(Resource.OBLIGATION), TAG)
def list_obligations(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    lot_id: FromQuery[int | None] = None,
    contractor_id: FromQuery[int | None] = None,
) -> Listing[ObligationShown]:
    """Les heures dues, dans toutes leurs versions."""
    filters = {"lot_id": lot_id, "contractor_id": contractor_id}
    return page(request, Obligation, _obligations, Wanted("", sort, cursor, limit, filters))


@shows("/api/obligations/{number:int}", on(Obligation, "number"), TAG)
def get_obligation(request: AnyRequest, number: FromPath[int]) -> Response[ObligationShown]:
    """Une version des heures dues."""
    return one(request, Obligation, number, _obligations)


@adds(
    "/api/contractors/{number:int}/obligations", on(Contractor, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG
)
def create_obligation(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ObligationGiven], once: Once = None
) -> Response[ObligationShown]:
    """Ajoute une version des heures dues d'un attributaire."""

    def write(session: Session, scope: Scope) -> int:
        return _versioned(session, data, found(session, scope, Contractor, number).lot_id, number)

    return create(request, data, Obligation, _obligations, write, subject="obligation", where="/api/obligations")


@adds("/api/lots/{number:int}/obligations", on(Lot, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG)
def create_obligation_of_lot(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ObligationGiven], once: Once = None
) -> Response[ObligationShown]:
    """Ajoute une version des heures dues d'un lot, par ses entreprises ensemble ou avant qu'il n'en ait."""

    def write(session: Session, _scope: Scope) -> int:
        return _versioned(session, data, number, None)

    return create(request, data, Obligation, _obligations, write, subject="obligation", where="/api/obligations")


def _versioned(session: Session, data: ObligationGiven, lot_id: int, contractor_id: int | None) -> int:
    if data.due is not None and data.cents_per_hour is None:
        formula = Formula.fixed(hundredths_of(data.due, field="due"))
    elif data.cents_per_hour is not None and data.due is None:
        formula = Formula.per_euro(data.cents_per_hour, data.threshold_cents)
    else:
        words = "Donnez soit les heures dues, soit le montant facturé pour une heure : l'un des deux."
        raise Invalid(words, field="due", code="obligation.formula")
    owed = (
        col(Obligation.contractor_id) == contractor_id
        if contractor_id is not None
        else (col(Obligation.lot_id) == lot_id) & col(Obligation.contractor_id).is_(None)
    )
    _dated(data.in_force_on, again=bool(versions(session, owed)))
    told = {"in_force_on": data.in_force_on, "source": data.source}
    return add_version(session, lot_id=lot_id, contractor_id=contractor_id, formula=formula, **told)


def _dated(in_force_on: date | None, *, again: bool) -> None:
    """Without a day a version holds since ever: after another it would rewrite what was due on days that are past."""
    if again and in_force_on is None:
        words = "Une version existe déjà : dites à partir de quel jour celle-ci vaut."
        raise Invalid(words, field="in_force_on", code="obligation.undated")


@shows("/api/penalty-rules", every(Resource.OBLIGATION), TAG)
def list_penalty_rules(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    contractor_id: FromQuery[int | None] = None,
) -> Listing[PenaltyRuleShown]:
    """Ce que coûte une heure manquante, dans toutes ses versions."""
    return page(request, PenaltyRule, _penalties, Wanted("", sort, cursor, limit, {"contractor_id": contractor_id}))


@shows("/api/penalty-rules/{number:int}", on(PenaltyRule, "number"), TAG)
def get_penalty_rule(request: AnyRequest, number: FromPath[int]) -> Response[PenaltyRuleShown]:
    """Une version de ce que coûte une heure manquante."""
    return one(request, PenaltyRule, number, _penalties)


@adds(
    "/api/contractors/{number:int}/penalty-rules",
    on(Contractor, "number", Act.CREATE, resource=Resource.OBLIGATION),
    TAG,
)
def create_penalty_rule(
    request: AnyRequest, number: FromPath[int], data: JSONBody[PenaltyRuleGiven], once: Once = None
) -> Response[PenaltyRuleShown]:
    """Ajoute une version de ce que coûte une heure manquante à un attributaire."""

    def write(session: Session, scope: Scope) -> int:
        multiple = None if data.multiple is None else hundredths_of(data.multiple, field="multiple")
        if data.cents_per_hour is None and multiple is not None and data.reference_rate is not None:
            _require_rate(session, data.reference_rate)
        known = select(PenaltyRule.id).where(col(PenaltyRule.contractor_id) == number)
        _dated(data.in_force_on, again=session.exec(known).first() is not None)
        told = data.model_dump() | {"multiple": multiple}
        return set_penalty(session, contractor_id=number, by=scope.author, **told)

    return create(request, data, PenaltyRule, _penalties, write, subject="penalty_rule", where="/api/penalty-rules")


def _require_rate(session: Session, name: str) -> None:
    """Raises `Invalid` for a rate that nobody gave a value to: the penalty would come to nothing, without a word."""
    known = reference_rates(session)
    if name not in known:
        words = f"Ce taux de référence n'a pas de valeur enregistrée. Donnez l'un de ceux-ci : {', '.join(known)}."
        raise Invalid(words, field="reference_rate")


@adds(
    "/api/contractors/{number:int}/transfers", on(Contractor, "number", Act.CREATE, resource=Resource.OBLIGATION), TAG
)
def transfer_hours(
    request: AnyRequest, number: FromPath[int], data: JSONBody[TransferGiven], once: Once = None
) -> Response[ContractorShown]:
    """Transfère des heures encore dues à une autre entreprise, qui entre sur le lot ; c'est elle qui est rendue."""

    def write(session: Session, scope: Scope) -> int:
        if seen(session, scope, Organisation, data.organisation_id) is None:
            raise Invalid(
                "Cet organisme n'existe pas, ou ne vous est pas ouvert. Vérifiez son numéro.", field="organisation_id"
            )
        told = data.model_dump() | {"hours": hundredths_of(data.hours, field="hours")}
        return transfer(session, from_id=number, by=scope.author, **told)

    return create(
        request, data, Contractor, contractors_shown, write, subject="contractor", where="/api/contractors",
        done="transfer",
    )  # fmt: skip


HANDLERS = [
    list_obligations, get_obligation, create_obligation, create_obligation_of_lot,
    list_penalty_rules, get_penalty_rule, create_penalty_rule, transfer_hours,
]  # fmt: skip
