"""Roles and credits written over: what was held on a day answers as it did, and the journal keeps each value."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.audit import Journal
from clauses.db import writing
from clauses.errors import Conflict, Invalid, NotFound
from clauses.markets.actions import credit_subcontractors
from clauses.markets.holding import Held, Holding, HoldingBefore, chained, changed_after, held_on, rewriting_of
from clauses.markets.holding_models import ContractorBefore
from clauses.markets.models import Contractor, Lot
from clauses.markets.rewriting import rewrite_contractor, rewrite_lot
from clauses.markets.rules import Rewriting
from clauses.reference.rules import Nature, Role
from clauses.reports import compliance_facts
from clauses.reports.compliance import compliance
from tests import factories
from tests.factories import NOON, id_of

APRIL, JUNE, LATER = date(2023, 4, 30), date(2023, 6, 1), date(2023, 9, 1)
TODAY = date(2024, 3, 1)
HELD = Holding(Role.TITULAIRE)
UNDER, OTHER = Holding(Role.SOUS_TRAITANT, 7), Holding(Role.SOUS_TRAITANT, 8)
DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31))
HOLDINGS = st.sampled_from([HELD, UNDER, OTHER, Holding(Role.COTRAITANT), Holding(Role.SOUS_TRAITANT)])


def test_a_change_holds_from_its_day_and_a_correction_for_every_day() -> None:
    changed = [HoldingBefore(UNDER, JUNE, Rewriting.CHANGE), HoldingBefore(OTHER, LATER, Rewriting.CHANGE)]
    assert [held_on(changed, HELD, day) for day in (APRIL, JUNE, LATER)] == [UNDER, OTHER, HELD]
    assert held_on([HoldingBefore(UNDER, JUNE, Rewriting.CORRECTION)], HELD, APRIL) == HELD
    assert held_on([], HELD, APRIL) == HELD


def test_changes_recorded_out_of_the_order_of_their_days_are_read_in_that_of_their_writing() -> None:
    beside = Holding(Role.COTRAITANT)
    written = [HoldingBefore(HELD, LATER, Rewriting.CHANGE), HoldingBefore(beside, JUNE, Rewriting.CHANGE)]
    assert [held_on(written, UNDER, day) for day in (APRIL, JUNE, LATER)] == [HELD, UNDER, UNDER]
    assert changed_after(written, UNDER, APRIL) == JUNE
    assert changed_after(written, UNDER, JUNE) is None
    undone = [HoldingBefore(HELD, LATER, Rewriting.CHANGE), HoldingBefore(beside, TODAY, Rewriting.CORRECTION)]
    assert changed_after(undone, HELD, APRIL) is None
    assert changed_after([], HELD, APRIL) is None


def test_how_a_writing_is_taken() -> None:
    blank = Holding(Role.SOUS_TRAITANT)
    assert rewriting_of(UNDER, OTHER, correction=False) is Rewriting.CHANGE
    assert rewriting_of(HELD, blank, correction=False) is Rewriting.CHANGE
    assert rewriting_of(blank, UNDER, correction=False) is Rewriting.CORRECTION
    assert rewriting_of(UNDER, HELD, correction=True) is Rewriting.CORRECTION


@given(st.lists(st.tuples(HOLDINGS, DAYS), min_size=1, max_size=5), DAYS)
def test_a_change_never_changes_the_days_before_whatever_the_order_of_the_writings(
    written: list[tuple[Holding, date]], on: date
) -> None:
    before: list[HoldingBefore] = []
    now = HELD
    for holding, day in written:
        known = held_on(before, now, on)
        before.append(HoldingBefore(now, day, Rewriting.CHANGE))
        now = holding
        assert held_on(before, now, on) == (known if on < day else holding)


def test_a_chain_is_told_on_any_day_that_it_holds() -> None:
    """The first holds the lot, the second subcontracts for it; the third was under the second while it held a part."""
    first, second = Held(HELD), Held(Holding(Role.SOUS_TRAITANT, 1))
    was_under = HoldingBefore(Holding(Role.SOUS_TRAITANT, 2), JUNE, Rewriting.CHANGE)
    third = Held(HELD, (was_under,))
    assert chained({1: first, 2: second}) == frozenset()
    assert chained({1: first, 2: second, 3: Held(Holding(Role.SOUS_TRAITANT, 2))}) == {(3, 2)}
    assert chained({1: first, 2: second, 3: third}) == {(3, 2)}
    since_june = Held(HELD).rewritten(second.now, JUNE, correction=False)
    assert chained({1: first, 2: since_june, 3: third}) == frozenset()
    before_june = Held(HELD).rewritten(second.now, APRIL, correction=False)
    assert chained({1: first, 2: before_june, 3: third}) == {(3, 2)}
    mended = Held(HELD).rewritten(second.now, JUNE, correction=True)
    assert chained({1: first, 2: mended, 3: third}) == {(3, 2)}
    assert Held(HELD).rewritten(HELD, JUNE, correction=True) == Held(HELD)


def _group(session: Session) -> tuple[int, int, int, int]:
    """A lot of two titulaires and a subcontractor of the first, which worked ten hours in April; the market's id."""
    market = id_of(factories.market(session, notified_on=date(2023, 1, 2), ends_on=date(2024, 12, 31)))
    lot = id_of(factories.lot(session, market_id=market, number="1"))
    first, second = (id_of(factories.contractor(session, lot_id=lot)) for _ in range(2))
    for holder in (first, second):
        factories.obligation(session, lot_id=lot, contractor_id=holder)
    under = id_of(factories.contractor(session, lot_id=lot, role=Role.SOUS_TRAITANT, credits_id=first))
    declared = factories.declaration(session, contractor_id=under, month=date(2023, 4, 1))
    signed = {"validated_by": "Ana", "validated_at": NOON, "state": "validated"}
    factories.line(session, declaration_id=id_of(declared), hours=1_000, **signed)
    return market, first, second, under


def _counted(session: Session, market: int, on: date) -> dict[int, int]:
    (found,) = compliance(compliance_facts.read(session, on=on, market_id=market), on)
    return {each.contractor.id: each.hours.counted for lot in found.lots for each in lot.positions}


def test_another_company_to_credit_never_changes_what_was_counted_before(engine: Engine) -> None:
    with writing(engine) as session:
        market, first, second, under = _group(session)
        rewrite_contractor(session, under, on=JUNE, today=TODAY, by="Ana", credits_id=second)
        assert _counted(session, market, APRIL) == {first: 1_000, second: 0, under: 0}
        assert _counted(session, market, JUNE) == {first: 0, second: 1_000, under: 0}
        rewrite_contractor(session, under, on=LATER, today=TODAY, by="Ana", role=Role.COTRAITANT, amount_cents=5)
        assert _counted(session, market, APRIL) == {first: 1_000, second: 0, under: 0}
        assert _counted(session, market, LATER) == {first: 0, second: 0, under: 1_000}
        rewrite_contractor(session, under, on=LATER, today=TODAY, by="Ana", role=Role.COTRAITANT)
        row = session.get_one(Contractor, under)
        assert (row.role, row.credits_id, row.amount_cents) == (Role.COTRAITANT, None, 5)
        assert len(session.exec(select(ContractorBefore)).all()) == 2
        acts = select(Journal.details).where(col(Journal.subject) == "contractor")
        told = session.exec(acts.order_by(col(Journal.number)))
        assert [json.loads(each) for each in told] == [
            {"before": {"credits_id": first}, "after": {"credits_id": second}, "on": "2023-06-01"},
            {
                "before": {"amount_cents": None, "credits_id": second, "role": "sous_traitant"},
                "after": {"amount_cents": 5, "credits_id": None, "role": "cotraitant"},
                "on": "2023-09-01",
            },
        ]


def test_a_slip_is_mended_for_every_day_and_a_blank_is_filled_so(engine: Engine) -> None:
    with writing(engine) as session:
        market, first, second, under = _group(session)
        rewrite_contractor(session, under, on=LATER, today=TODAY, by="Ana", correction=True, credits_id=second)
        assert _counted(session, market, APRIL) == {first: 0, second: 1_000, under: 0}
        session.get_one(Contractor, under).credits_id = None
        session.flush()
        credit_subcontractors(session, [session.get_one(Contractor, under).lot_id])
        rewrite_contractor(session, under, on=LATER, today=TODAY, by="Ana", credits_id=first)
        assert _counted(session, market, APRIL) == {first: 1_000, second: 0, under: 0}


def test_a_company_that_others_credit_does_not_become_a_subcontractor(engine: Engine) -> None:
    with writing(engine) as session:
        _, first, second, under = _group(session)
        with pytest.raises(Invalid, match="ses propres sous-traitants") as refused:
            rewrite_contractor(
                session, first, on=LATER, today=TODAY, by="Ana", role=Role.SOUS_TRAITANT, credits_id=second
            )
        assert refused.value.code == "markets.credited"
        rewrite_contractor(session, under, on=LATER, today=TODAY, by="Ana", credits_id=second)
        with pytest.raises(Invalid, match="ses propres sous-traitants"):
            rewrite_contractor(
                session, first, on=JUNE, today=TODAY, by="Ana", role=Role.SOUS_TRAITANT, credits_id=second
            )
        rewrite_contractor(session, first, on=LATER, today=TODAY, by="Ana", role=Role.SOUS_TRAITANT, credits_id=second)
        rewrite_contractor(session, first, on=date(2023, 10, 1), today=TODAY, by="Ana", role=Role.COTRAITANT)
        with pytest.raises(Invalid, match="elle-même sous-traitante") as refused:
            rewrite_contractor(session, under, on=date(2023, 9, 15), today=TODAY, by="Ana", credits_id=first)
        assert refused.value.code == "markets.credits"
        rewrite_contractor(session, under, on=date(2023, 10, 1), today=TODAY, by="Ana", credits_id=first)
        assert session.get_one(Contractor, under).credits_id == first


def test_a_change_is_recorded_once_come_and_in_the_order_of_the_days(engine: Engine) -> None:
    with writing(engine) as session:
        market, first, second, under = _group(session)
        how: dict[str, Any] = {"today": TODAY, "by": "Ana"}
        with pytest.raises(Conflict, match="est à venir") as refused:
            rewrite_contractor(session, under, on=TODAY + timedelta(days=1), role=Role.COTRAITANT, **how)
        assert refused.value.code == "markets.not_yet"
        rewrite_contractor(session, under, on=LATER, role=Role.COTRAITANT, **how)
        with pytest.raises(Conflict, match="à partir du 01/09/2023") as refused:
            rewrite_contractor(session, under, on=JUNE, role=Role.SOUS_TRAITANT, credits_id=second, **how)
        assert refused.value.code == "markets.changed_since"
        assert _counted(session, market, LATER) == {first: 0, second: 0, under: 1_000}
        back: dict[str, Any] = {"correction": True, "role": Role.SOUS_TRAITANT, "credits_id": first}
        rewrite_contractor(session, under, on=TODAY + timedelta(days=1), **back, **how)
        rewrite_contractor(session, under, on=JUNE, role=Role.SOUS_TRAITANT, credits_id=second, **how)
        assert _counted(session, market, APRIL) == {first: 1_000, second: 0, under: 0}
        assert _counted(session, market, JUNE) == {first: 0, second: 1_000, under: 0}


def test_what_is_not_there_is_not_written_over(engine: Engine) -> None:
    with writing(engine) as session:
        with pytest.raises(NotFound):
            rewrite_contractor(session, 999_999, on=JUNE, today=TODAY, by="Ana", role=Role.TITULAIRE)
        with pytest.raises(NotFound):
            rewrite_lot(session, 999_999, by="Ana", title="x")


def test_a_lot_written_over_leaves_its_values_in_the_journal(engine: Engine) -> None:
    with writing(engine) as session:
        lot = id_of(factories.lot(session, title="Gros œuvre"))
        rewrite_lot(session, lot, by="Ana", title="Toiture", nature=Nature.MS)
        rewrite_lot(session, lot, by="Ana", title="Toiture")
        row = session.get_one(Lot, lot)
        assert (row.title, row.nature) == ("Toiture", Nature.MS)
        (told,) = session.exec(select(Journal.details).where(col(Journal.subject) == "lot"))
        assert json.loads(told) == {
            "before": {"nature": None, "title": "Gros œuvre"},
            "after": {"nature": "MS", "title": "Toiture"},
        }
