"""Markets, lots, contractors and what they owe: added, then written over by id, obligations in versions."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from clauses.db import reading, writing
from clauses.errors import Invalid
from clauses.markets import actions
from clauses.markets.models import Contractor, Market, MarketBefore, Obligation, PenaltyRule
from clauses.markets.rewriting import rewrite_contractor
from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Nature, Role
from tests import factories
from tests.factories import id_of

JUNE = date(2023, 6, 1)


def test_a_market_is_added_then_written_over_and_what_it_said_is_kept(engine: Engine) -> None:
    with writing(engine) as session:
        buyer = id_of(factories.organisation(session))
        values = {"buyer_id": buyer, "title": "Groupe scolaire", "nature": Nature.BTP, "publics": "RSA"}
        number = actions.record_market(session, reference="2023-T004 / Lycée", **values)
        over: dict[str, Any] = {
            "title": "Lycée",
            "nature": Nature.BTP,
            "publics": "RSA ; DELD",
            "ends_on": date(2024, 6, 30),
        }
        actions.rewrite_market(session, number, on=date(2023, 9, 1), by="Facilitatrice", **over)
        actions.rewrite_market(session, number, on=date(2023, 9, 2), by="Facilitatrice", **over)
        later: dict[str, Any] = {"ends_on": date(2024, 9, 30), "publics": None}
        actions.rewrite_market(session, number, on=date(2023, 9, 3), by="Facilitateur", correction=True, **later)
    with reading(engine) as session:
        market = session.exec(select(Market)).one()
        assert (market.reference, market.reference_key) == ("2023-T004 / Lycée", "2023 t004 lycee")
        assert (market.title, market.nature, market.ends_on) == ("Lycée", Nature.BTP, date(2024, 9, 30))
        kept = session.exec(select(MarketBefore).order_by(col(MarketBefore.id))).all()
        assert [(one.field.value, one.said, one.until.day, one.rewriting.value, one.author) for one in kept] == [
            ("title", "Groupe scolaire", 1, "correction", "Facilitatrice"),
            ("publics", "RSA", 1, "change", "Facilitatrice"),
            ("ends_on", None, 1, "correction", "Facilitatrice"),
            ("ends_on", "2024-06-30", 3, "correction", "Facilitateur"),
            ("publics", "RSA ; DELD", 3, "correction", "Facilitateur"),
        ]


def test_one_reference_is_one_market_of_a_buyer_whatever_its_spelling(engine: Engine) -> None:
    with writing(engine) as session:
        buyer, other = id_of(factories.organisation(session)), id_of(factories.organisation(session))
        values = {"title": "Groupe scolaire", "nature": Nature.BTP}
        actions.record_market(session, reference="2023-T004", buyer_id=buyer, **values)
        actions.record_market(session, reference="2023-T004", buyer_id=other, **values)
    with pytest.raises(IntegrityError), writing(engine) as session:
        actions.record_market(session, reference="2023 t004", buyer_id=buyer, **values)


def test_a_reference_without_any_letter_or_digit_is_refused(engine: Engine) -> None:
    with writing(engine) as session:
        buyer = id_of(factories.organisation(session))
    with pytest.raises(IntegrityError, match="ck_market_referenced"), writing(engine) as session:
        actions.record_market(session, reference="—", buyer_id=buyer, title="…", nature=Nature.BTP)


def _with_subcontractors(session: Session, holders: int) -> tuple[int, list[int], list[int]]:
    """A lot, its titulaires, and three others: two subcontractors and a cotraitant."""
    lot = id_of(factories.lot(session))
    held = [id_of(factories.contractor(session, lot_id=lot)) for _ in range(holders)]
    roles = (Role.SOUS_TRAITANT, Role.SOUS_TRAITANT, Role.COTRAITANT)
    others = [id_of(factories.contractor(session, lot_id=lot, role=role)) for role in roles]
    return lot, held, others


def _credits(session: Session, contractors: list[int]) -> list[int | None]:
    session.expire_all()
    return [session.get_one(Contractor, number).credits_id for number in contractors]


def test_the_hours_of_a_subcontractor_credit_the_only_titulaire_of_the_lot(engine: Engine) -> None:
    with writing(engine) as session:
        lot, (holder,), others = _with_subcontractors(session, 1)
        _, _, elsewhere = _with_subcontractors(session, 1)
        actions.credit_subcontractors(session, [lot])
        assert _credits(session, others) == [holder, holder, None]
        assert _credits(session, elsewhere) == [None, None, None]


@pytest.mark.parametrize("holders", [0, 2])
def test_with_several_titulaires_or_none_a_person_says_whom(engine: Engine, holders: int) -> None:
    with writing(engine) as session:
        lot, _, others = _with_subcontractors(session, holders)
        actions.credit_subcontractors(session, [lot])
        assert _credits(session, others) == [None, None, None]


def test_what_a_person_said_is_kept(engine: Engine) -> None:
    with writing(engine) as session:
        lot, (holder,), (first, second, cotraitant) = _with_subcontractors(session, 1)
        session.get_one(Contractor, first).credits_id = cotraitant
        session.flush()
        actions.credit_subcontractors(session, [lot])
        assert _credits(session, [first, second]) == [cotraitant, holder]


def test_only_a_subcontractor_credits_and_only_who_holds_a_part_of_the_same_lot(engine: Engine) -> None:
    with writing(engine) as session:
        lot, (holder,), (first, second, cotraitant) = _with_subcontractors(session, 1)
        away = id_of(factories.contractor(session))
        new = {"lot_id": lot, "organisation_id": id_of(factories.organisation(session))}
        for role, credited in (
            (Role.COTRAITANT, holder), (Role.SOUS_TRAITANT, first), (Role.SOUS_TRAITANT, away),
            (Role.SOUS_TRAITANT, 999_999),
        ):  # fmt: skip
            with pytest.raises(Invalid, match=r"sous-traite|titulaire"):
                actions.record_contractor(session, role=role, credits_id=credited, **new)
        for known, role, credited in (
            (second, Role.SOUS_TRAITANT, away), (cotraitant, Role.SOUS_TRAITANT, cotraitant),
            (cotraitant, Role.COTRAITANT, holder),
        ):  # fmt: skip
            with pytest.raises(Invalid, match=r"sous-traite|titulaire"):
                rewrite_contractor(session, known, on=JUNE, today=JUNE, by="Ana", role=role, credits_id=credited)
        rewrite_contractor(session, second, on=JUNE, today=JUNE, by="Ana", credits_id=cotraitant)
        added = actions.record_contractor(session, role=Role.SOUS_TRAITANT, credits_id=holder, **new)
        assert _credits(session, [second, added]) == [cotraitant, holder]


def test_obligations_are_versions_that_stay(engine: Engine) -> None:
    with writing(engine) as session:
        first = factories.obligation(session)
        actions.add_obligation(
            session,
            lot_id=first.lot_id,
            contractor_id=first.contractor_id,
            version=2,
            in_force_on=date(2023, 9, 1),
            kind=ObligationKind.PER_EURO,
            cents_per_hour=200_000,
            threshold_cents=270_000_000,
            source="Avenant n° 1",
        )
    with reading(engine) as session:
        versions = session.exec(select(Obligation).order_by(col(Obligation.version))).all()
        assert [(row.version, row.kind, row.due, row.cents_per_hour) for row in versions] == [
            (1, ObligationKind.FIXED, 100_000, None),
            (2, ObligationKind.PER_EURO, None, 200_000),
        ]


def test_penalty_rules_are_versions_that_stay(engine: Engine) -> None:
    with writing(engine) as session:
        first = factories.penalty_rule(session)
        actions.add_penalty_rule(
            session, contractor_id=first.contractor_id, version=2, cents_per_hour=20_000, source="CCAP 2021"
        )
    with reading(engine) as session:
        rules = session.exec(select(PenaltyRule).order_by(col(PenaltyRule.version))).all()
        assert [rule.cents_per_hour for rule in rules] == [5_000, 20_000]


def test_what_a_later_version_says_of_a_cap_does_not_reach_back(engine: Engine) -> None:
    with writing(engine) as session:
        holder = factories.penalty_rule(session).contractor_id
        for day, said in (
            (date(2025, 1, 1), {"cap_cents": 900, "cents_per_late_day": 75}),
            (date(2023, 1, 1), {}), (None, {}), (date(2025, 1, 1), {"cap_cents": 800}), (date(2026, 1, 1), {}),
        ):  # fmt: skip
            actions.add_penalty_rule(session, contractor_id=holder, in_force_on=day, cents_per_hour=1, **said)
        rules = session.exec(select(PenaltyRule).order_by(col(PenaltyRule.version))).all()[1:]
        assert [(rule.version, rule.cap_cents, rule.cents_per_late_day) for rule in rules] == [
            (2, 900, 75), (3, None, None), (4, None, None), (5, 800, 75), (6, 800, 75),
        ]  # fmt: skip


def test_a_row_that_is_not_stored_has_no_id_to_give() -> None:
    with pytest.raises(ValueError, match="not stored yet"):
        actions._stored(None)
