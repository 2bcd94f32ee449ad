"""Drafts accepted or set aside: a market is made whole, and what someone typed is never overwritten."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.accounts.models import Organisation
from clauses.audit import Journal
from clauses.db import writing
from clauses.errors import Conflict, NotFound
from clauses.files.rules import FileKind
from clauses.markets.draft_actions import Publication, accept_draft, add_drafts, dismiss_draft, renew_draft
from clauses.markets.draft_models import MarketDraft
from clauses.markets.draft_queries import against_market, draft, list_drafts, versions
from clauses.markets.drafts import DraftFacts, DraftState, Holder, Modification
from clauses.markets.models import Amendment, Contractor, Grouping, Lot, Market
from clauses.reference.rules import Nature, Role
from tests import factories as f

MASONS = Holder("73282932000074", "SIRET", "73282932000074", "Maçons du Sud")
PAINTERS = Holder("FR40303265045", "TVA", None, "Peintres de l'Est")
GARDENERS = Holder("55204599900869", "SIRET", "55204599900869")
FACTS = DraftFacts(
    reference="2024-T001",
    buyer_siret="21210231300013",
    buyer_name="Ville d'Ouchy",
    title="École Gambetta",
    nature=Nature.BTP,
    cpv="45214210-5",
    considerations=("Clause sociale",),
    notified_on=date(2024, 2, 1),
    months=12,
    amount_cents=25_000_000,
    grouping="solidaire",
    holders=(MASONS, PAINTERS),
    subcontractors=(GARDENERS, MASONS),
    modifications=(Modification("1", date(2024, 9, 1), 30_000_000, 18, subject="Prolongation"),),
)


def file(session: Session, facts: DraftFacts = FACTS) -> int:
    run = f.run(session, kind=FileKind.DECP)
    add_drafts(session, [Publication(facts, f.id_of(run), "marches", 1)])
    return max(session.exec(select(MarketDraft.id)).all(), key=lambda number: number or 0) or 0


def test_accepting_makes_the_market_its_lot_its_companies_and_its_amendments(engine: Engine) -> None:
    with writing(engine) as session:
        done = accept_draft(session, file(session), by="Ana")
        market = session.get_one(Market, done.market_id)
        assert (done.created, done.differences) == (True, ())
        assert (market.title, market.nature, market.ends_on) == ("École Gambetta", Nature.BTP, date(2025, 1, 31))
        assert market.social_consideration == "Clause sociale"
        assert session.get_one(Organisation, market.buyer_id).siret == "21210231300013"
        lot = session.exec(select(Lot)).one()
        assert (lot.number, lot.cpv) == ("1", "45214210-5")
        placed = session.exec(select(Contractor).order_by(Contractor.id)).all()  # type: ignore[arg-type]  # a column
        assert [(one.role, one.amount_cents) for one in placed] == [
            (Role.TITULAIRE, 25_000_000),
            (Role.COTRAITANT, None),
            (Role.SOUS_TRAITANT, None),
        ]
        assert placed[2].credits_id == placed[0].id
        assert session.exec(select(Grouping)).one().kind == "solidaire"
        amendment = session.exec(select(Amendment)).one()
        assert (amendment.amount_cents, amendment.ends_on) == (5_000_000, date(2025, 7, 31))
        kept = draft(session, 1)
        assert (kept.state, kept.decided_by, kept.market_id) == (DraftState.ACCEPTED, "Ana", market.id)
        acts = session.exec(select(Journal.act, Journal.author)).all()
        assert acts[-1] == ("accept", "Ana")


def _typed(session: Session, **values: Any) -> Market:
    buyer = f.organisation(session, name="Ville d'Ouchy", siret="21210231300013")
    return f.market(session, buyer_id=buyer.id, reference="2024 t001", title="École", **values)


def test_a_market_already_there_is_linked_and_left_as_it_is(engine: Engine) -> None:
    with writing(engine) as session:
        typed = _typed(session)
        before = typed.model_dump()
        done = accept_draft(session, file(session), by="Ana")
        session.expire_all()
        assert (done.market_id, done.created) == (before["id"], False)
        assert session.get_one(Market, before["id"]).model_dump() == before
        assert session.exec(select(Lot)).all() == []
        assert [one.field for one in done.differences] == ["Intitulé", "Notification", "Fin", "Attributaires"]


def test_companies_already_recorded_are_no_difference(engine: Engine) -> None:
    with writing(engine) as session:
        typed = _typed(session)
        lot = f.lot(session, market_id=typed.id)
        f.contractor(session, lot_id=lot.id, organisation_id=f.organisation(session, siret=MASONS.siret).id)
        alone = replace(FACTS, holders=(MASONS,), subcontractors=())
        assert "Attributaires" not in [one.field for one in against_market(session, alone, typed)]


def test_a_draft_is_decided_once(engine: Engine) -> None:
    with writing(engine) as session:
        number = file(session)
        dismiss_draft(session, number, by="Ana", reason="hors territoire")
        for again in (accept_draft, dismiss_draft):
            with pytest.raises(Conflict, match="déjà décidé"):
                again(session, number, by="Bob")
        assert draft(session, number).reason == "hors territoire"
        with pytest.raises(NotFound):
            accept_draft(session, 999, by="Ana")


def test_a_market_without_nature_asks_for_one(engine: Engine) -> None:
    with writing(engine) as session:
        number = file(session, replace(FACTS, nature=None))
        with pytest.raises(Conflict, match="--nature"):
            accept_draft(session, number, by="Ana")
        done = accept_draft(session, number, by="Ana", nature=Nature.PI)
        assert session.get_one(Market, done.market_id).nature is Nature.PI


def test_a_newer_publication_leaves_an_accepted_market_and_is_told(engine: Engine) -> None:
    with writing(engine) as session:
        number = file(session)
        done = accept_draft(session, number, by="Ana")
        newer = replace(FACTS, title="École Gambetta et gymnase")
        renew_draft(session, number, Publication(newer, f.id_of(f.run(session)), "marches", 4))
        kept, market = draft(session, number), session.get_one(Market, done.market_id)
        assert (kept.version, kept.state, kept.row, market.title) == (2, DraftState.ACCEPTED, 4, "École Gambetta")
        assert [one.version for one in versions(session, number)] == [1]
        assert [one.field for one in against_market(session, newer, market)] == ["Intitulé"]


def test_drafts_with_a_social_clause_come_first_then_the_last_notified(engine: Engine) -> None:
    plain = replace(FACTS, considerations=())
    with writing(engine) as session:
        for number, (facts, day) in enumerate(
            [(plain, date(2024, 6, 1)), (FACTS, date(2024, 1, 1)), (FACTS, date(2024, 3, 1)), (FACTS, None)]
        ):
            file(session, replace(facts, reference=f"R{number}", notified_on=day))
        listed, count = list_drafts(session)
        assert ([one.reference for one in listed], count) == (["R2", "R1", "R3", "R0"], 4)
        assert [one.reference for one in list_drafts(session, social=True)[0]] == ["R2", "R1", "R3"]
        assert list_drafts(session, search="GAMBETTA r1")[1] == 1
        assert list_drafts(session, search="maçons peintres")[1] == 4
        assert list_drafts(session, search="100%_")[1] == 0
        assert list_drafts(session, page=2)[0] == []
        assert list_drafts(session, state=None)[1] == 4
        assert list_drafts(session, state=DraftState.DISMISSED)[1] == 0
