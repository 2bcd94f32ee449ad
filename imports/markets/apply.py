"""What is recorded of markets, read for a plan; and a plan of markets, written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import true
from sqlmodel import Session, col, select

from clauses.accounts.actions import add_organisations, complete_organisation
from clauses.accounts.models import Organisation
from clauses.markets import actions
from clauses.markets.models import Contractor, Lot, Market, PenaltyRule
from clauses.markets.obligations import Formula
from clauses.markets.queries import first_amended, holdings
from clauses.markets.rewriting import rewrite_contractor, rewrite_lot
from clauses.markets.rules import Effect, MarketField, ObligationKind
from clauses.markets.versions import add_version, versions
from clauses.questions.queries import other_names, other_references
from clauses.reference.rules import Role
from clauses.words import folded
from imports.companies import Body
from imports.markets.facts import ContractorFacts, KnownMarkets, LotFacts, MarketFacts, ObligationFacts, Place
from imports.markets.plan import MarketsPlan

_FILE = "fichier des marchés"
"""The source of a price that a file gave."""


def load(session: Session) -> KnownMarkets:
    """Every market recorded, as facts."""
    bodies = [Body(_id(body.id), body.name, body.siret) for body in session.exec(select(Organisation)).all()]
    markets = {_id(row.id): _market_facts(row) for row in session.exec(select(Market)).all()}
    lots = {_id(row.id): _lot_facts(row, markets) for row in session.exec(select(Lot)).all()}
    contractors = {_id(row.id): _contractor_facts(row, lots) for row in session.exec(select(Contractor)).all()}
    obligations: dict[int, ObligationFacts] = {}
    lot_obligations: dict[int, ObligationFacts] = {}
    told: dict[int, ObligationFacts] = {}
    lot_told: dict[int, ObligationFacts] = {}
    told_since: dict[tuple[str, int], date | None] = {}
    for row in versions(session, true()):
        last, holder = (lot_obligations, row.lot_id) if row.contractor_id is None else (obligations, row.contractor_id)
        facts = ObligationFacts(ObligationKind(row.kind), row.due, row.cents_per_hour, row.threshold_cents)
        before = last.get(holder)
        last[holder] = facts if row.effect is Effect.SETS or before is None else before
        if row.run_id is not None and row.amendment_id is None:
            (lot_told if row.contractor_id is None else told)[holder] = facts
            told_since["lot" if row.contractor_id is None else "contractor", holder] = row.in_force_on
    tariffs = session.exec(select(PenaltyRule).order_by(col(PenaltyRule.version))).all()
    told_since |= {("penalty", row.contractor_id): row.in_force_on for row in tariffs if row.source == _FILE}
    return KnownMarkets(
        bodies=bodies,
        markets={facts.key: (number, facts) for number, facts in markets.items()},
        lots={facts.key: (number, facts) for number, facts in lots.items()},
        contractors={facts.key: (number, facts) for number, facts in contractors.items()},
        obligations=obligations,
        lot_obligations=lot_obligations,
        penalties={row.contractor_id: row.cents_per_hour for row in tariffs},
        told=told,
        amended=first_amended(session, select(Market.id)),
        holdings=holdings(session, select(Lot.id)),
        lot_told=lot_told,
        told_since=told_since,
        penalties_told={
            row.contractor_id: row.cents_per_hour
            for row in tariffs
            if row.source == _FILE and row.cents_per_hour is not None
        },
        other_names=other_names(session),
        other_references={
            (markets[number].buyer_id, folded(reference)): markets[number].reference
            for reference, number in other_references(session)
            if number in markets
        },
    )


def _market_facts(row: Market) -> MarketFacts:
    return MarketFacts(
        buyer_id=row.buyer_id,
        reference=row.reference,
        title=row.title,
        nature=row.nature,
        consulted_on=row.consulted_on,
        notified_on=row.notified_on,
        ends_on=row.ends_on,
        social_consideration=row.social_consideration,
        publics=row.publics,
    )


def _lot_facts(row: Lot, markets: Mapping[int, MarketFacts]) -> LotFacts:
    return LotFacts(markets[row.market_id].key, row.number, row.title, row.sector, row.cpv, row.nature)


def _contractor_facts(row: Contractor, lots: Mapping[int, LotFacts]) -> ContractorFacts:
    return ContractorFacts(lots[row.lot_id].key, row.organisation_id, row.role, row.amount_cents)


def apply(
    session: Session,
    plan: MarketsPlan,
    known: KnownMarkets,
    *,
    run_id: int,
    today: date,
    by: str,
    correction: bool = False,
) -> None:
    """Writes organisations, markets, lots, contractors, then new versions of obligations and penalties.

    What a market said keeps answering for the days before ``today``, unless the file is a ``correction``.
    """

    def since(what: str, number: int, *, again: bool) -> date | None:
        mended = correction and (what, number) in known.told_since
        return None if not again else known.told_since[what, number] if mended else today

    bodies = _bodies(session, plan)
    markets = {key: number for key, (number, _) in known.markets.items()}
    for market_key, market in plan.markets.items():
        values = vars(market) | {"buyer_id": bodies.get(market.buyer_id, market.buyer_id)}
        if market_key not in markets:
            markets[market_key] = actions.record_market(session, **values)
            continue
        actions.rewrite_market(
            session,
            markets[market_key],
            on=today,
            by=by,
            run_id=run_id,
            correction=correction,
            **{field.value: values[field.value] for field in MarketField},
        )
    lots = {key: number for key, (number, _) in known.lots.items()}
    for lot_key, lot in plan.lots.items():
        values = {name: value for name, value in vars(lot).items() if name != "market"}
        if lot_key in lots:
            rewrite_lot(session, lots[lot_key], by=by, **values)
        else:
            lots[lot_key] = actions.record_lot(session, market_id=markets[lot.market], **values)
    written: dict[str, Any] = {"on": today, "today": today, "by": by, "run_id": run_id, "correction": correction}
    contractors = _hold(session, plan, known, lots, bodies, **written)
    actions.credit_subcontractors(session, {lots[contractor.lot] for contractor in plan.contractors.values()})
    for (lot_key, organisation), (owed, place) in plan.obligations.items():
        holder = None if organisation is None else contractors[lot_key, organisation]
        what, number = ("lot", lots[lot_key]) if holder is None else ("contractor", holder)
        again = number in (known.lot_obligations if holder is None else known.obligations)
        add_version(
            session,
            lot_id=lots[lot_key],
            contractor_id=holder,
            formula=Formula(**vars(owed)),
            in_force_on=since(what, number, again=again),
            source=_source(place, again=again),
            run_id=run_id,
            sheet=place.sheet,
            row=place.row,
        )
    for contractor_key, cents in plan.penalties.items():
        holder = contractors[contractor_key]
        actions.add_penalty_rule(
            session,
            contractor_id=holder,
            in_force_on=since("penalty", holder, again=holder in known.penalties),
            cents_per_hour=cents,
            source=_FILE,
        )


def _hold(
    session: Session,
    plan: MarketsPlan,
    known: KnownMarkets,
    lots: Mapping[Any, int],
    bodies: Mapping[int, int],
    **written: Any,
) -> dict[Any, int]:
    """Writes who holds what; the ids of every contractor by key.

    Who is no subcontractor any more first: whoever becomes one is then credited by nobody (`crediting.refused`).
    """
    contractors = {key: number for key, (number, _) in known.contractors.items()}
    for key, contractor in sorted(plan.contractors.items(), key=lambda each: each[1].role is Role.SOUS_TRAITANT):
        if key in contractors:
            held: dict[str, Any] = {"role": contractor.role, "amount_cents": contractor.amount_cents}
            rewrite_contractor(session, contractors[key], **written, **held)
    for key, contractor in plan.contractors.items():
        if key not in contractors:
            contractors[key] = actions.record_contractor(
                session,
                lot_id=lots[contractor.lot],
                organisation_id=bodies.get(contractor.organisation_id, contractor.organisation_id),
                role=contractor.role,
                amount_cents=contractor.amount_cents,
            )
    return contractors


def _source(place: Place, *, again: bool) -> str:
    """Where a version comes from, as the sentence that explains hours due says it."""
    return f"fichier des marchés{' renvoyé' if again else ''}, ligne {place.row}"


def _bodies(session: Session, plan: MarketsPlan) -> Mapping[int, int]:
    """Ids of the organisations that the plan adds, by their negative number."""
    new = list(plan.companies.new.values())
    numbers = add_organisations(session, [(body.name, body.siret) for body in new])
    for organisation_id, siret in plan.companies.completed.items():
        complete_organisation(session, organisation_id, siret=siret)
    return {body.id: number for body, number in zip(new, numbers, strict=True)}


def _id(number: Any) -> int:
    return int(number)
